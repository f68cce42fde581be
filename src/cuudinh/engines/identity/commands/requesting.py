"""What a person asks of their own data, and how the desk answers: each step one act, within the clocks of the pack."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext

from cuudinh.engines.identity import notes, provisions, snapshot
from cuudinh.engines.identity.commands.deeds import DEEDS
from cuudinh.engines.identity.commands.permitting import account_of, permit
from cuudinh.engines.identity.finding import person_by_number
from cuudinh.engines.identity.looking import note_look, person_of
from cuudinh.engines.identity.models import OPEN_STATES, Account, Connection, Look, RightsRequest
from cuudinh.engines.identity.naming import name_fault, name_normal
from cuudinh.engines.identity.provisions import due_after, value_today
from cuudinh.engines.identity.queries.own_looks import look_of
from cuudinh.engines.identity.shapes_privacy import RepresentativeShape, RightShape
from cuudinh.engines.identity.types import (
    NotOpen,
    RequestFor,
    RequestIncomplete,
    RequestMoved,
    UnknownAccount,
    UnknownRequest,
)
from cuudinh.journal import audit, outbox, sequences
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.packs.grammar import Dated, SpanShape

WORDS_MOST: Final = 2_000
_NUMBERS: Final = "QDL"
_NEED_WORDS: Final = ("object", "correct")


@acting()
def ask_right(
    actor: Actor, *, right: str, words: str = "", wanted: str = "", look_id: int | None = None
) -> str:
    """Ask for something to be done with one's own data and give the number of the request.

    Its clocks run from now. It is `checked` at once for whoever is known well enough, else somebody has to look
    at a paper first. `wanted` is the right value of a correction, `look_id` what is objected to. Raises
    `SignInFirst`, `RequestIncomplete`, `UnknownLook`, `UnknownAccount` for who has no personal data here.
    """
    account_id = account_of(actor)
    person_id = person_of(account_id)
    if person_id is None:
        raise UnknownAccount
    shape = right_of(right)
    _refuse_incomplete(shape, words, wanted)
    look = look_of(actor, look_id) if look_id is not None else None
    request = _new(actor, account_id, person_id, shape, look)
    notes.keep(request.person, notes.ASKED, request.number, words.strip())
    notes.keep(request.person, notes.WANTED, request.number, wanted.strip())
    facts = {"right": right, "state": request.state}
    audit.record(actor, "privacy.ask", ("request", request.number), facts=facts)
    outbox.publish(RequestMoved(request.number, request.state))
    if shape.at_once and request.state == "checked":
        _carry_out(actor, request, shape, rule="at-once")
    return request.number


@acting()
def record_request(actor: Actor, asked: RequestFor) -> str:
    """Record what somebody asks for a person that cannot ask, whose papers the desk saw; give its number.

    The person's own account is told of it as of any other request. Raises `NotYours`, `RequestIncomplete`.
    """
    rule = permit(actor, "privacy.answer")
    person, allowed = person_by_number(asked.number), provisions.current().representatives.get(asked.relation)
    account = Account.objects.filter(person=person).order_by("pk").first() if person is not None else None
    shape = provisions.current().rights.get(asked.right)
    faults = _faults_of(asked, allowed, shape, account)
    if faults or shape is None or person is None or account is None:
        raise RequestIncomplete(faults=faults)
    request = _new(actor, account.pk, person.pk, shape, None, is_known=True)
    request.relation, request.evidence = asked.relation, asked.evidence.strip()[:200]
    request.save(update_fields=["relation", "evidence"])
    notes.keep(request.person, notes.ASKED, request.number, asked.words.strip())
    notes.keep(request.person, notes.WANTED, request.number, asked.wanted.strip())
    facts = {"right": asked.right, "relation": asked.relation}
    audit.record(actor, "privacy.record_request", ("request", request.number), rule=rule, facts=facts)
    outbox.publish(RequestMoved(request.number, request.state))
    return request.number


def _faults_of(
    asked: RequestFor,
    allowed: RepresentativeShape | None,
    shape: RightShape | None,
    account: Account | None,
) -> dict[str, str]:
    faults = {}
    if account is None:
        faults["number"] = gettext("Không tài khoản nào đã được xác thực có số này.")
    if allowed is None:
        faults["relation"] = gettext("Vui lòng chọn quan hệ.")
    elif asked.right not in allowed.rights:
        faults["right"] = gettext("Quan hệ này không yêu cầu thay được quyền đã chọn.")
    if not asked.evidence.strip():
        faults["evidence"] = gettext("Vui lòng ghi giấy tờ đã xem.")
    if not asked.words.strip() or len(asked.words) > WORDS_MOST:
        faults["words"] = gettext("Vui lòng ghi rõ điều bạn muốn, nhiều nhất {most} ký tự.").format(
            most=WORDS_MOST
        )
    if shape is not None and shape.does == "correct" and name_fault(name_normal(asked.wanted)):
        faults["wanted"] = name_fault(name_normal(asked.wanted))
    return faults


def _new(
    actor: Actor,
    account_id: int,
    person_id: UUID,
    shape: RightShape,
    look: Look | None,
    *,
    is_known: bool = False,
) -> RightsRequest:
    now, day = clock.now(), snapshot.today()
    is_known = is_known or actor.assurance >= value_today(shape.level)
    series = f"{_NUMBERS}-{day.year}"
    request = RightsRequest(
        number=f"{series}-{sequences.next_number(series):05}",
        person_id=person_id,
        account_id=account_id,
        right=shape.id,
        look=look,
        state="checked" if is_known else "received",
        level=actor.assurance,
        received_at=now,
        checked_at=now if is_known else None,
        answer_due_at=due_after(shape.answer, now),
        due_at=due_after(_carrying_out(shape, person_id), now),
    )
    request.save(force_insert=True)
    return request


def _carrying_out(shape: RightShape, person_id: UUID) -> Sequence[Dated[SpanShape]]:
    """Give the clock of a right: the longer one where another system has to stop as well."""
    is_shared = (
        bool(shape.carry_out_with_others)
        and Connection.objects.filter(account__person_id=person_id, withdrawn_at__isnull=True).exists()
    )
    return shape.carry_out_with_others if is_shared else shape.carry_out


def right_of(right: str) -> RightShape:
    """Give a right of the pack. Raises `UnknownRequest`."""
    found = provisions.current().rights.get(right)
    if found is None:
        raise UnknownRequest
    return found


def _refuse_incomplete(shape: RightShape, words: str, wanted: str) -> None:
    faults = {}
    if len(words) > WORDS_MOST or (shape.does in _NEED_WORDS and not words.strip()):
        faults["words"] = gettext("Vui lòng ghi rõ điều bạn muốn, nhiều nhất {most} ký tự.").format(
            most=WORDS_MOST
        )
    if shape.does == "correct" and name_fault(name_normal(wanted)):
        faults["wanted"] = name_fault(name_normal(wanted))
    if faults:
        raise RequestIncomplete(faults=faults)


@acting()
def check_identity(actor: Actor, *, number: str, evidence: str) -> None:
    """Note on what paper the desk saw who asks. Raises `NotYours`, `UnknownRequest`, `NotOpen`, `RequestIncomplete`."""
    rule, request = permit(actor, "privacy.answer"), _open(number)
    if request.state != "received":
        raise NotOpen
    if not evidence.strip():
        raise RequestIncomplete(faults={"evidence": gettext("Vui lòng ghi giấy tờ đã xem.")})
    request.evidence = evidence.strip()[:200]
    _move(actor, request, "checked", rule=rule, checked_at=clock.now())


@acting()
def accept_request(actor: Actor, *, number: str, answer: str) -> None:
    """Answer that what is asked will be done. Raises `NotYours`, `UnknownRequest`, `NotOpen`, `RequestIncomplete`."""
    rule, request = permit(actor, "privacy.answer"), _open(number)
    if request.state != "checked":
        raise NotOpen
    _answer(request, answer)
    _move(actor, request, "accepted", rule=rule, answered_at=clock.now())


@acting()
def refuse_request(actor: Actor, *, number: str, reason: str, answer: str) -> None:
    """Refuse for a reason that the pack names with its article.

    Raises `NotYours`, `UnknownRequest`, `NotOpen`, `RequestIncomplete`.
    """
    rule, request = permit(actor, "privacy.answer"), _open(number)
    if reason not in {one.id for one in right_of(request.right).refusals}:
        raise RequestIncomplete(faults={"reason": gettext("Vui lòng chọn lý do theo quy định.")})
    _answer(request, answer)
    request.reason = reason
    now = clock.now()
    _move(actor, request, "refused", rule=rule, answered_at=request.answered_at or now, ended_at=now)


@acting()
def extend_request(actor: Actor, *, number: str, reason: str) -> None:
    """Move the second clock on, once, for a reason that the person is told.

    Raises `NotYours`, `UnknownRequest`, `NotOpen`, `RequestIncomplete`.
    """
    rule, request = permit(actor, "privacy.answer"), _open(number)
    if request.extended_at is not None or clock.now() > request.due_at:
        raise NotOpen
    if not reason.strip():
        raise RequestIncomplete(faults={"reason": gettext("Vui lòng ghi lý do gia hạn.")})
    request.extension_reason = reason.strip()[:300]
    request.due_at = due_after(right_of(request.right).extension, request.due_at)
    _move(actor, request, request.state, rule=rule, extended_at=clock.now())


@acting()
def withdraw_request(actor: Actor, *, number: str) -> None:
    """Take one's own request back. Raises `SignInFirst`, `UnknownRequest`."""
    request = _open(number)
    if request.account_id != account_of(actor):
        raise UnknownRequest
    _move(actor, request, "withdrawn", ended_at=clock.now())


