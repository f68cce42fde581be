"""Whose case is read as more than ordinary sees it: the reveal, a sensitive case, a picture before it was covered."""

from datetime import timedelta

import pytest

from cuudinh.engines.cases import commands, queries
from cuudinh.engines.cases.models import Attachment
from cuudinh.engines.cases.tests.town import Town, picture
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotThere

pytestmark = pytest.mark.django_db
REASON = "Gọi lại để hỏi vị trí chính xác"


def looks_at(resident: Actor) -> list[tuple[str, str]]:
    """Give what was looked at of somebody and by which office, the first first."""
    return [(look.what, look.office) for look in reversed(identity.own_looks(resident).rows)]


def test_who_opened_the_reporter_is_seen_by_the_reporter(town: Town) -> None:
    number = town.file()
    commands.reveal_reporter(town["dispatcher"], number=number, reason=REASON)
    assert looks_at(town["resident"]) == [
        ("Họ tên và số điện thoại", "Trung tâm điều hành"),
        ("Nguyên văn lời phản ánh trước khi che", "Trung tâm điều hành"),
    ]


def test_an_ordinary_case_is_read_without_a_look_and_a_sensitive_one_with_one_an_hour(town: Town) -> None:
    ordinary, sensitive = town.file(), town.file(topic="cay")
    for number in (ordinary, sensitive, sensitive):
        queries.office_case(town["dispatcher"], number)
    assert looks_at(town["resident"]) == [("Hồ sơ có nội dung nhạy cảm", "Trung tâm điều hành")]
    with clock.frozen(clock.now() + timedelta(hours=1)):
        queries.office_case(town["dispatcher"], sensitive)
    assert len(looks_at(town["resident"])) == 2
    queries.reporter_case(town["resident"], sensitive)
    assert len(looks_at(town["resident"])) == 2


def test_a_picture_before_it_was_covered_is_a_look_and_a_refused_one_is_none(town: Town) -> None:
    number = town.file(photos=(picture(),))
    name = Attachment.objects.get(case__number=number).name
    with pytest.raises(NotThere):
        queries.picture_file(town["an.officer"], f"{name}-goc")
    assert looks_at(town["resident"]) == []
    queries.picture_file(town["dispatcher"], f"{name}-goc")
    assert looks_at(town["resident"]) == [("Ảnh gốc trước khi che", "Trung tâm điều hành")]
