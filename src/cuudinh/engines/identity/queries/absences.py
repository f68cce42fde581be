"""Who is away and who stands in: one's own, those of an office, and for whom somebody stands in today."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from cuudinh.engines.identity import seats, snapshot
from cuudinh.engines.identity.models import Absence, Membership, OfficePath
from cuudinh.engines.identity.queries.accounts import staff_name
from cuudinh.engines.identity.queries.offices import office_name
from cuudinh.engines.identity.queries.permissions import can
from cuudinh.engines.identity.queries.seat_views import role_title
from cuudinh.engines.identity.queries.seats import may_read_organisation
from cuudinh.engines.identity.types import AbsenceNews, AbsenceView, Facts, StandingIn
from cuudinh.kernel.actor import STATE, Actor

_PAST_MOST = 40
_CHOICES_MOST = 200


def own_absences(actor: Actor) -> tuple[AbsenceView, ...]:
    """Give the actor's own absences on their side, the latest first."""
    rows = Absence.objects.filter(account_id=actor.account_id or 0, domain=actor.domain)
    return _views(rows.order_by("-valid_from", "-id")[:_PAST_MOST], actor)


def absences_of_office(actor: Actor, office_ids: Iterable[int]) -> tuple[AbsenceView, ...]:
    """Give who of some offices is away now, will be or was, the latest first. Raises `NotYours`."""
    may_read_organisation(actor)
    today = snapshot.today()
    people = Membership.objects.filter(
        seats.on_day(today), office_id__in=office_ids, office__domain=actor.domain
    )
    rows = Absence.objects.filter(account_id__in=people.values("account_id"), domain=actor.domain)
    return _views(rows.order_by("-valid_from", "-id")[:_PAST_MOST], actor)


def standing_in(actor: Actor) -> tuple[StandingIn, ...]:
    """Give for whom the actor acts today because they are away, with their seats; those of others as well."""
    found: dict[int, list[tuple[str, str]]] = {}
    for seat in actor.seats:
        if seat.behalf is not None and seat.acts is None:
            office = office_name(seat.office_id, actor.language)
            found.setdefault(seat.behalf.account_id, []).append(
                (role_title(seat.role, actor.language), office)
            )
    until = _until(found, actor.domain)
    return tuple(
        StandingIn(account_id, staff_name(account_id), tuple(held), until[account_id])
        for account_id, held in found.items()
        if account_id in until
    )


def _until(account_ids: Iterable[int], domain: str) -> dict[int, date]:
    today = snapshot.today()
    rows = Absence.objects.filter(
        seats.on_day(today), account_id__in=list(account_ids), domain=domain, revoked_at__isnull=True
    )
    return dict(rows.values_list("account_id", "valid_to"))


_Stamp = tuple[snapshot.Tokens, date]
_kept: dict[str, tuple[_Stamp, Mapping[int, int]]] = {}


def substitutes_today(domain: str) -> Mapping[int, int]:
    """Give who stands in for whom today on one side; read once until a token or the day changes."""
    stamp = (snapshot.tokens(), snapshot.today())
    known = _kept.get(domain)
    if known is not None and known[0] == stamp:
        return known[1]
    rows = Absence.objects.filter(seats.on_day(stamp[1]), domain=domain, revoked_at__isnull=True)
    found = dict(rows.values_list("account_id", "substitute_id"))
    _kept[domain] = (stamp, found)
    return found


def with_substitutes(account_ids: Iterable[int], domain: str = STATE) -> tuple[int, ...]:
    """Give accounts with those who stand in for them today: what the absent are told, these must know."""
    standing = substitutes_today(domain)
    found = list(dict.fromkeys(account_ids))
    for account_id in found:
        substitute = standing.get(account_id)
        if substitute is not None and substitute not in found:
            found.append(substitute)
    return tuple(found)


def colleagues(actor: Actor, office_ids: Iterable[int]) -> tuple[tuple[int, str], ...]:
    """Give who could stand in for people of some offices: those there, above and below, by name.

    None where they are too many to choose from: then they are named by their login. Raises `NotYours`.
    """
    may_read_organisation(actor)
    today = snapshot.today()
    near = set(office_ids)
    paths = OfficePath.objects.filter(
        seats.on_day(today), Q(ancestor_id__in=near) | Q(descendant_id__in=near)
    )
    for ancestor_id, descendant_id in paths.values_list("ancestor_id", "descendant_id"):
        near |= {ancestor_id, descendant_id}
    held = Membership.objects.filter(
        seats.on_day(today),
        office_id__in=near,
        office__domain=actor.domain,
        account__kind="staff",
        account__is_active=True,
    )
    found = set(held.values_list("account_id", "account__name").distinct()[: _CHOICES_MOST + 1])
    return () if len(found) > _CHOICES_MOST else tuple(sorted(found, key=lambda one: (one[1], one[0])))


def absence_news(absence_id: int) -> AbsenceNews:
    """Give whom an absence concerns and its days, for who tells them."""
    row = Absence.objects.get(pk=absence_id)
    return AbsenceNews(
        account_id=row.account_id,
        name=staff_name(row.account_id),
        substitute_id=row.substitute_id,
        substitute=staff_name(row.substitute_id),
        domain=row.domain,
        first=row.valid_from,
        last=row.valid_to,
    )


def _views(rows: Iterable[Absence], actor: Actor) -> tuple[AbsenceView, ...]:
    return tuple(absence_view(row, actor) for row in rows)


def absence_view(row: Absence, actor: Actor) -> AbsenceView:
    """Give an absence as the actor sees it."""
    state = _state(row)
    is_open = state in {"coming", "now"}
    return AbsenceView(
        id=row.pk,
        account_id=row.account_id,
        name=staff_name(row.account_id),
        substitute_id=row.substitute_id,
        substitute=staff_name(row.substitute_id),
        reason=row.reason,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        state=state,
        may_revoke=is_open and _may_state(actor, row.account_id),
    )


def _state(row: Absence) -> str:
    today = snapshot.today()
    if row.revoked_at is not None:
        return "revoked"
    if row.valid_to < today:
        return "over"
    return "coming" if row.valid_from > today else "now"


def _may_state(actor: Actor, account_id: int) -> bool:
    """Whether the policy means the actor, who may still have to prove that it is they."""
    if account_id == actor.account_id:
        return _is_meant(actor, "absence.own", Facts())
    held = seats.own_seats(account_id, snapshot.today(), actor.domain)
    return any(_is_meant(actor, "absence.state", Facts(owner_office_id=one.office_id)) for one in held)


def _is_meant(actor: Actor, act: str, facts: Facts) -> bool:
    decision = can(actor, act, facts)
    return decision.allowed or bool(decision.needs)


def may_state_for(actor: Actor, office_id: int) -> bool:
    """Whether the actor may say of people of an office that they are away."""
    return _is_meant(actor, "absence.state", Facts(owner_office_id=office_id))


def staff_of(actor: Actor, office_id: int) -> tuple[tuple[int, str], ...]:
    """Give who holds a seat in an office today, by name. Raises `NotYours`."""
    may_read_organisation(actor)
    held = Membership.objects.filter(
        seats.on_day(snapshot.today()), office_id=office_id, office__domain=actor.domain
    )
    found = {(number, staff_name(number)) for number in held.values_list("account_id", flat=True)}
    return tuple(sorted(found, key=lambda one: (one[1], one[0])))
