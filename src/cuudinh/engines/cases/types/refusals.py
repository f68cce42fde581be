"""Refusals of the cases engine; each sentence is a text for the person and says how to go on."""

from cuudinh.kernel.refusal import Incomplete, NotNow, NotThere


class CaseNotThere(NotThere):
    """404: no case with this number, or the actor may not know that there is one."""

    code = "case-not-there"
    sentence = "Không tìm thấy phản ánh {number}."


class ActNotPossible(NotNow):
    """409: the act does not fit the case's present state, limit or window; `why` says which."""

    code = "act-not-possible"
    sentence = "Chưa thực hiện được “{act}”: {why}"


class CaseChanged(NotNow):
    """409: somebody else acted on the case since it was read."""

    code = "case-changed"
    sentence = "Phản ánh {number} vừa được người khác xử lý. Vui lòng xem lại trước khi tiếp tục."


class AnswersIncomplete(Incomplete):
    """422: an answer of the form is missing or wrong; `faults` names each question."""

    code = "answers-incomplete"
    sentence = "Phản ánh chưa đủ thông tin."


class OutsideProvince(Incomplete):
    """422: the place lies in no commune of the province."""

    code = "outside-province"
    sentence = "Vị trí này nằm ngoài địa bàn. Vui lòng chọn lại trên bản đồ."


class NoOwner(NotNow):
    """409: no office serves this topic at this place on this day; the pack lacks a rule."""

    code = "no-owner"
    sentence = "Chưa có đơn vị phụ trách “{topic}” tại {unit}."
