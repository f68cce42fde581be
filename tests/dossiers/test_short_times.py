"""Dossiers whose whole time is a day or less: the apology by rule goes before the deadline all the same, and once."""

from typing import Final

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.models import DueTime
from cuudinh.engines.cases.tasks import fire_due
from cuudinh.journal import clerk
from cuudinh.kernel import clock
from cuudinh.project import health
from tests.dossiers.hall import Hall, at
from tests.dossiers.test_by_rule import kinds, pass_to

COPY: Final = "chung-thuc-ban-sao"


def same_day(hall: Hall, received: str) -> str:
    """Give a dossier that is due on the day of its receipt, taken in at a moment."""
    number = hall.file_of(COPY, tay_xoa=False)
    with clock.frozen(at(received)):
        hall.act("officer", number, "receive")
        hall.act("officer", number, "accept")
    return number


def test_what_is_due_on_the_day_of_receipt_is_apologised_for_before_the_office_closes(hall: Hall) -> None:
    number = same_day(hall, "2026-11-30 09:00")
    pass_to("2026-11-30 15:29")
    assert kinds(number) == ["receipt"]
    pass_to("2026-11-30 15:30")
    assert kinds(number) == ["receipt", "apology"]
    assert hall.case(number).due_at == at("2026-12-02 17:00"), (
        "the service grants two days at once, not three"
    )
    assert "Xin lỗi và hẹn lại ngày trả kết quả" in hall.told("resident")
    pass_to("2026-12-31 09:00")
    assert kinds(number) == ["receipt", "apology"]


def test_the_head_may_name_another_day_too_until_the_same_moment(hall: Hall) -> None:
    number = same_day(hall, "2026-11-30 14:50")
    seen = queries.office_case(hall["head"], number)
    assert seen.dossier is not None
    assert seen.dossier.apology_by == at("2026-11-30 16:00")
    with clock.frozen(at("2026-11-30 15:20")):
        hall.act("head", number, "reappoint", span=1, reason="chua-xong", text="Đơn vị xin lỗi.")
    pass_to("2026-12-01 08:00")
    assert kinds(number) == ["receipt", "apology"]


def test_an_apology_missed_while_nothing_ran_goes_out_as_soon_as_it_runs_again(hall: Hall) -> None:
    number = hall.file()
    with clock.frozen(at("2026-11-30 09:00")):
        hall.act("officer", number, "receive")
    with clock.frozen(at("2026-12-04 10:00")):
        hall.act("officer", number, "accept")
        clerk.run_until_idle()
    pass_to("2026-12-04 11:00")
    assert kinds(number) == ["receipt", "apology"]


def test_what_the_platform_could_not_do_by_itself_is_told_by_the_doctor(hall: Hall) -> None:
    number = hall.file()
    with clock.frozen(at("2026-11-30 09:00")):
        hall.act("officer", number, "receive")
    with clock.frozen(at("2026-12-08 10:00")):
        assert fire_due() == 1
        assert fire_due() == 0, "it is not tried for ever"
        (refused,) = DueTime.objects.filter(case__number=number).exclude(refused="")
        assert refused.what == "rule:reappoint"
        (found,) = [one for one in health.examine() if one.about == "due times"]
        assert (found.weight, number in found.says) == ("fault", True)
        assert queries.refused_backlog().waiting == 1
        hall.act("officer", number, "accept")
        hall.act("officer", number, "appraise", answer="Đủ điều kiện.")
        hall.act("head", number, "approve")
        assert queries.refused_backlog().waiting == 0
