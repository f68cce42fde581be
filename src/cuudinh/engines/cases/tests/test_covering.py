"""What people write is covered before others read it, and what is meant for an office stays there."""

import pytest

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.models import RatingGiven
from cuudinh.engines.cases.rules import moves
from cuudinh.engines.cases.store import open_words
from cuudinh.engines.cases.tests.street import ACCEPT, APPROVE, ASSIGN, RESOLVE, after, do, filed
from cuudinh.engines.cases.tests.town import FORM, PHONE, Town
from cuudinh.engines.cases.types import InputsIncomplete
from cuudinh.kernel.actor import VISITOR

NOW = "2026-11-23 09:00"


def test_words_about_the_place_are_covered_like_all_others(town: Town) -> None:
    where = {"unit": "a-2025", "label": f"Nhà {PHONE}, xe 75A-123.45"}
    case = town.case(town.file(location=where))
    assert case.place == "Nhà [số điện thoại], xe [biển số]"
    assert ("location", where["label"]) in open_words(case.id)


def test_a_place_put_right_by_the_centre_is_covered_too(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "correct", place={"unit": "b-2025", "label": f"Cạnh nhà {PHONE}"})
    assert town.case(number).place == "Cạnh nhà [số điện thoại]"


def test_what_an_office_writes_is_covered_when_everybody_will_read_it() -> None:
    written = "Đã làm việc với chủ xe 75A-123.45, ông Ba, 0905 123 456"
    answered = after(filed(), NOW, ASSIGN, ACCEPT, ("owner.officer", "resolve", {"answer": written}))
    assert answered.answer == written, "the centre reads it whole"
    approved = do(answered, NOW, "dispatcher", "approve")
    covered = "Đã làm việc với chủ xe [biển số], ông Ba, [số điện thoại]"
    assert (approved.after.answer, approved.facts["text"]) == (covered, covered)
    assert approved.effects == (moves.RewriteAnswer(written, covered),)


def test_what_is_meant_for_the_office_is_no_part_of_the_public_act() -> None:
    told = do(filed(), NOW, "dispatcher", "assign", note="Xem trước 9 giờ, gọi 0905 123 456")
    assert told.audience == "public"
    assert told.facts["notes"] == {"offices": "Xem trước 9 giờ, gọi [số điện thoại]"}
    assert "text" not in told.facts


def test_a_comment_can_be_covered_and_covering_nothing_is_refused() -> None:
    case = after(filed(), NOW, ASSIGN, ACCEPT, RESOLVE, APPROVE, ("reporter", "rate", {"rating": "hai-long"}))
    move = do(case, NOW, "dispatcher", "redact", comment="Tốt")
    assert move.effects == (moves.RewriteComment("Tốt"),)
    with pytest.raises(InputsIncomplete):
        do(case, NOW, "dispatcher", "redact", text=case.text, answer=case.answer)
    with pytest.raises(InputsIncomplete):
        do(filed(), NOW, "dispatcher", "redact", answer="Đã vá", comment="Tốt")


def test_an_instruction_is_read_by_the_office_and_not_by_the_public_or_the_reporter(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "assign", note="Làm trước lễ, việc của bên thoát nước")
    office = queries.office_case(town["an.officer"], number)
    mine = queries.reporter_case(town["resident"], number)
    public = queries.public_case(VISITOR, number)
    assert "Làm trước lễ" in str(office.timeline)
    assert "Làm trước lễ" not in str((mine, public))
    assert [line.act for line in public.timeline] == ["assign", "file"]


def test_a_comment_is_covered_in_the_rating_and_in_the_history(town: Town) -> None:
    number = town.resolved()
    town.act("resident", number, "rate", rating="hai-long", comment="Ông Ba nhà số 9 làm tốt")
    town.act("dispatcher", number, "redact", comment="Làm tốt")
    assert RatingGiven.objects.get(case=town.case(number)).comment == "Làm tốt"
    assert "Ông Ba" not in str(queries.office_case(town["dispatcher"], number))
    town.act("dispatcher", number, "redact", text="Ổ gà lớn.")
    mine = queries.reporter_case(town["resident"], number)
    assert (mine.public.text, mine.own_text) == ("Ổ gà lớn.", FORM["description"])
