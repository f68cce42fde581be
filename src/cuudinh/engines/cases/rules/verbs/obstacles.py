"""Why a verb cannot be done by anybody of an office, whatever they would write: asked before any input is read."""

from collections.abc import Callable, Mapping
from typing import Final

from cuudinh.engines.cases.rules.standing import Doer, Standing
from cuudinh.engines.cases.rules.verbs.handling import returned_mark
from cuudinh.engines.cases.types import ActNotPossible, OfficeReturnedIt
from cuudinh.kernel.refusal import Refusal

RETURNED: Final = "Đơn vị đã trả lại phản ánh này một lần; nếu vẫn không phụ trách, hãy chuyển đơn vị khác."
NOTHING_ASKED: Final = "Đơn vị của bạn không còn phần phối hợp nào chờ trả lời."


def returned_before(doer: Doer, case: Standing, label: str) -> Refusal | None:
    """An office returns a case once, or cases would go round in circles."""
    is_again = case.times_done(returned_mark(case.owner_office_id)) > 0
    return OfficeReturnedIt(act=label, why=RETURNED) if is_again else None


def nothing_asked(doer: Doer, case: Standing, label: str) -> Refusal | None:
    """An office that has answered its part goes on reading the case, and has nothing to answer."""
    is_asked = bool(case.open_tasks & doer.office_ids)
    return None if is_asked else ActNotPossible(act=label, why=NOTHING_ASKED)


OBSTACLES: Mapping[str, Callable[[Doer, Standing, str], Refusal | None]] = {
    "return": returned_before,
    "answer_joint": nothing_asked,
}
