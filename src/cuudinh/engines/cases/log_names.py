"""What the acts of cases are called in the log: those of a flow as the packs call them, the others here."""

from django.utils.translation import gettext_noop

from cuudinh.engines.cases.definitions import services
from cuudinh.engines.cases.queries.timeline import BUILT_IN, act_label
from cuudinh.journal.acts import name_acts, name_family

name_acts(
    {
        "case.file": gettext_noop("Gửi hồ sơ, phản ánh, câu hỏi"),
        "case.follow": gettext_noop("Theo dõi phản ánh"),
        "form.begin": gettext_noop("Bắt đầu khai một biểu mẫu"),
        "form.save": gettext_noop("Lưu một bước của biểu mẫu"),
        "form.drop": gettext_noop("Bỏ một biểu mẫu đang khai"),
        "form.drop_file": gettext_noop("Bỏ một ảnh trong biểu mẫu"),
        "form.send_bundle": gettext_noop("Nộp cùng lúc hồ sơ các thủ tục liên thông"),
        "form.part_bundle": gettext_noop("Tách các biểu mẫu liên thông"),
        "form.reuse": gettext_noop("Dùng lại giấy tờ đã có cho một biểu mẫu"),
        "form.remember": gettext_noop("Cho nhớ câu trả lời để khỏi khai lại"),
        "form.forget": gettext_noop("Xóa một câu trả lời được nhớ"),
        "case.hand_over": gettext_noop("Ghi người nhận kết quả"),
        "case.read_applicant": gettext_noop("Xem người nộp hồ sơ"),
        "case.read_register": gettext_noop("Mở sổ theo dõi hồ sơ có tên người nộp"),
        "register.close_day": gettext_noop("Chốt sổ theo dõi hồ sơ của một ngày"),
        "case.open_answers": gettext_noop("Mở thông tin riêng của người nộp hồ sơ"),
        "case.read_answers": gettext_noop("Đọc tờ khai của hồ sơ"),
        "case.reveal_reporter": gettext_noop("Xem ai đã phản ánh"),
        "case.track": gettext_noop("Tra cứu hồ sơ bằng mã và số điện thoại"),
        "case.unfollow": gettext_noop("Thôi theo dõi phản ánh"),
        "organisation.hand_over_work": gettext_noop("Chuyển việc của đơn vị đã kết thúc"),
        "organisation.hand_over_desk": gettext_noop("Chuyển hồ sơ của Bộ phận Một cửa đã kết thúc"),
        "service.begin_draft": gettext_noop("Bắt đầu soạn thay đổi của dịch vụ"),
        "service.begin_roll_back": gettext_noop("Soạn việc quay lại bản trước của dịch vụ"),
        "service.save_draft": gettext_noop("Lưu bản thảo dịch vụ"),
        "service.propose": gettext_noop("Trình duyệt bản thảo dịch vụ"),
        "service.publish": gettext_noop("Duyệt và áp dụng bản thảo dịch vụ"),
        "service.give_back": gettext_noop("Trả lại bản thảo dịch vụ"),
        "service.drop_draft": gettext_noop("Bỏ bản thảo dịch vụ"),
        "service.export": gettext_noop("Tải các tệp của dịch vụ"),
        "service.replay": gettext_noop("Cho chạy lại hồ sơ cũ theo bản thảo"),
        **{f"case.{act}": name for act, name in BUILT_IN.items()},
    }
)


def _of_flow(act: str, language: str) -> str:
    """Give what the first service in force that knows an act of the flow calls it."""
    for service in services():
        if any(one.do == act for one in service.shape.acts):
            return act_label(service, act, language)
    return ""


name_family("case", _of_flow)
