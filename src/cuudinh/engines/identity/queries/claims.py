"""What a client is told of a person: only the claims of items that were granted, read when they are asked for."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.db.models import Q

from cuudinh.engines.identity import fields, snapshot
from cuudinh.engines.identity.models import Account, AssuranceEvent, PersonIdentifier, PressCard
from cuudinh.engines.identity.provider.subjects import subject_of
from cuudinh.engines.identity.queries.offices import office_name
from cuudinh.engines.identity.seats import seats_of
from cuudinh.engines.identity.sessions import ASSURANCE
from cuudinh.kernel import clock


def subject(sector: str, account: Account) -> str:
    """Give the name under which a sector knows the owner of an account."""
    who = f"person:{account.person_id}" if account.person_id else f"account:{account.pk}"
    return subject_of(sector, who)


def level_of(account: Account) -> int:
    """Give how well it is known who the owner of an account is: 1 (stated), 2 (proved), 3 (proved in presence)."""
    if account.person_id is None:
        return ASSURANCE[account.kind]
    living = Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now())
    proofs = AssuranceEvent.objects.filter(living, person_id=account.person_id).order_by("-level")
    return max(ASSURANCE[account.kind], proofs.values_list("level", flat=True).first() or 0)


def claims_of(account: Account, names: Iterable[str]) -> dict[str, Any]:
    """Give the claims of a person that have a value; the keys are those of OpenID Connect where it has some."""
    found = {name: _CLAIMS[name](account) for name in names}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _name(account: Account) -> str:
    person = account.person
    if person is None:
        return account.name
    return fields.unseal(person.key, fields.owner_of(person), "name", person.name_sealed)


def _phone(account: Account) -> str | None:
    if account.person is None:
        return None
    row = PersonIdentifier.objects.filter(person=account.person, kind="phone").select_related("key").first()
    return fields.unseal(row.key, fields.owner_of(account.person), "phone", row.sealed) if row else None


def _offices(account: Account) -> list[dict[str, str]]:
    seats = seats_of(account.pk) if account.kind != "resident" else ()
    return [
        {"code": seat.office_code, "name": office_name(seat.office_id), "role": seat.role}
        for seat in seats
        if seat.behalf is None
    ]


def _press_card(account: Account) -> dict[str, str] | None:
    """Give the card that a reporter holds today; one that was withdrawn or is over is none."""
    holding = PressCard.objects.filter(account=account, state="verified", valid_to__gte=snapshot.today())
    card = holding.order_by("-pk").first()
    if card is None:
        return None
    return {"number": str(card.number), "outlet": card.outlet, "valid_to": f"{card.valid_to:%Y-%m-%d}"}


_CLAIMS: Final[Mapping[str, Callable[[Account], Any]]] = {
    "assurance_level": level_of,
    "locale": lambda account: account.language,
    "name": _name,
    "offices": _offices,
    "phone_number": _phone,
    "press_card": _press_card,
}
KNOWN_CLAIMS: Final = tuple(sorted(_CLAIMS))
