"""Refusals of the cases engine; each sentence is a text for the person and says how to go on."""

from collections.abc import Mapping
from typing import ClassVar, Self

from cuudinh.kernel.refusal import Incomplete, NotNow, NotThere, NotYours
from cuudinh.packs.forms.faults import AnswerFault


class CaseNotThere(NotThere):
    """404: no case with this number, or the actor may not know that there is one."""

    code = "case-not-there"
    sentence = "Không tìm thấy hồ sơ hoặc phản ánh {number}."


class DayAlreadyClosed(NotNow):
    """409: the day of the register was closed before, and stays as it was closed."""

    code = "day-already-closed"
    sentence = "Sổ của ngày này đã được chốt; bản chốt được giữ nguyên."


class DayNotOver(NotNow):
    """409: the day of the register has not come."""

    code = "day-not-over"
    sentence = "Chưa đến ngày này nên chưa chốt sổ được."


class ServiceNotThere(NotThere):
    """404: no service of this name is in force."""

    code = "service-not-there"
    sentence = "Không có dịch vụ “{service}”."


class ActNotPossible(NotNow):
    """409: the act does not fit the case's present state, limit or window; `why` says which."""

    code = "act-not-possible"
    sentence = "Chưa thực hiện được “{act}”: {why}"


class ActNotHere(ActNotPossible):
    """409: the flow has no such act in the state of the case."""

    code = "act-not-here"
    sentence = "Không thực hiện được “{act}” khi hồ sơ ở bước “{state}”."


class ActLimitReached(ActNotPossible):
    """409: the act was done on this case as often as the pack allows."""

    code = "act-limit-reached"
    sentence = "“{act}” chỉ được thực hiện tối đa {limit} lần với một hồ sơ."


class ActTooLate(ActNotPossible):
    """409: the time in which the act may be done is over."""

    code = "act-too-late"
    sentence = "Đã hết thời gian để thực hiện “{act}”."


class OfficeReturnedIt(ActNotPossible):
    """409: the office has returned this case before; sending it there again would be ping-pong."""

    code = "office-returned-it"
    sentence = "Đơn vị này đã từng trả lại phản ánh. Vui lòng chọn đơn vị khác."


class SecondPersonNeeded(ActNotPossible):
    """409: the act needs two people, and the same person proposed it."""

    code = "second-person-needed"
    sentence = "“{act}” cần một người khác xác nhận."


class TasksStillOpen(ActNotPossible):
    """409: a cooperating office has not answered its part yet."""

    code = "tasks-still-open"
    sentence = "Còn đơn vị phối hợp chưa trả lời."


class NoExtensionAsked(ActNotPossible):
    """409: nobody asked for an extension, or one waits already."""

    code = "no-extension-asked"
    sentence = "Không có đề nghị gia hạn phù hợp với thao tác này."


class RatedAlready(ActNotPossible):
    """409: this result was rated; it can be rated again after it was reopened and resolved anew."""

    code = "rated-already"
    sentence = "Kết quả này đã được đánh giá."


class TooManyFilters(NotNow):
    """409: the account keeps as many filters as it may."""

    code = "too-many-filters"
    sentence = "Chỉ lưu được tối đa {most} bộ lọc."


class CaseChanged(NotNow):
    """409: somebody else acted on the case since it was read."""

    code = "case-changed"
    sentence = "{number} vừa được người khác xử lý. Vui lòng xem lại trước khi tiếp tục."


class InputsIncomplete(Incomplete):
    """422: an input of the act is missing or wrong; `faults` names each."""

    code = "inputs-incomplete"
    sentence = "Chưa đủ thông tin để thực hiện “{act}”."


