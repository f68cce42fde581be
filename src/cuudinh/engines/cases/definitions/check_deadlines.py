"""Deadlines in time: each row begins on a day of its own, and one is in force from the first day of its topic."""

from collections.abc import Iterator, Sequence

from cuudinh.engines.cases.shapes import ServiceShape, TopicsShape
from cuudinh.packs.faults import Fault
from cuudinh.packs.grammar import Dated, Shape, SpanShape
from cuudinh.packs.world import PackWorld


def deadline_faults(world: PackWorld, shape: ServiceShape, topics: TopicsShape) -> Iterator[Fault]:
    """Give the faults of the dated deadlines of a service and of its topics."""
    by_track = {"timed": "default", "immediate": "immediate"}
    begins: dict[str, str] = {}
    for topic in topics.topics:
        first = min(rule.since for rule in topic.owner)
        if topic.deadline:
            yield from _wrong(world, topic, "deadline", topic.deadline, first)
        else:
            key = by_track[topic.track]
            begins[key] = min(first, begins.get(key, first))
    for key, rows in (("default", shape.deadlines.default), ("immediate", shape.deadlines.immediate)):
        if not rows and key not in begins:
            continue
        if not rows:
            track = "timed" if key == "default" else key
            what = f"topics are on the {track} track, and nothing is promised there"
            yield world.fault_of(shape.deadlines, what, key, expected="a dated deadline")
            continue
        yield from _wrong(world, shape.deadlines, key, rows, begins.get(key, ""))


def _wrong(
    world: PackWorld, owner: Shape, key: str, rows: Sequence[Dated[SpanShape]], first: str
) -> Iterator[Fault]:
    """Give the faults of one list, whose topics are answered from the day `first` on; empty: there are none."""
    yield from _twice(world, owner, key, rows)
    begins = min(row.since for row in rows)
    if first and begins > first:
        what = f"topics are answered from {first}, and there is no deadline before {begins}"
        expected = f"a row in force on {first}: nothing is promised by a text that does not hold yet"
        yield world.fault_of(owner, what, key, expected=expected)


def _twice(world: PackWorld, owner: Shape, key: str, rows: Sequence[Dated[SpanShape]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, row in enumerate(rows):
        if row.since in seen:
            what = f"two deadlines begin on {row.since}"
            yield world.fault_of(owner, what, key, number, "since", expected="a day of its own for each")
        seen.add(row.since)
