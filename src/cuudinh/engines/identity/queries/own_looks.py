"""Who looked at the data of whoever asks: every look, for which office, what, why and by what right."""

from typing import Final

from django.db.models import Q, QuerySet

from cuudinh.engines.identity import provisions, snapshot
from cuudinh.engines.identity.models import Account, Look
from cuudinh.engines.identity.queries.offices import office_name
from cuudinh.engines.identity.types import OwnLook, UnknownLook
from cuudinh.journal import receipts
from cuudinh.journal.audit import AuditRef
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.pages import Page, decode_cursor, encode_cursor
from cuudinh.kernel.refusal import BadInput, SignInFirst
from cuudinh.packs.grammar import value_on

OWN_LOOKS_PAGE: Final = 30


def own_looks(actor: Actor, cursor: str | None = None) -> Page[OwnLook]:
    """Give who looked at the actor's own data, the last first; what is kept from them for a while comes afterwards.

    Raises `SignInFirst`, `BadInput`.
    """
    if actor.account_id is None:
        raise SignInFirst
    return looks_at(actor.account_id, actor.language, cursor)


def looks_at(account_id: int, language: str, cursor: str | None = None) -> Page[OwnLook]:
    """Give who looked at the data of the person of an account, the last first. Raises `BadInput`."""
    shown = _shown_of(account_id)
    if cursor:
        shown = shown.filter(pk__lt=_place_of(cursor))
    found = list(shown.order_by("-pk")[: OWN_LOOKS_PAGE + 1])
    views = tuple(_view(look, language) for look in found[:OWN_LOOKS_PAGE])
    return Page(views, encode_cursor(views[-1].id) if len(found) > OWN_LOOKS_PAGE else None)


def own_look(actor: Actor, look_id: int) -> OwnLook:
    """Give one look at the actor's own data. Raises `SignInFirst`, `UnknownLook`."""
    return _view(look_of(actor, look_id), actor.language)


def look_of(actor: Actor, look_id: int) -> Look:
    """Give the row of a look that its person may see. Raises `SignInFirst`, `UnknownLook`."""
    if actor.account_id is None:
        raise SignInFirst
    look = _shown_of(actor.account_id).filter(pk=look_id).first()
    if look is None:
        raise UnknownLook
    return look


def _shown_of(account_id: int) -> QuerySet[Look]:
    person_id = Account.objects.filter(pk=account_id).values_list("person_id", flat=True).first()
    # What was looked at before two records of one person became one is hers as well.
    theirs = Q(person_id=person_id) | Q(person__merged_into_id=person_id)
    if person_id is None:
        return Look.objects.none()
    open_now = Q(hidden_until__isnull=True) | Q(hidden_until__lte=clock.now())
    return Look.objects.filter(theirs, open_now).select_related("account", "concealment")


def _view(look: Look, language: str) -> OwnLook:
    kind = provisions.current().looks.get(look.what)
    basis = value_on(kind.basis, snapshot.today()) if kind else None
    return OwnLook(
        id=look.pk,
        at=look.at,
        what=provisions.in_language(kind.title, language) if kind else look.what,
        office=office_name(look.office_id, language) if look.office_id is not None else "",
        officer=look.account.name if look.account and kind and kind.names_officer else "",
        system=look.system,
        about=(look.about_kind, look.about_ref),
        purpose=look.purpose,
        basis=provisions.in_language(basis.value, language) if basis else "",
        source=basis.source if basis else "",
        receipt=receipts.receipt(AuditRef(look.leaf)),
        hidden_by=look.concealment.document if look.concealment else "",
    )


def _place_of(cursor: str) -> int:
    (last,) = decode_cursor(cursor, length=1)
    if not isinstance(last, int):
        raise BadInput
    return last
