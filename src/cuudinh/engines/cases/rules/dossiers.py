"""What the country fixes of a dossier: the rules in force on the day it was filed, and what they forbid.

A service that is no dossier has no such rules, and none of this touches it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from cuudinh.engines.cases.rules.standing import Doer, OfficeRef, Scene, Standing
from cuudinh.engines.cases.rules.timing import Pace, Value, in_force
from cuudinh.engines.cases.service import span_of
from cuudinh.engines.cases.shapes_dossiers import ConsultedShape, DossierRulesShape
from cuudinh.engines.cases.types import ActLimitReached, ActNotPossible
from cuudinh.kernel.refusal import Refusal
from cuudinh.packs.grammar import Dated, SpanShape, value_on

TOO_LATE_TO_ASK: Final = "Đã quá thời hạn thông báo hồ sơ chưa đủ, tính từ khi tiếp nhận."
TOO_LATE_TO_APOLOGISE: Final = "Đã quá thời điểm phải gửi Phiếu xin lỗi và hẹn lại ngày trả kết quả."
FREE: Final = "Thủ tục này không thu phí, lệ phí."
NO_AMOUNT: Final = "Mức thu của thủ tục này chưa nhập nên chưa yêu cầu nộp trên hệ thống được."
NOT_RUNNING: Final = "Thời hạn đang tạm dừng."


def filed_day(scene: Scene, case: Standing) -> date:
    """Give the day on which a dossier was filed, by whose rules it counts."""
    return scene.working.day_of(case.filed_at)


def ruled(scene: Scene, case: Standing, rows: Sequence[Dated[Value]]) -> Value:
    """Give what a rule says for a dossier."""
    return in_force(rows, filed_day(scene, case)).value


def restarts(scene: Scene, case: Standing, verb: str) -> bool:
    """Whether the time of a dossier starts from nothing with this act: once it is complete, if the rules say so.

    What is brought before the desk took the dossier in starts nothing: nothing was promised yet.
    """
    rules = scene.service.shape.rules
    if rules is None or verb != "supplement" or not case.times_done("receive"):
        return False
    return ruled(scene, case, rules.restart_after_supplement)


def consulted_spans(scene: Scene, case: Standing) -> Mapping[int, SpanShape]:
    """Give the deadlines that a procedure gives the bodies it consults, by their offices."""
    procedure = scene.service.shape.procedure
    found: dict[int, SpanShape] = {}
    for one in procedure.consulted if procedure is not None else ():
        office = _consulted(scene, case, one)
        if office is not None:
            found[office.id] = ruled(scene, case, one.deadline)
    return found


def _consulted(scene: Scene, case: Standing, one: ConsultedShape) -> OfficeRef | None:
    """Give the office that is asked: by its code, or the one that serves the function where the dossier lies."""
    if one.office is not None:
        return scene.offices.by_code(one.office, scene.day)
    assert one.function is not None, "a body has a code or a function"
    assert one.at is not None, "a function is sought at a level"
    chain = scene.places.chain(case.unit_id, scene.day) if case.unit_id is not None else ()
    unit = next((unit for unit in chain if unit.level == one.at), None)
    return scene.offices.serving(one.function, unit.code, one.at, scene.day) if unit is not None else None


def apology_by(case: Standing, rules: DossierRulesShape, pace: Pace) -> datetime | None:
    """Give the moment by which the apology is sent at the latest; None while the clock stands still.

    Where the whole time is so short that it would lie before the time began, another row says how long before the
    deadline it goes instead: late it would come to everybody whose dossier takes a day.
    """
    if case.due_at is None:
        return None
    day = pace.day_of(case.filed_at)
    latest = pace.before(case.due_at, span_of(in_force(rules.apology_before, day).value))
    short = value_on(rules.apology_if_short, day)
    if latest > case.counted_from or short is None:
        return latest
    return pace.before(case.due_at, span_of(short.value))


def forbidden(scene: Scene, doer: Doer, case: Standing, verb: str, label: str) -> Refusal | None:
    """Give why the rules forbid an act on a dossier now; None when they do not."""
    rules, check = scene.service.shape.rules, _FORBIDDING.get(verb)
    return check(scene, doer, case, rules, label) if rules is not None and check is not None else None


def _supplement(
    scene: Scene, _: Doer, case: Standing, rules: DossierRulesShape, label: str
) -> Refusal | None:
    """A supplement is asked for once, for everything, and soon after receipt."""
    most = ruled(scene, case, rules.supplements_most)
    if case.times_done("request_supplement") >= most:
        return ActLimitReached(act=label, limit=most)
    span = span_of(ruled(scene, case, rules.insufficient_within))
    is_received = case.times_done("receive") > 0
    if is_received and scene.at > scene.working.add(case.counted_from, span):
        return ActNotPossible(act=label, why=TOO_LATE_TO_ASK)
    return None


def _reappointment(
    scene: Scene, doer: Doer, case: Standing, rules: DossierRulesShape, label: str
) -> Refusal | None:
    """Another day is named once, and the apology is sent before the day that was named first.

    The platform, which may have stood still at the right moment, makes up for it as long as the day has not come.
    """
    most = ruled(scene, case, rules.reappointments_most)
    if case.times_done("reappoint") >= most:
        return ActLimitReached(act=label, limit=most)
    latest = case.due_at if "system" in doer.relations else apology_by(case, rules, scene.pace(case))
    if latest is None:
        return ActNotPossible(act=label, why=NOT_RUNNING)
    return ActNotPossible(act=label, why=TOO_LATE_TO_APOLOGISE) if scene.at > latest else None


def _payment(scene: Scene, _: Doer, __: Standing, ___: DossierRulesShape, label: str) -> Refusal | None:
    """Nobody is asked to pay for what is free, or what nobody has entered the amount of."""
    shape = scene.service.shape
    if shape.procedure is None or shape.procedure.fee_table is None:
        return ActNotPossible(act=label, why=NO_AMOUNT if shape.fee_unknown is not None else FREE)
    return None


_Forbidding = Callable[[Scene, Doer, Standing, DossierRulesShape, str], Refusal | None]
_FORBIDDING: Mapping[str, _Forbidding] = {
    "request_supplement": _supplement,
    "request_payment": _payment,
    "reappoint": _reappointment,
}
