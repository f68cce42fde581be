"""Telling people: once, in their language, counted, and never with a person in it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuudinh.engines.identity import commands as identity
from cuudinh.engines.messages import commands, queries
from cuudinh.engines.messages.models import Notice, Template
from cuudinh.engines.messages.rules import filled
from cuudinh.engines.messages.tests.worlds import message, world_of
from cuudinh.engines.messages.types import UnknownMessage
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.kernel.pages import encode_cursor
from cuudinh.kernel.refusal import BadInput, SignInFirst

pytestmark = pytest.mark.django_db

FACTS = {
    "number": "PA-20261123-00042",
    "topic": {"vi": "Ổ gà", "en": "Pothole"},
    "due": {"moment": "2026-11-30T09:00:00+00:00"},
    "office": {"vi": "Sở Xây dựng"},
}
CASE = ("case", "PA-20261123-00042")
HOA, AN = Actor("resident", 7), Actor("staff", 8, language="en")


@pytest.fixture(autouse=True)
def _templates(db: None) -> None:
    identity.apply_policy(world_of())
    commands.apply_messages(world_of(message(), message(id="urgent", priority="emergency")))


def notify(*accounts: int, key: str = "case:42:1", facts: Any = FACTS, template: str = "assigned") -> int:
    return commands.notify(accounts, template, facts, CASE, key=key)


def test_each_reads_it_in_their_own_language() -> None:
    assert notify(7, 8) == 2
    (vi,), (en,) = queries.inbox(HOA).rows, queries.inbox(AN).rows
    assert (vi.title, vi.text) == ("Phản ánh mới", "PA-20261123-00042: Ổ gà. Hạn 30/11/2026 16:00.")
    assert (en.title, en.text) == (
        "New case",
        "PA-20261123-00042: Pothole. Due 30 November 2026 16:00.",
    )
    assert (vi.priority, vi.about, vi.is_read) == ("case", CASE, False)


def test_telling_again_under_one_key_tells_nobody_twice() -> None:
    assert notify(7) == 1
    assert notify(7, 8, 8) == 1
    assert notify(7, key="case:42:2") == 1
    assert (queries.unread_count(HOA), queries.unread_count(AN)) == (2, 1)


def test_the_number_of_unread_is_kept_and_never_counted(django_assert_num_queries: Any) -> None:
    for number in range(5):
        notify(7, key=f"k{number}")
    newest = queries.inbox(HOA).rows[0]
    assert commands.mark_read(HOA, notice_ids=[newest.id]) == 1
    assert commands.mark_read(HOA, notice_ids=[newest.id]) == 0
    with django_assert_num_queries(1):
        assert queries.unread_count(HOA) == 4
    assert [row.is_read for row in queries.inbox(HOA).rows] == [True, False, False, False, False]
    assert commands.mark_read(HOA) == 4
    assert queries.unread_count(HOA) == 0


def test_nobody_reads_or_marks_what_others_were_told() -> None:
    notify(7)
    (mine,) = queries.inbox(HOA).rows
    assert queries.inbox(AN).rows == ()
    assert commands.mark_read(AN, notice_ids=[mine.id]) == 0
    assert commands.mark_read(AN) == 0
    assert queries.unread_count(HOA) == 1
    for ask in (queries.inbox, queries.unread_count, commands.mark_read):
        with pytest.raises(SignInFirst):
            ask(VISITOR)


def test_pages_follow_each_other_without_gap_or_double(django_assert_num_queries: Any) -> None:
    for number in range(2 * queries.PAGE_ROWS + 5):
        notify(7, 8, key=f"k{number}")
    seen: list[int] = []
    cursor = None
    while True:
        page = queries.inbox(HOA, cursor)
        seen += [row.id for row in page.rows]
        cursor = page.next
        if cursor is None:
            break
    assert seen == sorted(Notice.objects.filter(account_id=7).values_list("id", flat=True), reverse=True)
    with django_assert_num_queries(1):
        queries.inbox(HOA)
    for forged in ("abc", encode_cursor("1"), encode_cursor(1, 2)):
        with pytest.raises(BadInput):
            queries.inbox(HOA, forged)


def test_a_notice_keeps_the_words_with_which_it_was_told() -> None:
    notify(7)
    commands.apply_messages(world_of(message(title={"vi": "Có việc mới"})))
    notify(7, key="case:42:2")
    assert [row.title for row in queries.inbox(HOA).rows] == ["Có việc mới", "Phản ánh mới"]
    assert Template.objects.filter(message="assigned").count() == 2
    with pytest.raises(UnknownMessage):
        notify(7, key="case:42:3", template="urgent")


def test_applying_the_same_messages_changes_nothing() -> None:
    before = list(Template.objects.order_by("id").values())
    commands.apply_messages(world_of(message(), message(id="urgent", priority="emergency")))
    assert list(Template.objects.order_by("id").values()) == before


def test_only_the_facts_of_the_template_are_kept_and_numbers_of_people_are_covered() -> None:
    facts = FACTS | {"topic": "Gọi cho tôi 0905 000 001 nhé", "reporter": "Lê Thị Hoa"}
    notify(7, facts=facts)
    held = Notice.objects.get().facts
    assert set(held) == {"number", "topic", "due"}
    assert held["topic"] == "Gọi cho tôi [số điện thoại] nhé"
    assert held["number"] == "PA-20261123-00042"


def test_a_missing_fact_leaves_a_readable_sentence() -> None:
    notify(7, facts={"number": "PA-20261123-00042", "topic": {}})
    assert queries.inbox(HOA).rows[0].text == "PA-20261123-00042: …. Hạn …."


def test_thousands_are_told_in_few_statements(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(15):
        assert notify(*range(1, 5001)) == 5000
    assert notify(*range(1, 5001)) == 0
    assert Notice.objects.count() == 5000
    assert queries.unread_count(Actor("resident", 5000)) == 1


def test_it_carries_the_moment_of_the_clock() -> None:
    at = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
    with clock.frozen(at):
        notify(7)
        commands.mark_read(HOA)
    row = Notice.objects.get()
    assert (row.at, row.read_at) == (at, at)


@given(st.dictionaries(st.sampled_from(["number", "topic"]), st.text() | st.integers()))
def test_facts_are_put_in_as_they_are_and_never_read_as_templates(facts: dict[str, Any]) -> None:
    text = filled("{number} và {topic}", facts, language="vi", zone="UTC")
    shown = [str(facts.get(name, "")) or "…" for name in ("number", "topic")]
    assert text == f"{shown[0]} và {shown[1]}"
