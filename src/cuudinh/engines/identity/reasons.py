"""Why a sign-on was refused, in words that say what to do; the log keeps the name of the reason and nothing else."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

REASONS: Final[Mapping[str, str]] = {
    # Of the person and this browser.
    "state": _(
        "Lượt đăng nhập này không còn hiệu lực: đã được dùng, đã quá 10 phút, hoặc không do trang này bắt đầu. "
        "Vui lòng bắt đầu lại."
    ),
    "browser": _(
        "Lượt đăng nhập này bắt đầu từ trình duyệt khác. Vui lòng bắt đầu lại và xác nhận trong cùng một trình duyệt."
    ),
    "declined": _(
        "Bạn chưa xác nhận trên ứng dụng VNeID. Vui lòng bắt đầu lại và chọn Xác nhận trên điện thoại."
    ),
    "locked": _("Tài khoản của bạn ở đây đang bị khóa. Vui lòng gọi đường dây nóng để được hướng dẫn."),
    "apart": _(
        "Hai cán bộ đã rà soát và chưa thể xác nhận tài khoản gắn với giấy tờ của bạn là của bạn. Vui lòng mang căn "
        "cước đến bộ phận phụ trách tài khoản để được đối chiếu trực tiếp."
    ),
    "not-linked": _(
        "Tài khoản VNeID này chưa được liên kết với tài khoản cán bộ nào. Vui lòng đăng nhập bằng mật khẩu, mở trang "
        "Tài khoản và chọn Liên kết VNeID."
    ),
    "linked-elsewhere": _(
        "Tài khoản VNeID này đã liên kết với một tài khoản cán bộ khác. Vui lòng nhờ người quản trị gỡ liên kết cũ."
    ),
    "other-name": _(
        "Họ tên ở VNeID khác với họ tên của tài khoản cán bộ, nên chưa liên kết. Vui lòng nhờ người quản trị kiểm tra "
        "họ tên rồi gửi mã mới."
    ),
    "not-invited": _("Mã liên kết đã hết hạn hoặc đã dùng. Vui lòng xin người quản trị mã mới."),
    "somebody-else": _(
        "VNeID xác nhận một người khác với người đang đăng nhập ở đây. Vui lòng xác nhận bằng VNeID của chính bạn."
    ),
    "not-anew": _(
        "VNeID chưa hỏi lại bạn, nên chưa đủ để xác nhận. Vui lòng đăng xuất khỏi VNeID rồi xác nhận lại."
    ),
    "level-too-low": _(
        "Tài khoản VNeID của bạn mới ở mức 1. Vui lòng làm thủ tục lên mức 2 tại cơ quan Công an rồi thử lại."
    ),
    # Of the answer that the browser brought.
    "response-issuer": _(
        "Câu trả lời không nói rõ là từ VNeID, nên không được chấp nhận. Vui lòng bắt đầu lại; nếu vẫn vậy, hãy báo "
        "đường dây nóng."
    ),
    "sent-back": _(
        "VNeID không nhận yêu cầu đăng nhập của trang này. Vui lòng thử lại sau; nếu vẫn vậy, hãy báo đường dây nóng."
    ),
    "code": _(
        "VNeID không nhận mã đăng nhập: mã đã được dùng hoặc không cấp cho trang này. Vui lòng bắt đầu lại."
    ),
    # Of what VNeID says of itself.
    "discovery": _(
        "Máy chủ trả lời không phải VNeID như đã thỏa thuận, nên trang này không tin nó. Vui lòng thử lại sau, hoặc "
        "dùng cách đăng nhập khác."
    ),
    "no-keys": _("VNeID chưa công bố khóa để kiểm tra chữ ký. Vui lòng thử lại sau ít phút."),
    # Of the identity token.
    "no-id-token": _(
        "VNeID không gửi kèm mã định danh. Vui lòng bắt đầu lại; nếu vẫn vậy, hãy báo đường dây nóng."
    ),
    "unreadable": _(
        "Mã định danh VNeID gửi không đọc được. Vui lòng bắt đầu lại; nếu vẫn vậy, hãy báo đường dây nóng."
    ),
    "algorithm": _(
        "Mã định danh không được ký bằng thuật toán đã thỏa thuận, nên có thể bị làm giả. Bạn chưa được đăng nhập; "
        "vui lòng báo đường dây nóng."
    ),
    "signature": _(
        "Chữ ký của mã định danh không đúng, nên có thể bị làm giả. Bạn chưa được đăng nhập; vui lòng báo "
        "đường dây nóng."
    ),
    "unknown-kid": _(
        "Mã định danh được ký bằng khóa mà VNeID không công bố. Vui lòng thử lại sau ít phút; nếu vẫn vậy, hãy báo "
        "đường dây nóng."
    ),
    "no-kid": _(
        "Mã định danh không nói được ký bằng khóa nào. Bạn chưa được đăng nhập; vui lòng báo đường dây nóng."
    ),
    "issuer": _(
        "Mã định danh do nơi khác phát hành, không phải VNeID. Bạn chưa được đăng nhập; vui lòng báo đường dây nóng."
    ),
    "audience": _("Mã định danh được cấp cho hệ thống khác. Vui lòng bắt đầu lại từ trang này."),
    "party": _("Mã định danh do hệ thống khác xin hộ. Vui lòng bắt đầu lại từ trang này."),
    "expired": _(
        "Mã định danh đã hết hạn trước khi đến đây. Vui lòng bắt đầu lại và xác nhận ngay trên điện thoại."
    ),
    "future": _(
        "Thời điểm trên mã định danh chưa tới: đồng hồ của hai hệ thống lệch nhau. Vui lòng thử lại sau ít phút; "
        "nếu vẫn vậy, hãy báo đường dây nóng."
    ),
    "old": _("Mã định danh được cấp từ quá lâu, không phải cho lượt này. Vui lòng bắt đầu lại."),
    "nonce": _(
        "Mã định danh là của một lượt đăng nhập khác. Vui lòng bắt đầu lại; đừng mở liên kết do người khác gửi."
    ),
    "nonce-missing": _("Mã định danh không gắn với lượt đăng nhập này. Vui lòng bắt đầu lại."),
    "token-hash": _("Mã định danh và mã truy cập không đi cùng nhau. Vui lòng bắt đầu lại."),
    "subject-missing": _(
        "VNeID không nói bạn là ai. Vui lòng bắt đầu lại; nếu vẫn vậy, hãy báo đường dây nóng."
    ),
    "user-changed": _("VNeID trả lời về hai người khác nhau. Vui lòng đăng xuất khỏi VNeID rồi bắt đầu lại."),
    "level": _(
        "VNeID không nói tài khoản của bạn ở mức nào. Vui lòng bắt đầu lại; nếu vẫn vậy, hãy báo đường dây nóng."
    ),
    "incomplete": _(
        "Thông tin VNeID gửi thiếu họ tên hoặc số giấy tờ không đúng dạng. Vui lòng kiểm tra trong ứng dụng VNeID rồi "
        "thử lại."
    ),
    # Of a silence.
    "down": _("VNeID hiện không kết nối được. Vui lòng thử lại sau ít phút, hoặc dùng cách đăng nhập khác."),
    "slow": _("VNeID trả lời quá chậm. Vui lòng thử lại sau ít phút, hoặc dùng cách đăng nhập khác."),
    "broken": _("Máy chủ VNeID đang gặp sự cố. Vui lòng thử lại sau ít phút, hoặc dùng cách đăng nhập khác."),
    "not-json": _(
        "VNeID trả lời không đọc được. Vui lòng thử lại sau ít phút, hoặc dùng cách đăng nhập khác."
    ),
    "too-large": _(
        "VNeID trả lời quá dài, nên không được đọc. Vui lòng thử lại sau, hoặc dùng cách đăng nhập khác."
    ),
    "redirected": _("VNeID chuyển hướng lòng vòng. Vui lòng thử lại sau, hoặc dùng cách đăng nhập khác."),
    "resting": _(
        "VNeID đang gián đoạn nên chưa được hỏi lại. Vui lòng thử lại sau ít giây, hoặc dùng cách đăng nhập khác."
    ),
}


def sentence_of_reason(reason: str) -> str:
    """Give the sentence of a reason, in the language of the request."""
    return gettext(REASONS[reason])
