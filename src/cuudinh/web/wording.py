"""The words of a refusal: its title, its sentence and how to mend it, in the language of the request."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from cuudinh.kernel.refusal import Refusal

_TITLES = {
    400: _("Yêu cầu không đọc được"),
    401: _("Cần đăng nhập"),
    403: _("Bạn chưa có quyền"),
    404: _("Không tìm thấy"),
    405: _("Cách gọi không đúng"),
    409: _("Chưa làm được lúc này"),
    413: _("Tệp quá lớn"),
    422: _("Thông tin chưa đủ"),
    429: _("Thao tác quá nhanh"),
    500: _("Hệ thống gặp sự cố"),
    503: _("Tạm thời gián đoạn"),
    507: _("Tạm hết chỗ lưu trữ"),
}
_MENDINGS = {
    400: _(
        "Quay lại trang trước, tải lại trang rồi gửi lại. Nếu bạn mở từ một liên kết cũ, hãy vào từ trang chủ."
    ),
    401: _("Đăng nhập rồi thử lại."),
    403: _(
        "Nếu việc này thuộc trách nhiệm của bạn, hãy nhờ người quản trị của đơn vị phân công vai trò phù hợp."
    ),
    404: _("Kiểm tra lại địa chỉ hoặc mã hồ sơ. Bạn cũng có thể tìm theo mã ở trang Tra cứu."),
    405: _("Vào lại từ trang chủ và thực hiện bằng nút trên trang."),
    409: _("Tải lại trang để xem trạng thái mới nhất: có thể người khác vừa xử lý."),
    413: _("Chọn ảnh nhỏ hơn, hoặc gửi ít ảnh hơn trong một lần."),
    422: _("Quay lại biểu mẫu và bổ sung những mục được nêu."),
    429: _("Chờ ít phút rồi thử lại. Những gì bạn đã nhập không mất."),
    500: _("Sự cố đã được ghi lại. Vui lòng thử lại sau ít phút; nếu gấp, hãy gọi đường dây nóng."),
    503: _("Vui lòng thử lại sau ít phút."),
    507: _("Bạn vẫn xem được mọi trang. Vui lòng gửi lại sau ít phút; nếu gấp, hãy gọi đường dây nóng."),
}


class _Kept(dict[str, Any]):
    """Facts for a sentence; a missing one stays visible instead of hiding the whole sentence."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def sentence_of(refusal: Refusal) -> str:
    """Give the sentence of a refusal, translated before its facts are filled in."""
    return gettext(refusal.template).format_map(_Kept(refusal.facts))


def title_of(status: int) -> str:
    """Give the short title of a status; an unknown one is told by its family."""
    return gettext(_TITLES.get(status) or _TITLES[400 if status < 500 else 500])


def mending_of(refusal: Refusal) -> str:
    """Give what the person can do about a refusal: its own way, else that of its status."""
    by_status = _MENDINGS.get(refusal.status) or _MENDINGS[400 if refusal.status < 500 else 500]
    return gettext(refusal.mending or by_status)