class AnswersIncomplete(Incomplete):
    """422: an answer of the form is missing or wrong; `faults` names each question. It is called what its kind is."""

    code = "answers-incomplete"
    sentence = "Phản ánh chưa đủ thông tin."
    _of_kind: ClassVar[Mapping[str, str]] = {
        "dossier": "Hồ sơ chưa đủ thông tin.",
        "question": "Câu hỏi chưa đủ thông tin.",
        "enquiry": "Câu hỏi chưa đủ thông tin.",
        "incident": "Tin báo chưa đủ thông tin.",
        "request": "Yêu cầu chưa đủ thông tin.",
        "registration": "Đăng ký chưa đủ thông tin.",
    }

    @classmethod
    def of(cls, kind: str, faults: Mapping[str, AnswerFault]) -> Self:
        """Give the refusal of a form of a kind of case."""
        return cls(cls._of_kind.get(kind, cls.sentence), faults=faults)


class NotLinked(Incomplete):
    """422: a procedure that was chosen does not go with this one, or none was."""

    code = "not-linked"
    sentence = "Vui lòng chọn ít nhất một thủ tục liên thông với thủ tục này."


class PaperNotFitting(NotThere):
    """404: there is no paper of one's own of the type that the question asks for."""

    code = "paper-not-fitting"
    sentence = "Không có giấy tờ này của bạn cùng loại với giấy tờ được hỏi."


class OutsideProvince(Incomplete):
    """422: the place lies in no commune of the province."""

    code = "outside-province"
    sentence = "Vị trí này nằm ngoài địa bàn. Vui lòng chọn lại trên bản đồ."


class NoSuchCommune(Incomplete):
    """422: the unit that was named is no commune of today; the sentence says what to choose instead."""

    code = "no-such-commune"
    sentence = "“{unit}” không phải là xã, phường hiện nay. Vui lòng chọn một xã, phường."


class NoSuchMandate(Incomplete):
    """422: a dossier is handed in for somebody else, without saying for whom or on what basis."""

    code = "no-such-mandate"
    sentence = "Vui lòng ghi người được nộp thay và chọn căn cứ nộp thay."
    without_document = "Căn cứ nộp thay này cần ghi rõ văn bản."


class NoOwner(NotNow):
    """409: no office serves this topic at this place on this day; the pack lacks a rule."""

    code = "no-owner"
    sentence = "Chưa có đơn vị phụ trách “{topic}” tại {unit}."


class ServiceNotOpen(NotNow):
    """409: the service takes no cases on this day, or there is nothing to file in it."""

    code = "service-not-open"
    sentence = "“{service}” hiện không tiếp nhận."
    not_yet = "“{service}” tiếp nhận từ ngày {since}."
    nothing_to_file = "“{service}” là trang thông tin, không có gì để nộp."


class PressOnly(NotYours):
    """403: the service answers reporters, and whoever asks holds no press card that is valid today."""

    code = "press-only"
    sentence = "Dịch vụ này dành cho phóng viên có thẻ tác nghiệp điện tử còn hiệu lực."


class FiledAlready(NotNow):
    """409: there is one case for each person, household or day, and it was filed."""

    code = "filed-already"
    sentence = "“{service}” chỉ nhận một lần cho mỗi người, mỗi hộ hoặc mỗi kỳ, và đã có một lần được gửi."


class QuotaSpent(NotNow):
    """409: all places are taken; one that is given up becomes free again."""

    code = "quota-spent"
    sentence = "“{service}” đã đủ {total} suất."


class NotEligible(Incomplete):
    """422: the answers bar somebody from applying; the sentence says why, and where to go instead."""

    code = "not-eligible"
    sentence = "Chưa nộp được: {because} {instead}"


class DraftNotThere(NotThere):
    """404: no form of the actor's own is being filled in under this name; it may have been sent already."""

    code = "draft-not-there"
    sentence = "Không tìm thấy biểu mẫu đang điền này. Có thể bạn đã nộp hoặc đã bỏ."


class TooManyDrafts(NotNow):
    """409: the actor is filling in as many forms as are kept; one of them is sent or dropped first."""

    code = "too-many-drafts"
    sentence = "Bạn đang điền dở {most} biểu mẫu. Vui lòng nộp hoặc bỏ bớt rồi bắt đầu biểu mẫu mới."


class StepNotThere(NotThere):
    """404: the form has no such step, or these answers leave it out."""

    code = "step-not-there"
    sentence = "Biểu mẫu không có bước này, hoặc các câu trả lời của bạn bỏ qua bước này."
