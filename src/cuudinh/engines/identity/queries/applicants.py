"""Who stands at a desk, found by a number they show, and whose dossier it is; each look is logged."""

from datetime import timedelta
from typing import Final

from django.db.models import Q

from cuudinh.engines.identity.finding import person_by_number
from cuudinh.engines.identity.looking import note_look
from cuudinh.engines.identity.models import Account, Person
from cuudinh.engines.identity.queries.contacts import opened
from cuudinh.engines.identity.queries.permissions import can, permit
from cuudinh.engines.identity.types import Contact, Facts, FoundPerson, UnknownAccount
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor

FIND: Final = "identity.find"
APPLICANT: Final = "identity.applicant"
# A desk that finds the same person again within the hour looked once.
ONCE_WITHIN: Final = timedelta(hours=1)


def may_find(actor: Actor) -> bool:
    """Whether the actor may look for people by the numbers that they show."""
    return can(actor, FIND, Facts()).allowed


@acting()
def find_person(actor: Actor, shown: str) -> FoundPerson | None:
    """Give the account of whoever shows a citizen or phone number at a desk; None when nobody here has it.

    Names lie sealed and are not searched. That somebody looked stands in the log, found or not, and the person sees
    it; the number stands nowhere. Raises `NotYours`, and as `note_look`.
    """
    rule = permit(actor, FIND, Facts())
    office = actor.seats[0].office_id
    person = person_by_number(shown)
    account = _account_of(person) if person is not None else None
    audit.record(actor, FIND, ("office", office), rule=rule, facts={"found": account is not None})
    if account is None or person is None:
        return None
    note_look(
        actor,
        whose=account.pk,
        what="contact",
        about=("account", str(account.pk)),
        rule=rule,
        act="identity.contact",
        once_within=ONCE_WITHIN,
    )
    found = opened(person)
    return FoundPerson(account.pk, found.name, found.phone)


@acting()
def applicant_of(actor: Actor, account_id: int, about: tuple[str, str], facts: Facts) -> Contact:
    """Give name and phone of whose dossier it is, to the offices that have it; `facts` say what they are to it.

    Each look is a line of the log and a row that the person sees. Raises `NotYours`, `UnknownAccount`, and as
    `note_look`.
    """
    rule = permit(actor, APPLICANT, facts)
    account = Account.objects.filter(pk=account_id).select_related("person__key").first()
    if account is None:
        raise UnknownAccount
    note_look(
        actor,
        whose=account_id,
        what="contact",
        about=about,
        rule=rule,
        act="identity.contact",
        once_within=ONCE_WITHIN,
    )
    return opened(account.person) if account.person is not None else Contact(account.name, "")


def _account_of(person: Person) -> Account | None:
    found = Account.objects.filter(Q(person=person) | Q(person__merged_into=person))
    return found.filter(kind="resident", is_active=True).order_by("pk").first()
