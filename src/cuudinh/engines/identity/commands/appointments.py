"""Giving, moving and ending seats: dated, with the document that says so."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.models import Account, Membership
from cuudinh.engines.identity.queries.accounts import membership_view
from cuudinh.engines.identity.queries.offices import office
from cuudinh.engines.identity.seats import on_day
from cuudinh.engines.identity.types import (
    AccountIncomplete,
    AlreadyAppointed,
    MembershipView,
    NotInForce,
    SeatEnded,
    UnknownAccount,
    UnknownOffice,
)
from cuudinh.journal import audit, outbox
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a document makes of somebody: a role in an office from a day on, in a post of the catalogue if it says so.

    A post gives its own role, so `role` may be left empty beside it. `signed` is the day of the document.
    """

    office_code: str
    since: date
    document: str
    role: str = ""
    position: str = ""
    signed: date | None = None


@acting()
def appoint(
    actor: Actor,
    *,
    account_id: int,
    office_code: str,
    role: str = "",
    since: date,
    document: str,
    position: str = "",
    signed: date | None = None,
) -> MembershipView:
    """Give a member of staff a role in an office of the actor's side from a day on, by a document.

    Raises `NotYours`, `UnknownAccount`, `UnknownOffice`, `AccountIncomplete` for an unknown role or post or a
    missing document, `NotInForce` when the office does not exist on that day, `AlreadyAppointed`.
    """
    rule = permit(actor, "account.appoint")
    asked = Appointment(office_code, since, document, role, position, signed)
    row = _appointed(actor, account_id, asked)
    _told(actor, "identity.appoint", row, office_code, rule)
    return membership_view(row)


@acting()
def transfer(
    actor: Actor, *, membership_id: int, to: Appointment, work_to: int | None = None
) -> MembershipView:
    """Move somebody from one seat to another in one act: the old one ends with the day before the new one begins.

    Open cases they hold by name stay with the office they leave: they go to `work_to`, a colleague who has a seat
    there, or back to the worklist of the office, on the day of the move. Raises as `appoint` and `end_membership`.
    """
    rule = permit(actor, "account.appoint")
    old = _seat(actor, membership_id)
    last = to.since - timedelta(days=1)
    _check_end(old, last)
    _check_colleague(old, work_to)
    Membership.objects.filter(pk=old.pk).update(valid_to=last, ended_by=to.document)
    row = _appointed(actor, old.account_id, to)
    facts = {
        "from": old.office.code,
        "office": to.office_code,
        "role": row.role,
        "position": row.position,
        "document": to.document,
    }
    about = ("account", audit.pseudonym(old.account_id))
    audit.record(actor, "identity.transfer", about, rule=rule, facts=facts)
    outbox.publish(SeatEnded(old.account_id, old.office_id, last.isoformat(), work_to))
    snapshot.changed()
    return membership_view(row)


@acting()
def end_membership(
    actor: Actor, *, membership_id: int, last_day: date, document: str, work_to: int | None = None
) -> None:
    """End a seat with a day, the last on which it is held, by a document; what becomes of cases is as in `transfer`.

    Raises `NotYours`, `UnknownAccount`, `NotInForce` for a day before it began or after it ended.
    """
    rule = permit(actor, "account.appoint")
    row = _seat(actor, membership_id)
    _check_end(row, last_day)
    _check_colleague(row, work_to)
    Membership.objects.filter(pk=row.pk).update(valid_to=last_day, ended_by=document)
    _told(actor, "identity.end_membership", row, row.office.code, rule, document)
    outbox.publish(SeatEnded(row.account_id, row.office_id, last_day.isoformat(), work_to))


def _appointed(actor: Actor, account_id: int, asked: Appointment) -> Membership:
    role = _role_of(asked)
    if not Account.objects.filter(pk=account_id, kind="staff").exists():
        raise UnknownAccount
    if asked.office_code not in snapshot.current(actor.domain).ids:
        raise UnknownOffice(office=asked.office_code)
    view = office(asked.office_code, asked.since, actor.domain)
    if view is None:
        raise NotInForce(day=asked.since)
    _check_post(asked.position, view.kind)
    held = Membership.objects.filter(on_day(asked.since), account_id=account_id, office_id=view.id, role=role)
    if held.exists():
        raise AlreadyAppointed(day=asked.since)
    return Membership.objects.create(
        account_id=account_id,
        office_id=view.id,
        role=role,
        position=asked.position,
        valid_from=asked.since,
        document=asked.document,
        signed=asked.signed,
    )


def _role_of(asked: Appointment) -> str:
    """Give the role, that of the post where one is named. Raises `AccountIncomplete`."""
    now, faults = snapshot.current(), {}
    post = now.positions.get(asked.position)
    role = asked.role or (post.role if post is not None else "")
    if asked.position and post is None:
        faults["position"] = gettext("Không có chức danh “{position}”.").format(position=asked.position)
    if role not in now.roles:
        faults["role"] = gettext("Không có vai trò “{role}”.").format(role=role)
    elif post is not None and role != post.role:
        faults["role"] = gettext("Chức danh này không giữ vai trò “{role}”.").format(role=role)
    if not asked.document.strip():
        faults["document"] = gettext("Vui lòng ghi số, ký hiệu của văn bản phân công.")
    if asked.signed is not None and asked.signed > asked.since:
        faults["signed"] = gettext("Văn bản phải được ký không muộn hơn ngày có hiệu lực.")
    if faults:
        raise AccountIncomplete(faults=faults)
    return role


def _check_post(position: str, kind: str) -> None:
    post = snapshot.current().positions.get(position)
    if post is not None and post.kinds and kind not in post.kinds:
        raise AccountIncomplete(faults={"position": gettext("Loại đơn vị này không có chức danh đó.")})


def _seat(actor: Actor, membership_id: int) -> Membership:
    mine = Membership.objects.select_related("office").filter(office__domain=actor.domain)
    row = mine.filter(pk=membership_id).first()
    if row is None:
        raise UnknownAccount
    return row


def _check_end(row: Membership, last_day: date) -> None:
    if last_day < row.valid_from or (row.valid_to is not None and last_day > row.valid_to):
        raise NotInForce(day=last_day)


def _check_colleague(row: Membership, work_to: int | None) -> None:
    """Make sure that whoever gets the work has a seat in the same office and is somebody else."""
    if work_to is None:
        return
    there = Membership.objects.filter(
        on_day(snapshot.today()), account_id=work_to, office_id=row.office_id, account__is_active=True
    )
    if work_to == row.account_id or not there.exists():
        raise AccountIncomplete(faults={"work_to": gettext("Hãy chọn một người đang làm việc tại đơn vị.")})


def _told(actor: Actor, act: str, row: Membership, office_code: str, rule: str, document: str = "") -> None:
    facts = {"office": office_code, "role": row.role, "document": document or row.document}
    facts |= {"position": row.position} if row.position else {}
    audit.record(actor, act, ("account", audit.pseudonym(row.account_id)), rule=rule, facts=facts)
    snapshot.changed()


@acting()
def note_register_read(actor: Actor, *, about: str) -> None:
    """Write into the log that somebody looked into the register of another side than the State: which office.

    Raises `NotYours`.
    """
    rule = permit(actor, "organisation.read")
    audit.record(actor, "organisation.read", ("register", actor.domain), rule=rule, facts={"office": about})
