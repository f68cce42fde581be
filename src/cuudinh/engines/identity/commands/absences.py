"""Saying when somebody is away and who stands in, and taking it back: dated, in the log, on one side."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.models import REASONS, Absence, Account
from cuudinh.engines.identity.queries.absences import absence_view
from cuudinh.engines.identity.seats import in_line, own_seats
from cuudinh.engines.identity.types import (
    AbsenceOver,
    AbsencesOverlap,
    AbsenceTurned,
    AbsenceView,
    AccountIncomplete,
    Facts,
    UnknownAbsence,
    UnknownAccount,
)
from cuudinh.journal import audit, outbox
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, Seat, Warrant
from cuudinh.kernel.numbers import date_text
from cuudinh.kernel.refusal import NotYours

# Who is away longer is replaced by a document of appointment.
DAYS_MOST: Final = 366
TURNED_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Away:
    """Who is away, who stands in, why, and from the first to the last day."""

    account_id: int
    substitute_id: int
    reason: str
    first: date
    last: date


@acting()
def state_absence(actor: Actor, *, away: Away) -> AbsenceView:
    """Write down that somebody is away on the actor's side; meanwhile another acts from their seats.

    Somebody says it of themselves, or whoever leads their office. Raises `NotYours`, `UnknownAccount`,
    `AccountIncomplete` for wrong days or somebody who cannot stand in, `AbsencesOverlap`.
    """
    # Two absences stated at once wait for each other, so that neither names somebody who is away.
    people = Account.objects.select_for_update().filter(pk__in=[away.account_id, away.substitute_id])
    accounts = {row.pk: row for row in people.order_by("pk")}
    rule = _may_state(actor, away.account_id, away.first)
    _check_days(away)
    _check_substitute(actor, away, accounts)
    _check_free(actor, away)
    row = Absence.objects.create(
        account_id=away.account_id,
        substitute_id=away.substitute_id,
        domain=actor.domain,
        reason=away.reason,
        valid_from=away.first,
        valid_to=away.last,
        stated_by_id=actor.account_id,
        stated_at=clock.now(),
        # That it begins today is told with its days.
        begun_at=clock.now() if away.first == snapshot.today() else None,
    )
    _told(actor, "absence.state", row, rule)
    outbox.publish(AbsenceTurned(row.pk, "stated"))
    return absence_view(row, actor)


@acting()
def revoke_absence(actor: Actor, *, absence_id: int) -> None:
    """End an absence now: whoever was away is back, and nobody stands in any more.

    Raises `UnknownAbsence`, `NotYours`, `AbsenceOver`.
    """
    row = Absence.objects.select_for_update().filter(pk=absence_id, domain=actor.domain).first()
    if row is None:
        raise UnknownAbsence
    rule = _may_state(actor, row.account_id, snapshot.today())
    if row.revoked_at is not None or row.valid_to < snapshot.today():
        raise AbsenceOver
    Absence.objects.filter(pk=row.pk).update(revoked_at=clock.now(), revoked_by_id=actor.account_id)
    _told(actor, "absence.revoke", row, rule)
    outbox.publish(AbsenceTurned(row.pk, "over" if row.valid_from <= snapshot.today() else "revoked"))


@acting()
def turn_absences() -> int:
    """Tell of the absences that began or ended since it was last asked; give how many. Each is told of once.

    Whose seats somebody acts from follows from the days: nothing waits for this.
    """
    today, now = snapshot.today(), clock.now()
    begun = Q(begun_at__isnull=True, valid_from__lte=today)
    ended = Q(ended_at__isnull=True, valid_to__lt=today)
    rows = Absence.objects.select_for_update().filter(begun | ended, revoked_at__isnull=True).order_by("pk")
    turned = list(rows[:TURNED_MOST])
    for row in turned:
        is_over = row.valid_to < today
        row.begun_at, row.ended_at = row.begun_at or now, now if is_over else None
        row.save(update_fields=["begun_at", "ended_at"])
        outbox.publish(AbsenceTurned(row.pk, "over" if is_over else "begun"))
    return len(turned)


def _may_state(actor: Actor, account_id: int, day: date) -> Warrant:
    """Give by which rule the actor says it: of themselves, or of somebody in an office they lead."""
    if account_id == actor.account_id:
        return permit(actor, "absence.own")
    refused: NotYours | None = None
    for seat in own_seats(account_id, day, actor.domain):
        try:
            return permit(actor, "absence.state", Facts(owner_office_id=seat.office_id))
        except NotYours as refusal:
            refused = refusal
    raise refused or UnknownAccount


def _check_days(away: Away) -> None:
    faults = {}
    if away.reason not in REASONS:
        faults["reason"] = gettext("Vui lòng chọn lý do.")
    if away.first < snapshot.today():
        faults["first"] = gettext("Ngày đầu phải từ hôm nay trở đi.")
    if away.last < away.first:
        faults["last"] = gettext("Ngày cuối phải từ ngày đầu trở đi.")
    elif away.last - away.first >= timedelta(days=DAYS_MOST):
        faults["last"] = gettext("Vắng quá một năm thì cần văn bản phân công người khác.")
    if faults:
        raise AccountIncomplete(faults=faults)


def _check_substitute(actor: Actor, away: Away, accounts: dict[int, Account]) -> None:
    wrong = _wrong_substitute(actor, away, accounts)
    if wrong:
        raise AccountIncomplete(faults={"substitute": wrong})


def _wrong_substitute(actor: Actor, away: Away, accounts: dict[int, Account]) -> str:
    if away.substitute_id == away.account_id:
        return gettext("Không ai tự thay cho mình. Hãy chọn người khác.")
    found = accounts.get(away.substitute_id)
    if found is None or found.kind != "staff" or not found.is_active:
        return gettext("Không có tài khoản cán bộ đang hoạt động nào như vậy.")
    lent = lendable_seats(away.account_id, away.first, actor.domain)
    if not lent:
        return gettext("Người vắng không giữ vị trí nào có thể thay; cần văn bản phân công người khác.")
    for day in (away.first, away.last):
        held = own_seats(away.substitute_id, day, actor.domain)
        if not any(in_line(seat, one) for seat in lent for one in held):
            return gettext(
                "Người thay phải giữ chức danh tại đơn vị đó, đơn vị cấp trên hoặc đơn vị trực thuộc."
            )
    busy = _living(actor, away).filter(account_id=away.substitute_id).first()
    if busy is None:
        return ""
    return gettext("Người này vắng mặt từ {first} đến {last}. Hãy chọn người khác hoặc đổi ngày.").format(
        first=date_text(busy.valid_from), last=date_text(busy.valid_to)
    )


def lendable_seats(account_id: int, day: date, domain: str) -> tuple[Seat, ...]:
    """Give the seats of somebody that another may act from: all but those that only a person may hold."""
    roles = snapshot.current(domain).roles
    return tuple(
        seat
        for seat in own_seats(account_id, day, domain)
        if seat.role not in roles or not roles[seat.role].is_personal
    )


def _living(actor: Actor, away: Away) -> QuerySet[Absence]:
    """Give the absences of the side that share a day with this one."""
    return Absence.objects.filter(
        domain=actor.domain,
        revoked_at__isnull=True,
        valid_from__lte=away.last,
        valid_to__gte=away.first,
    ).order_by("valid_from")


def _check_free(actor: Actor, away: Away) -> None:
    stated = _living(actor, away).filter(account_id=away.account_id).first()
    if stated is not None:
        raise AbsencesOverlap(first=date_text(stated.valid_from), last=date_text(stated.valid_to))


def _told(actor: Actor, act: str, row: Absence, rule: Warrant) -> None:
    facts = {
        "substitute": audit.pseudonym(row.substitute_id),
        "reason": row.reason,
        "from": row.valid_from.isoformat(),
        "to": row.valid_to.isoformat(),
    }
    audit.record(actor, act, ("account", audit.pseudonym(row.account_id)), rule=rule, facts=facts)
    snapshot.changed()
