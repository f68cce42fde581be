"""What the acts of the ledger are called in the log."""

from django.utils.translation import gettext_noop

from cuudinh.journal.acts import name_acts

name_acts(
    {
        "fee.begin_transfer": gettext_noop("Báo sẽ nộp bằng chuyển khoản"),
        "fee.charge": gettext_noop("Lập khoản thu phí, lệ phí"),
        "fee.claim": gettext_noop("Gắn tiền chưa rõ nội dung vào khoản thu"),
        "fee.collect": gettext_noop("Thu phí, lệ phí tại quầy"),
        "fee.decide_refund": gettext_noop("Quyết định hoàn tiền"),
        "fee.notice_changed": gettext_noop("Ngân hàng báo lại một giao dịch với nội dung khác"),
        "fee.park": gettext_noop("Nhận tiền chưa rõ nội dung"),
        "fee.propose_refund": gettext_noop("Đề nghị hoàn tiền"),
        "fee.receive": gettext_noop("Nhận tiền do ngân hàng báo"),
        "fee.return": gettext_noop("Ngân hàng rút lại tiền chưa rõ nội dung"),
        "fee.take_back": gettext_noop("Ngân hàng rút lại tiền đã nộp"),
        "fee.withdraw": gettext_noop("Thôi thu một khoản"),
    }
)
