"""Papers through the doors: issued, made in the background, read by whom they concern, corrected, kept sealed."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from cuudinh.engines.documents import commands, queries
from cuudinh.engines.documents.models import IssuedPaper
from cuudinh.engines.documents.tests.conftest import Town
from cuudinh.engines.documents.tests.worlds import CODE, NAME, one_of_each, papers_world, receipt, said
from cuudinh.engines.documents.types import (
    NoForm,
    Paper,
    PaperNotReady,
    PaperNotThere,
    PaperReplaced,
    PaperView,
)
from cuudinh.engines.identity.ports import held_elsewhere
from cuudinh.journal import files, jobs
from cuudinh.journal.audit import lines_about
from cuudinh.journal.models import OutboxEvent
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours

ABOUT = ("case", CODE)


def issued(town: Town, paper: Paper | None = None, **more: Any) -> PaperView:
    """Issue a paper of the ward for the resident."""
    more = {"account_id": town.resident.account_id, **more}
    return commands.issue(town.officer, paper or receipt(), about=ABOUT, office_id=town.office_id, **more)


def text_of(content: bytes) -> str:
    """Give the words of a PDF with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def read(actor: Actor, code: str) -> str:
    """Give the words of a paper as somebody reads it."""
    return text_of(queries.paper_file(actor, code).content)


def test_a_receipt_says_what_the_office_said_on_the_form_in_force(town: Town) -> None:
    given = issued(town)
    assert given.state == "waiting"
    with pytest.raises(PaperNotReady):
        queries.paper_file(town.resident, given.code)
    assert jobs.work() == 1
    text = read(town.resident, given.code)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ĐƠN VỊ P-PHU-XUAN BỘ PHẬN MỘT CỬA",
        f"Mã hồ sơ: {CODE}",
        "Phú Xuân, ngày 27 tháng 11 năm 2026",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        f"Tiếp nhận hồ sơ của: {NAME}",
        "Địa chỉ: Số 12, kiệt 34, đường Ưu Đàm",
        "1. Tờ khai đăng ký khai sinh 2. Giấy chứng sinh",
        "Thời gian nhận hồ sơ: 09 giờ 15 phút, ngày 27 tháng 11 năm 2026",
        "Thời gian trả kết quả giải quyết hồ sơ: 11 giờ 00 phút, ngày 30 tháng 11 năm 2026",
        "CHỮ KÝ THỬ, không có giá trị pháp lý",
        "Mẫu số 01, Thông tư 03/2025/TT-VPCP",
    ):
        assert words in text, text


def test_every_kind_is_one_page_of_its_size_and_has_its_title(town: Town) -> None:
    titles = {shape["id"]: shape["layouts"][-1] for shape in said()["papers"]}
    given = [issued(town, paper) for paper in one_of_each()]
    jobs.work(20)
    for one in given:
        file = queries.paper_file(town.officer, one.code)
        (page,) = PdfReader(BytesIO(file.content)).pages
        millimetres = sorted(round(float(side) / 72 * 25.4) for side in page.mediabox[2:])
        assert millimetres == ([148, 210] if titles[one.kind]["size"] == "a5" else [210, 297]), one.kind
        assert titles[one.kind]["title"] in text_of(file.content)


def test_a_change_of_decree_is_a_change_of_the_pack_and_old_papers_keep_their_form(town: Town) -> None:
    before = issued(town)
    changed = said()
    form = {"number": "01a", "layout": "moi"}
    changed["papers"][0]["forms"].append(
        {"since": "2026-11-01", "value": form, "source": "Thông tư 9/2026", "mark": "?"}
    )
    layout = {**changed["papers"][0]["layouts"][0], "id": "moi", "title": "GIẤY TIẾP NHẬN", "size": "a4"}
    changed["papers"][0]["layouts"].append(layout)
    commands.apply_papers(papers_world(changed))
    after = issued(town)
    jobs.work(5)
    assert "Mẫu số 01, Thông tư 03/2025/TT-VPCP" in read(town.officer, before.code)
    assert "Mẫu số 01a, Thông tư 9/2026" in read(town.officer, after.code)


def test_papers_without_a_form_in_force_are_refused(town: Town) -> None:
    none = said()
    none["papers"] = [one for one in none["papers"] if one["id"] != "receipt"]
    commands.apply_papers(papers_world(none))
    with pytest.raises(NoForm):
        issued(town)
    assert not IssuedPaper.objects.exists()


def test_numbers_run_by_office_symbol_and_year_and_a_corrected_paper_keeps_its_own(town: Town) -> None:
    slip = one_of_each()[1]
    first, second = issued(town, slip), issued(town, slip)
    assert (first.number, second.number) == ("01/HDHS", "02/HDHS")
    corrected = issued(town, slip, replaces=first.code)
    assert (corrected.number, corrected.version) == ("01/HDHS", 2)
    jobs.work(5)
    assert queries.check_by_code(first.code).state == "replaced"
    with pytest.raises(PaperReplaced):
        issued(town, slip, replaces=first.code)
    with pytest.raises(PaperNotThere):
        commands.issue(town.officer, slip, about=("case", "K"), office_id=town.office_id, replaces=first.code)


def test_only_the_person_and_the_office_read_a_paper_and_each_read_is_a_line(town: Town) -> None:
    given = issued(town)
    jobs.work()
    queries.paper_file(town.resident, given.code)
    queries.paper_file(town.officer, given.code)
    for other in (town.neighbour, town.stranger):
        with pytest.raises(PaperNotThere):
            queries.paper_file(other, given.code)
        assert queries.papers_about(other, ABOUT) == ()
    assert [one.code for one in queries.papers_about(town.resident, ABOUT)] == [given.code]
    row = IssuedPaper.objects.get()
    lines = [(line.act, line.actor_kind) for line in lines_about("paper", row.pk)]
    assert lines == [("paper.issue", "staff"), ("paper.read", "resident"), ("paper.read", "staff")]


def test_an_office_issues_in_no_other_name(town: Town) -> None:
    with pytest.raises(NotYours):
        commands.issue(town.stranger, receipt(), about=ABOUT, office_id=town.office_id)
    with pytest.raises(NotYours):
        commands.issue(town.resident, receipt(), about=ABOUT, office_id=town.office_id)


def test_what_a_paper_says_lies_nowhere_in_the_open_and_is_dropped_once_it_is_made(town: Town) -> None:
    given = issued(town)
    row = IssuedPaper.objects.get()
    assert row.sealed is not None
    assert NAME.encode() not in bytes(row.sealed)
    jobs.work()
    row.refresh_from_db()
    assert row.sealed is None
    stored = files.read(row.file_sha)
    assert not stored.startswith(b"%PDF")
    held = held_elsewhere([town.resident.account_id or 0])["papers"]
    assert [one["code"] for one in held] == [given.code]


def test_news_of_a_paper_that_is_made_names_nobody(town: Town) -> None:
    issued(town)
    jobs.work()
    events = [body for (body,) in OutboxEvent.objects.values_list("body") if CODE in body]
    assert len(events) == 1
    assert NAME not in events[0]


def test_making_again_what_is_made_changes_nothing(town: Town) -> None:
    given = issued(town)
    jobs.work()
    before = queries.check_by_code(given.code).pdf_sha
    jobs.later(commands.MAKING, {"paper": IssuedPaper.objects.get().pk})
    assert jobs.work() == 1
    assert queries.check_by_code(given.code).pdf_sha == before
