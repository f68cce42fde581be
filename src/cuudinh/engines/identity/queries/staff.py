"""Members of staff as administrators see them: how each proves who they are, and what is still owed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from cuudinh.engines.identity import duties, snapshot
from cuudinh.engines.identity.models import (
    Account,
    Authenticator,
    LinkInvitation,
    Passkey,
    SignOnLink,
)
from cuudinh.engines.identity.provisions import in_language
from cuudinh.engines.identity.queries.offices import office_name
from cuudinh.engines.identity.queries.permissions import permit
from cuudinh.engines.identity.seats import seats_of
from cuudinh.engines.identity.types import Facts, StaffView
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.text import fold

FOUND_MOST: Final = 30


def staff_found(actor: Actor, words: str) -> tuple[StaffView, ...]:
    """Give the members of staff whose name or login holds all the words; without words, those who owe a factor.

    Raises `NotYours`.
    """
    permit(actor, "organisation.read", Facts())
    wanted = fold(words).split()
    numbers = _named(wanted) if wanted else sorted(duties.everybody(), key=_until)
    return _views(numbers[:FOUND_MOST], actor.language)


def staff_member(actor: Actor, account_id: int) -> StaffView | None:
    """Give one member of staff, if there is such. Raises `NotYours`."""
    permit(actor, "organisation.read", Facts())
    return next(iter(_views([account_id], actor.language)), None)


def _until(account_id: int) -> tuple[str, int]:
    owed = duties.owed_by(account_id)
    return (owed.until.isoformat() if owed else ""), account_id


def _named(wanted: list[str]) -> list[int]:
    logins = dict(Account.objects.filter(kind="staff").values_list("pk", "login"))
    held = (
        (fold(f"{name} {logins.get(number) or ''}"), number)
        for number, name in snapshot.staff_names().items()
    )
    return [number for text, number in sorted(held) if all(word in text for word in wanted)]


def _views(numbers: Iterable[int], language: str) -> tuple[StaffView, ...]:
    chosen = list(numbers)
    rows = Account.objects.filter(pk__in=chosen, kind="staff").in_bulk()
    linked = dict(SignOnLink.objects.filter(account_id__in=chosen).values_list("account_id", "linked_at"))
    invited = _invited(chosen)
    codes = Authenticator.objects.filter(account_id__in=chosen, confirmed_at__isnull=False)
    with_factor = {
        *codes.values_list("account_id", flat=True),
        *Passkey.objects.filter(account_id__in=chosen).values_list("account_id", flat=True),
    }
    return tuple(
        StaffView(
            id=number,
            login=rows[number].login or "",
            name=rows[number].name,
            is_active=rows[number].is_active,
            seats=_seats(number, language),
            has_factor=number in with_factor,
            owed_until=owed.until if (owed := duties.owed_by(number)) else None,
            is_kept_out=duties.keeps_out(number),
            linked_at=linked.get(number),
            invited_until=invited.get(number),
        )
        for number in chosen
        if number in rows
    )


def _invited(numbers: Iterable[int]) -> dict[int, datetime]:
    living = LinkInvitation.objects.filter(account_id__in=list(numbers), expires_at__gt=clock.now())
    return dict(living.values_list("account_id", "expires_at"))


def _seats(account_id: int, language: str) -> tuple[str, ...]:
    roles = snapshot.current().roles
    return tuple(
        f"{in_language(roles[seat.role].title, language)}, {office_name(seat.office_id, language)}"
        for seat in seats_of(account_id)
        if seat.role in roles
    )
