"""Who a resident is and how to reach them: the door of the centre, opened by break-glass and logged at each look."""

from datetime import datetime

from cuudinh.engines.identity import fields, snapshot
from cuudinh.engines.identity.looking import note_look
from cuudinh.engines.identity.models import AccessGrant, Account, Person, PersonIdentifier
from cuudinh.engines.identity.queries.permissions import permit
from cuudinh.engines.identity.types import (
    AccessNotOpened,
    Contact,
    Facts,
    PersonErased,
    PurposeNeeded,
    UnknownAccount,
)
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours
from cuudinh.packs.forms.contacts import phone_normal


@acting()
def contact_of(actor: Actor, account_id: int, about: tuple[str, str], reason: str) -> Contact:
    """Give name and phone of a person, to who may reveal identities and opened them for this very thing.

    A read that writes: each look is a line of the log, in one transaction with the look itself. Raises
    `NotYours`, `PurposeNeeded`, `AccessNotOpened`, `UnknownAccount`, `PersonErased`, and as `note_look`.
    """
    rule = permit(actor, "identity.reveal", Facts(has_purpose=bool(reason.strip())))
    if not reason.strip():
        raise PurposeNeeded
    open_now = AccessGrant.objects.filter(
        account=actor.account_id, about_kind=about[0], about_ref=about[1], expires_at__gt=clock.now()
    )
    if not open_now.exists():
        raise AccessNotOpened
    account = _account(account_id)
    note_look(
        actor,
        whose=account_id,
        what="contact",
        about=about,
        purpose=reason.strip(),
        rule=rule,
        act="identity.contact",
    )
    # Staff may report what they see as anybody may; their names are no secret and stand with the account.
    return opened(account.person) if account.person is not None else Contact(account.name, "")


def named_on_papers(actor: Actor, account_id: int) -> Contact:
    """Give name and phone of whoever a paper of an office is given to, while the platform issues it.

    For the platform alone: the line of the log is that of the paper, and a look at it later is one of its own. Of who
    was erased nothing is given, and the paper has lines to write on. Raises `NotYours`, `UnknownAccount`.
    """
    if actor.kind != "system":
        raise NotYours
    account = _account(account_id)
    if account.person is None:
        return Contact(account.name, "")
    try:
        return opened(account.person)
    except PersonErased:
        return Contact("", "")


def is_phone_of(account_id: int, typed: str) -> bool:
    """Whether a phone, however written, is that of the person of an account; found by its index, nothing is opened."""
    normal = phone_normal(typed, snapshot.current().country)
    if normal is None:
        return False
    index = fields.blind_index("phone", normal)
    mine = PersonIdentifier.objects.filter(kind="phone", blind_index=index, person__account=account_id)
    return mine.exists()


def is_same_phone(one: str, other: str) -> bool:
    """Whether two texts are one phone number, however each is written."""
    country = snapshot.current().country
    normal = phone_normal(one, country)
    return normal is not None and normal == phone_normal(other, country)


def _account(account_id: int) -> Account:
    found = Account.objects.filter(pk=account_id).select_related("person__key").first()
    if found is None:
        raise UnknownAccount
    return found


def opened(person: Person) -> Contact:
    """Give name and phone of a person; who calls this has noted the look."""
    owner = fields.owner_of(person)
    phone = person.identifiers.filter(kind="phone").select_related("key").first()
    return Contact(
        name=fields.unseal(person.key, owner, "name", person.name_sealed),
        phone=fields.unseal(phone.key, owner, "phone", phone.sealed) if phone is not None else "",
    )


def open_until(actor: Actor, about: tuple[str, str]) -> datetime | None:
    """Give until when the actor has one thing open, for a reason they gave; None where it is shut."""
    grants = AccessGrant.objects.filter(
        account=actor.account_id, about_kind=about[0], about_ref=about[1], expires_at__gt=clock.now()
    )
    return grants.order_by("-expires_at").values_list("expires_at", flat=True).first()
