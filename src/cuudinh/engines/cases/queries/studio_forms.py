"""What the forms of a draft ask: its fields, its dated rows, and what may be chosen on them."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext, gettext_noop

from cuudinh.engines.cases.studio.fields import SECTIONS
from cuudinh.engines.cases.studio.forms import (
    FileForm,
    act_names,
    field_groups,
    row_lists_of,
    state_names,
)
from cuudinh.engines.cases.studio.rows import LEVELS, UNITS
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.flow import VERBS

__all__ = [
    "LEVELS",
    "SECTIONS",
    "UNITS",
    "FileForm",
    "act_names",
    "field_groups",
    "row_lists_of",
    "state_names",
    "today",
    "verbs",
]


def today() -> date:
    """Give today's date where the province is."""
    return identity.today()


def verbs() -> Sequence[tuple[str, str]]:
    """Give the verbs an act may have, with what each means."""
    return [(name, f"{name}: {gettext(meant)}") for name, meant in MEANT.items()]


# What the verbs of flows mean, as designers read it.
MEANT: Final = {
    "file": gettext_noop("Người gửi hoặc người nộp thay nộp hồ sơ."),
    "receive": gettext_noop("Quầy nhận hồ sơ đủ giấy tờ; thời gian đã hẹn tính từ lúc này."),
    "verify": gettext_noop("Trung tâm bắt đầu xác minh hồ sơ có thật và đủ."),
    "assign": gettext_noop("Giao đơn vị chủ trì."),
    "accept": gettext_noop("Đơn vị chủ trì nhận việc và bắt đầu làm."),
    "return": gettext_noop("Đơn vị chủ trì trả lại vì không thuộc việc của mình."),
    "transfer": gettext_noop("Chuyển đơn vị chủ trì khác; hạn giữ nguyên."),
    "ask": gettext_noop("Hỏi thêm người gửi; đồng hồ của đơn vị dừng."),
    "reply": gettext_noop("Người gửi trả lời; hồ sơ về lại bước đã hỏi."),
    "request_supplement": gettext_noop("Yêu cầu bổ sung đủ một lần; đồng hồ của đơn vị dừng."),
    "supplement": gettext_noop("Đã mang bổ sung; hồ sơ về lại bước đã yêu cầu."),
    "request_payment": gettext_noop("Phải nộp phí trước khi làm tiếp; đồng hồ của đơn vị dừng."),
    "paid": gettext_noop("Đã nộp phí; hồ sơ về lại bước đã yêu cầu."),
    "no_reply": gettext_noop("Người gửi không trả lời kịp."),
    "request_extension": gettext_noop("Đơn vị chủ trì xin thêm thời gian; ngày hẹn đầu vẫn hiện."),
    "grant_extension": gettext_noop("Trung tâm cho thêm thời gian; ngày hẹn đầu vẫn hiện."),
    "deny_extension": gettext_noop("Trung tâm không cho thêm thời gian."),
    "request_joint": gettext_noop("Đơn vị chủ trì hỏi đơn vị khác một phần việc."),
    "answer_joint": gettext_noop("Đơn vị phối hợp trả lời phần của mình."),
    "cancel_joint": gettext_noop("Thôi hỏi một phần việc đã hỏi."),
    "reappoint": gettext_noop("Đơn vị không kịp ngày hẹn: xin lỗi và hẹn ngày khác, một lần."),
    "appraise": gettext_noop("Cán bộ nêu kết quả thẩm định và đề xuất; đồng hồ vẫn chạy."),
    "resolve": gettext_noop("Đơn vị chủ trì báo đã làm xong và câu trả lời."),
    "approve": gettext_noop("Người có thẩm quyền duyệt; thành kết quả."),
    "rework": gettext_noop("Người có thẩm quyền chưa duyệt và yêu cầu làm lại."),
    "sign": gettext_noop("Kết quả được ký."),
    "deliver": gettext_noop("Trả kết quả: trực tuyến, tại quầy hoặc qua bưu chính."),
    "stop": gettext_noop("Dừng mà không có kết quả, vì lý do mà người gửi đọc được."),
    "publish": gettext_noop("Công khai hồ sơ, không kèm người gửi."),
    "unpublish": gettext_noop("Thôi công khai hồ sơ."),
    "refuse": gettext_noop("Không nhận hồ sơ, vì lý do mà người gửi đọc được."),
    "withdraw": gettext_noop("Người gửi rút hồ sơ."),
    "rate": gettext_noop("Người gửi đánh giá mức hài lòng."),
    "reopen": gettext_noop("Kết quả bị nghi ngờ; làm lại với hạn mới."),
    "close": gettext_noop("Có người khép hồ sơ."),
    "auto_close": gettext_noop("Hồ sơ tự khép khi không ai phản đối kịp."),
    "merge": gettext_noop("Gộp vào hồ sơ khác, cùng người theo dõi."),
    "unmerge": gettext_noop("Gộp nhầm, đưa về chỗ cũ."),
    "correct": gettext_noop("Sửa lại lĩnh vực hoặc địa điểm."),
    "note": gettext_noop("Ghi chú thêm; không đổi gì khác."),
    "escalate": gettext_noop("Báo cấp trên hồ sơ đã trễ."),
    "redact": gettext_noop("Sửa chữ mà người khác đọc; trung tâm giữ bản gốc."),
}
assert MEANT.keys() == VERBS.keys(), "every verb says what it means"
