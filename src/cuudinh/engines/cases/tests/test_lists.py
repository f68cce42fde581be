"""Lists show what their counts say, whatever a pack calls its states, and words find everything that holds them."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.models import QUEUES, Case
from cuudinh.engines.cases.queries import hot, searching
from cuudinh.engines.cases.rules.buckets import bucket_bits
from cuudinh.engines.cases.tests.street import at
from cuudinh.engines.cases.tests.town import FOLDER, Town, grammar, settle
from cuudinh.engines.cases.types import CaseRow, ListFilter
from cuudinh.journal import search
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.kernel.pages import Page
from cuudinh.kernel.refusal import BadInput
from cuudinh.packs import checking
from cuudinh.packs.loading import Library, Pack, pack_of, read_pack

RENAMED = {
    "received": "moi-toi",
    "verifying": "dang-soat",
    "waiting": "cho-dan",
    "awaiting_approval": "cho-ky",
    "resolved": "xong",
    "closed": "het",
}


def _renamed_pack() -> Pack:
    """Give the pack of these tests with other names for the states; messages keep theirs."""
    files = dict(read_pack(FOLDER / "street").files)
    for path in ("services/street/service.yaml", "services/street/examples.yaml"):
        text = files[path].decode()
        for old, new in RENAMED.items():
            text = re.sub(rf"(?<!message: )\b{old}\b", new, text)
        files[path] = text.encode()
    return pack_of("street", files)


@pytest.fixture
def renamed(db: None) -> Iterator[Town]:
    """Give a province whose states are called differently."""
    assert checking.check(_renamed_pack(), Library(FOLDER), grammar()) == []
    with clock.frozen(at("2026-11-23 08:00")):
        yield settle(checking.world_of(_renamed_pack(), Library(FOLDER), grammar()))


def _shown(actor: Actor, queue: str) -> tuple[list[str], int]:
    """Give the numbers in a queue of the centre and what its count says."""
    rows = queries.centre_queue(actor, queue, ListFilter()).rows
    counts = {one.id: one.count for one in queries.centre_buckets(actor)}
    return [row.number for row in rows], counts[queue]


def test_the_queues_follow_what_states_are_and_not_what_they_are_called(renamed: Town) -> None:
    number, centre = renamed.file(), renamed["dispatcher"]
    assert renamed.case(number).state == "moi-toi"
    assert _shown(centre, "intake") == ([number], 1)
    assert queries.wall_snapshot().awaiting_intake == 1
    renamed.act("dispatcher", number, "assign")
    assert _shown(centre, "intake") == ([], 0)
    renamed.act("an.officer", number, "accept")
    renamed.act("an.officer", number, "resolve", photos=1, answer="Đã vá mặt đường.")
    assert _shown(centre, "approval") == ([number], 1)
    assert queries.wall_snapshot().awaiting_approval == 1
    view = ListFilter(bucket="awaiting_approval")
    assert [row.number for row in queries.worklist(renamed["an.officer"], view).rows] == [number]


def test_a_result_and_a_question_are_shown_in_states_of_any_name(renamed: Town) -> None:
    asked, answered = renamed.file(), renamed.resolved()
    renamed.act("dispatcher", asked, "ask", question="Trước nhà số mấy?")
    assert queries.reporter_case(renamed["resident"], asked).question == "Trước nhà số mấy?"
    anyone = Actor("resident", None)
    assert queries.public_case(anyone, answered).answer == "Đã vá mặt đường."
    (exchanged,) = queries.exchanged_cases(anyone, ListFilter(numbers=(answered,))).rows
    assert exchanged.answer == "Đã vá mặt đường."


def test_an_answer_is_no_result_before_it_was_approved(town: Town) -> None:
    number = town.accepted()
    town.act("an.officer", number, "resolve", photos=1, answer="Đã vá mặt đường.")
    assert queries.public_case(Actor("resident", None), number).answer == ""


def test_the_indexes_of_queues_are_made_of_the_buckets_that_are_written() -> None:
    named = {"all": ["open", "waiting"], "approval": ["awaiting_approval"], "extension": ["extension_asked"]}
    assert {queue: bucket_bits(named.get(queue, [queue])) for queue in QUEUES} == QUEUES


def _many(town: Town, count: int) -> list[Case]:
    """Give public reports that all hold the same words, one for each minute, made of one that was filed."""
    row = town.case(town.accepted())
    copies = []
    for place in range(count):
        row.pk, row.number = None, f"COPY-{place:05}"
        row.filed_at = row.published_at = at("2026-09-01 08:00") + timedelta(minutes=place)
        row.topic = "den" if place % 40 == 0 else "cay"
        copies.append(
            Case(**{field.attname: getattr(row, field.attname) for field in Case._meta.concrete_fields})
        )
    made = Case.objects.bulk_create(copies)
    with acting():
        for one in made:
            search.put("case-public", one.pk, "Cành cây gãy chắn đường")
            search.put("case-office", one.pk, "Cành cây gãy chắn đường")
    return made


def _all_pages(narrowed: ListFilter, limit: int = 20) -> list[CaseRow]:
    rows: list[CaseRow] = []
    page = queries.public_cases(Actor("resident", None), narrowed, None, limit)
    while page.next:
        rows += page.rows
        page = queries.public_cases(Actor("resident", None), narrowed, page.next, limit)
    return [*rows, *page.rows]


def test_everything_that_holds_the_words_is_reached_page_by_page(town: Town) -> None:
    numbers = [one.number for one in _many(town, 700)]
    assert [row.number for row in _all_pages(ListFilter(text="cành cây"))] == numbers[::-1]


def test_words_are_found_among_whatever_else_narrows_the_list(town: Town) -> None:
    made = _many(town, 700)
    lights = [one.number for one in made if one.topic == "den"]
    assert [row.number for row in _all_pages(ListFilter(text="cay gay", topic="den"))] == lights[::-1]
    first = ListFilter(text="cay gay", until=at("2026-09-01 08:30"))
    assert [row.number for row in _all_pages(first)] == [one.number for one in made[29::-1]]
    office = town["an.officer"]
    found = queries.worklist(office, ListFilter(text="cay gay", topic="den")).rows
    assert [row.number for row in found] == lights[::-1]
    queue = queries.centre_queue(town["dispatcher"], "all", ListFilter(text="cay gay", topic="den")).rows
    assert [row.number for row in queue] == lights[::-1]


def test_a_list_of_a_period_goes_by_the_moment_of_filing(town: Town) -> None:
    made = _many(town, 30)
    for place, one in enumerate(made):
        one.published_at = at("2026-09-02 08:00") - timedelta(minutes=place)
    Case.objects.bulk_update(made, ["published_at"])
    narrowed = ListFilter(since=made[5].filed_at, until=made[25].filed_at)
    assert [row.number for row in _all_pages(narrowed, limit=7)] == [one.number for one in made[24:4:-1]]


def test_a_page_that_looked_at_enough_ends_early_and_goes_on(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_LOOKED_AT_MOST", 250)
    made = _many(town, 700)
    page = queries.public_cases(Actor("resident", None), ListFilter(text="cay gay", until=made[3].filed_at))
    assert page.rows == ()
    assert page.next
    rows = _all_pages(ListFilter(text="cay gay", until=made[3].filed_at))
    assert [row.number for row in rows] == [one.number for one in made[2::-1]]


def test_a_number_as_it_was_typed_leads_and_comes_once(town: Town) -> None:
    made = _many(town, 30)
    with acting():
        search.put("case-public", made[3].pk, "COPY-00003 cay gay")
    rows = _all_pages(ListFilter(text=" copy-00003 "))
    assert [row.number for row in rows] == ["COPY-00003"]
    assert [row.number for row in _all_pages(ListFilter(text="copy-00003"), limit=1)] == ["COPY-00003"]


def test_a_cursor_of_another_list_is_refused(town: Town) -> None:
    _many(town, 30)
    page = queries.public_cases(Actor("resident", None), ListFilter())
    with pytest.raises(BadInput):
        queries.public_cases(Actor("resident", None), ListFilter(text="cay"), page.next)


def test_the_pages_of_a_queue_and_of_a_worklist_follow_each_other(town: Town) -> None:
    _many(town, 120)
    centre, office = town["dispatcher"], town["an.officer"]
    cut = ListFilter(topic="cay")
    _is_walked(lambda cursor: queries.centre_queue(centre, "all", ListFilter(), cursor), 121)
    _is_walked(lambda cursor: queries.worklist(office, ListFilter(), cursor), 121)
    _is_walked(lambda cursor: queries.worklist(office, cut, cursor), 117)


def test_a_window_of_any_size_shows_what_lies_in_it_however_it_is_read(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = town.accepted()
    lat, lon = town.case(number).lat or 0, town.case(number).lon or 0
    visitor = Actor("resident", None)
    for most in (hot.MAP_MOST, 0):
        monkeypatch.setattr(hot, "MAP_MOST", most)
        for reach in (0.001, 0.01, 0.1, 1, 60, 400):
            window = (lat - reach, lon - reach, lat + reach, lon + reach)
            assert len(queries.public_points(visitor, *window, ListFilter(topic="o-ga"))) == 1, reach
            assert queries.public_points(visitor, *window, ListFilter(topic="den")) == ()
            beside = (lat + reach, lon + reach, lat + 2 * reach, lon + 2 * reach)
            assert queries.public_points(visitor, *beside, ListFilter()) == ()
    assert queries.public_points(visitor, float("nan"), 0, 90, 180, ListFilter()) == ()


@pytest.mark.parametrize("most", [hot.MAP_MOST, 0])
def test_a_window_that_holds_more_than_is_read_at_once_is_read_on(
    town: Town, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    _many(town, 7)
    monkeypatch.setattr(hot, "MAP_MOST", most)
    monkeypatch.setattr(hot, "MAP_PAGE", 2)
    for query in hot.MAP.values():
        monkeypatch.setattr(query, "_compiled", {})
    shown = {row.number for row in queries.public_points(VISITOR, 16, 107, 17, 108, ListFilter())}
    listed = queries.public_cases(VISITOR, ListFilter(), limit=50).rows
    assert len(shown) > 4
    assert shown == {row.number for row in listed}


def _is_walked(listing: Callable[[str | None], Page[CaseRow]], count: int) -> None:
    page = listing(None)
    numbers = [row.number for row in page.rows]
    while page.next:
        page = listing(page.next)
        numbers += [row.number for row in page.rows]
    assert len(numbers) == len(set(numbers)) == count
