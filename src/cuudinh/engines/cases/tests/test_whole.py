"""Whatever people do in whatever order, what was written beside the case agrees with the case."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.models import Case, ClockEntry, DueTime, Event, RatingGiven
from cuudinh.engines.cases.rules import buckets, folding, ladder
from cuudinh.engines.cases.rules.unit_counts import unit_names
from cuudinh.engines.cases.store import derived_values, standing_of
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.cases.tests.street import ZONE, street
from cuudinh.engines.cases.tests.town import Town
from cuudinh.engines.cases.tests.wandering import REPORTER, SECRETS, Wanderer
from cuudinh.engines.cases.types import ListFilter
from cuudinh.journal import clerk, counters, outbox
from cuudinh.kernel import clock

KEPT = ("all:", "office:", "officer:", "unit:", "state:", "topic:", "public:", "day:", "hour:", "month:")


@pytest.fixture(params=[1, 11, 15])
def wandered(request: pytest.FixtureRequest, town: Town) -> Wanderer:
    """Give a province after some weeks in which everybody tried everything."""
    wanderer = Wanderer(town, request.param)
    wanderer.go(180)
    return wanderer


def test_whatever_is_done_everything_agrees(wandered: Wanderer) -> None:
    """One test, since the weeks before it are the dear part."""
    assert len(wandered.done) >= 12, wandered.done
    _the_history_folds_to_the_rows()
    _the_counters_are_what_the_rows_say()
    _each_queue_shows_as_many_as_its_count_says(wandered)
    _each_case_has_one_open_clock_and_its_minutes_add_up(wandered)
    _the_index_holds_what_falls_due(wandered)
    with clock.frozen(wandered.now):
        clerk.run_until_idle()
    assert not outbox.parked()
    _who_reported_stands_nowhere()


def _the_history_folds_to_the_rows() -> None:
    for row in Case.objects.all():
        case = standing_of(row)
        events = Event.objects.filter(case=row).order_by("seq").values_list("seq", "to_state", "facts")
        expected = {name: folding.folded_value(case, name) for name in folding.FOLDED}
        folded = folding.fold(events)
        assert _plain(folded) == _plain(expected | {"rev": row.rev, "state": row.state}), row.number
        kept = {name: getattr(row, name) for name in ("sort_at", "buckets", "area")}
        assert kept == derived_values(case, street()), row.number


def _plain(columns: dict[str, object]) -> dict[str, object]:
    """Moments compare as moments, whatever zone their text was written in."""
    moments = {name for name in columns if name.endswith("_at") or name in {"state_since", "counted_from"}}
    return {
        name: datetime.fromisoformat(str(value)) if name in moments and value is not None else value
        for name, value in columns.items()
    }


def _the_counters_are_what_the_rows_say() -> None:
    kept = {name: n for prefix in KEPT for name, n in counters.read_prefix(prefix).items()}
    counted = Counter(
        name for row in Case.objects.all() for name in buckets.buckets(standing_of(row), street())
    )
    counted.update(name for row in Case.objects.all() for name in unit_names(standing_of(row), ZONE))
    counted.update(_flow_of_the_rows())
    counted.update(_minutes_of_the_rows())
    assert kept == {name: n for name, n in counted.items() if n}


def _each_queue_shows_as_many_as_its_count_says(wandered: Wanderer) -> None:
    with clock.frozen(wandered.now):
        centre = wandered.town["dispatcher"]
        for bucket in queries.centre_buckets(centre):
            assert bucket.count == len(queries.centre_queue(centre, bucket.id, ListFilter()).rows), bucket.id
        for name in ("an.officer", "an.head", "den.officer"):
            for bucket in queries.worklist_buckets(wandered.town[name]):
                shown = queries.worklist(wandered.town[name], ListFilter(bucket=bucket.id)).rows
                assert bucket.count == len(shown), (name, bucket.id)


def _flow_of_the_rows() -> Iterator[str]:
    """Count what happened from the history and the ratings, without the rules that counted it then."""
    for event in Event.objects.select_related("case").order_by("case_id", "seq"):
        local = event.at.astimezone(ZONE)
        day, hour, month = f"day:{local:%Y-%m-%d}", f"hour:{local:%Y-%m-%dT%H}", f"month:{local:%Y-%m}"
        for what in _happened(event):
            yield from (f"{day}:{what}", f"{hour}:{what}")
        if event.act == "file":
            yield f"{day}:topic:{event.facts['set']['topic']}"
        for what in (*_settled(event), *_rated(event)):
            yield from (f"{month}:{what}", f"{month}:office:{_owner_before(event)}:{what}")


def _happened(event: Event) -> Iterator[str]:
    final = {name for name, shape in street().shape.states.items() if shape.phase == "final"}
    if event.act == "file":
        yield "filed"
    if event.facts.get("outcome"):
        yield "resolved"
    if event.to_state in final and event.from_state not in final:
        yield "closed"
    if event.act == "reopen":
        yield "reopened"


def _settled(event: Event) -> list[str]:
    facts = event.facts
    return [facts["outcome"], f"own.{facts['office_outcome']}"] if facts.get("outcome") else []


def _rated(event: Event) -> list[str]:
    if event.act != "rate":
        return []
    round = 1 + Event.objects.filter(case=event.case, act="reopen", seq__lt=event.seq).count()
    value = RatingGiven.objects.get(case=event.case, round=round).value
    return ["rated", f"rating.{value}", *(["rated_good"] if value >= 2 else [])]


def _owner_before(event: Event) -> int:
    earlier = Event.objects.filter(case=event.case, seq__lt=event.seq).order_by("seq")
    return int(folding.fold(earlier.values_list("seq", "to_state", "facts"))["owner_office_id"])


def _minutes_of_the_rows() -> Counter[str]:
    counted: Counter[str] = Counter()
    for entry in ClockEntry.objects.exclude(side="none"):
        if entry.ended_at is None or entry.minutes is None:
            continue
        month = f"month:{entry.ended_at.astimezone(ZONE):%Y-%m}"
        counted[f"{month}:minutes.{entry.side}"] += entry.minutes
        if entry.office_id is not None:
            counted[f"{month}:office:{entry.office_id}:minutes.{entry.side}"] += entry.minutes
    return counted


def _each_case_has_one_open_clock_and_its_minutes_add_up(wandered: Wanderer) -> None:
    for row in Case.objects.all():
        entries = ClockEntry.objects.filter(case=row).order_by("id")
        assert entries.filter(ended_at=None).count() == (row.phase < 3), row.number
        if Event.objects.filter(case=row, act="unmerge").exists():
            continue
        ends = [entry.ended_at for entry in entries if entry.ended_at is not None]
        pace = scene_of(street(), wandered.now).working
        if ends:
            assert sum(entry.minutes or 0 for entry in entries) == pace.minutes(row.filed_at, ends[-1])


def _the_index_holds_what_falls_due(wandered: Wanderer) -> None:
    for row in Case.objects.all():
        case = standing_of(row)
        pace = scene_of(street(), wandered.now).pace(case)
        expected = {(due.what, due.falls_at) for due in ladder.due_times(case, street(), pace)}
        found = DueTime.objects.filter(case=row).values_list("what", "falls_at")
        assert set(found) == expected, row.number


def _who_reported_stands_nowhere() -> None:
    """Look through every text of every table that anybody but the reporter and the seal may read."""
    assert Event.objects.filter(account_id=REPORTER.account_id).count() == 0
    for table, columns in {
        "cases_case": "text, title, answer, answers, place",
        "cases_event": "facts",
        "cases_task": "question, answer",
        "cases_extension": "reason",
        "cases_ratinggiven": "comment",
        "journal_outboxevent": "body",
        "journal_auditinbox": "body",
        "journal_auditline": "body",
        "messages_notice": "facts",
        "journal_searchentry": "words",
    }.items():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {table}")
            everything = str(cursor.fetchall())
        for secret in SECRETS:
            assert secret not in everything, f"{secret} stands in {table}"
