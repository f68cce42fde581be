"""What the platform does by itself when nobody did: the apology at its last moment, the end of a wait for papers."""

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.tasks import fire_due
from cuudinh.engines.documents import queries as documents
from cuudinh.journal import clerk
from cuudinh.kernel import clock
from tests.dossiers.hall import Hall, at


def kinds(number: str) -> list[str]:
    """Give the kinds of the papers of a dossier."""
    return [one.kind for one in documents.papers_of_thing(("case", number))]


def pass_to(moment: str) -> None:
    """Let what falls due up to a moment happen, and be told of."""
    with clock.frozen(at(moment)):
        while fire_due():
            pass
        clerk.run_until_idle()


def test_an_apology_nobody_sent_is_sent_by_rule_before_its_last_moment_and_only_once(hall: Hall) -> None:
    number = hall.file()
    with clock.frozen(at("2026-11-30 09:00")):
        hall.act("officer", number, "receive")
        hall.act("officer", number, "accept")
    pass_to("2026-12-03 10:00")
    assert "Không kịp hạn thì phải xin lỗi, hẹn lại" in hall.told("head")
    assert kinds(number) == ["receipt"]
    pass_to("2026-12-04 08:30")
    assert kinds(number) == ["receipt", "apology"]
    assert hall.case(number).due_at == at("2026-12-10 09:00")
    assert hall.case(number).promised_at == at("2026-12-07 09:00")
    assert "Xin lỗi và hẹn lại ngày trả kết quả" in hall.told("resident")
    pass_to("2026-12-31 09:00")
    assert kinds(number) == ["receipt", "apology"]


def test_what_the_head_sent_in_time_is_not_sent_again(hall: Hall) -> None:
    number = hall.file()
    with clock.frozen(at("2026-11-30 09:00")):
        hall.act("officer", number, "receive")
        hall.act("head", number, "reappoint", span=2, reason="can-xac-minh", text="Đơn vị xin lỗi.")
    pass_to("2026-12-04 09:30")
    assert kinds(number) == ["receipt", "apology"]
    assert hall.case(number).due_at == at("2026-12-09 09:00")


def test_papers_that_never_come_end_a_dossier_after_its_applicant_was_warned(hall: Hall) -> None:
    with clock.frozen(at("2026-08-03 09:00")):
        number, kept = hall.file(), hall.file()
        for one in (number, kept):
            hall.act("officer", one, "receive")
            hall.act("officer", one, "request_supplement", papers=["so-do"], text="Thiếu sơ đồ.")
    pass_to("2026-10-23 10:00")
    assert hall.case(number).state == "supplement"
    assert hall.told("resident").count("Sắp hết hạn bổ sung hồ sơ") == 2
    with clock.frozen(at("2026-10-26 10:00")):
        hall.act("resident", kept, "supplement", text="Đã gửi sơ đồ.")
    pass_to("2026-11-02 10:00")
    assert (hall.case(number).state, hall.case(number).reason) == ("stopped", "khong-bo-sung")
    assert hall.case(kept).state == "received"
    assert kinds(number)[-1] == "stop-notice"
    assert "Hồ sơ dừng giải quyết" in hall.told("resident")
    seen = queries.reporter_case(hall["resident"], number)
    assert seen.dossier is not None
    assert seen.dossier.status.code == 8