@acting()
def carry_out_request(actor: Actor, *, number: str, answer: str) -> None:
    """Do what was asked and tell the person. Raises `NotYours`, `UnknownRequest`, `NotOpen`, `RequestIncomplete`."""
    rule, request = permit(actor, "privacy.answer"), _open(number)
    if request.state == "received":
        raise NotOpen
    _answer(request, answer)
    _carry_out(actor, request, right_of(request.right), rule=rule)


def _carry_out(actor: Actor, request: RightsRequest, shape: RightShape, *, rule: str) -> None:
    now = clock.now()
    _move(actor, request, "done", rule=rule, answered_at=request.answered_at or now, ended_at=now)
    DEEDS[shape.does](actor, request)


@acting()
def open_request(actor: Actor, *, number: str) -> None:
    """Note that the desk reads a request: its person sees that, as any look. Raises `NotYours`, `UnknownRequest`."""
    rule = permit(actor, "privacy.answer")
    request = RightsRequest.objects.filter(number=number).first()
    if request is None:
        raise UnknownRequest
    note_look(
        actor,
        whose=request.account_id,
        what="request",
        about=("request", number),
        rule=rule,
        once_within=timedelta(hours=1),
    )


def _open(number: str) -> RightsRequest:
    request = (
        RightsRequest.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(number=number)
        .first()
    )
    if request is None:
        raise UnknownRequest
    if request.state not in OPEN_STATES:
        raise NotOpen
    return request


def _answer(request: RightsRequest, answer: str) -> None:
    told = answer.strip()
    if not told or len(told) > WORDS_MOST:
        raise RequestIncomplete(faults={"answer": gettext("Vui lòng ghi nội dung trả lời.")})
    notes.keep(request.person, notes.ANSWERED, request.number, told)


def _move(actor: Actor, request: RightsRequest, state: str, *, rule: str = "", **moments: datetime) -> None:
    """Write where a request stands now, its line and the news of it."""
    before, request.state = request.state, state
    for name, moment in moments.items():
        setattr(request, name, moment)
    request.save()
    facts = {"right": request.right, "from": before, "to": state}
    audit.record(actor, "privacy.request", ("request", request.number), rule=rule, facts=facts)
    outbox.publish(RequestMoved(request.number, state))
