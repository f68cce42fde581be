"""A receipt proves what was filed: covering changes nothing of it, tampering and correcting show."""

from typing import Any

import pytest

from cuudinh.engines.cases import commands, queries
from cuudinh.engines.cases.commands.effects import sealed_texts
from cuudinh.engines.cases.models import Attachment, Case, PrivateText
from cuudinh.engines.cases.tests.town import FORM, PHONE, Town, picture
from cuudinh.engines.cases.types import AsFiled
from cuudinh.journal.audit import lines_about

WHOLE = AsFiled(words_stand=True, place_stands=True)
PLAIN = "Ổ gà lớn trước chợ, xe dễ ngã."


def _seen(town: Town, number: str) -> AsFiled | None:
    return queries.reporter_case(town["resident"], number).as_filed


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"description": PLAIN},
        {"location": {"unit": "a-2025", "label": f"Nhà {PHONE}"}},
        {"location": {"unit": "a-2025"}},
    ],
)
def test_a_report_is_what_was_filed(town: Town, changed: dict[str, Any]) -> None:
    assert _seen(town, town.file(photos=[picture()], **changed)) == WHOLE


def test_handling_covering_and_answering_leave_it_what_was_filed(town: Town) -> None:
    number = town.file(description=PLAIN)
    town.act("dispatcher", number, "redact", text="Ổ gà lớn [đã che], xe dễ ngã.")
    town.act("dispatcher", number, "ask", question="Ở đâu?")
    town.act("resident", number, "reply", text=f"Gọi {PHONE}")
    commands.add_pictures(town["resident"], number=number, photos=[picture()])
    assert town.case(number).text == "Ổ gà lớn [đã che], xe dễ ngã."
    assert _seen(town, number) == WHOLE


def test_a_topic_put_right_is_told_apart_from_changed_words(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "correct", place={"unit": "b-2025", "label": "Cạnh cầu"})
    assert _seen(town, number) == AsFiled(words_stand=True, place_stands=False)


def test_words_and_pictures_changed_behind_the_platform_show(town: Town) -> None:
    plain, covered, pictured = town.file(description=PLAIN), town.file(), town.file(photos=[picture()])
    Case.objects.filter(number=plain).update(text="Đường vẫn tốt.")
    case = town.case(covered)
    forged = sealed_texts(case.id, [("description", "Đường vẫn tốt.")])
    PrivateText.objects.filter(case=case).update(sealed=forged)
    Attachment.objects.filter(case__number=pictured).delete()
    for number in (plain, covered, pictured):
        seen = _seen(town, number)
        assert seen is not None
        assert (seen.words_stand, seen.place_stands) == (False, True)


def test_the_log_gives_no_word_away_and_two_equal_reports_differ_in_it(town: Town) -> None:
    lines = [lines_about("case", town.file())[0] for _ in range(2)]
    assert lines[0].facts.keys() == {"channel", "filed", "filed_place"}
    assert not set(lines[0].facts.values()) & set(lines[1].facts.values()) - {"web"}
    assert all(FORM["description"] not in str(line.facts) for line in lines)
    assert all(len(line.facts["filed"]) == 64 for line in lines)


def test_others_are_not_told(town: Town) -> None:
    number = town.resolved()
    assert queries.reporter_case(town["resident"], number).as_filed == WHOLE
    commands.follow_case(town["neighbour"], number=number)
    assert queries.reporter_case(town["neighbour"], number).as_filed is None
