"""What a new pack changes of a service, in sentences: by when, who answers, what is asked and who may do what."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from cuudinh.engines.cases.definitions.changes_of_flow import flow_said
from cuudinh.engines.cases.rules.timing import span_text
from cuudinh.engines.cases.shapes import ServiceShape, TopicShape, TopicsShape
from cuudinh.kernel.numbers import date_text
from cuudinh.packs.grammar import Dated, SpanShape
from cuudinh.packs.parts import Said

Service = tuple[ServiceShape, TopicsShape]


def changes_said(old: Service, new: Service) -> Iterator[Said]:
    """Say which deadlines begin, change or go, what is asked otherwise, which steps change, and of which topics others
    answer."""
    was, now = old[0], new[0]
    yield from _deadlines_said(now.title, was.deadlines.default, now.deadlines.default)
    yield from _deadlines_said(now.title, was.deadlines.immediate, now.deadlines.immediate)
    yield from flow_said(was, now)
    before = {topic.id: topic for topic in old[1].topics}
    for topic in new[1].topics:
        if topic.id in before:
            yield from _topic_said(before[topic.id], topic)


def _topic_said(was: TopicShape, now: TopicShape) -> Iterator[Said]:
    yield from _deadlines_said(now.title, was.deadline, now.deadline)
    if was.owner != now.owner:
        vi, en = _named(now.title)
        yield Said(f"“{vi}”: thay đổi đơn vị xử lý.", f"“{en}”: who answers changes.")


def _deadlines_said(
    title: Mapping[str, str], old: Sequence[Dated[SpanShape]], new: Sequence[Dated[SpanShape]]
) -> Iterator[Said]:
    before, after = ({row.since: row.value for row in rows} for rows in (old, new))
    vi, en = _named(title)
    for since in sorted(before.keys() | after.keys()):
        day, span = date.fromisoformat(since), after.get(since)
        if span == before.get(since):
            continue
        if span is None:
            yield Said(
                f"“{vi}”: bỏ thời hạn từ ngày {date_text(day)}.",
                f"“{en}”: the deadline from {date_text(day, 'en')} goes.",
            )
        else:
            yield Said(
                f"“{vi}”: thời hạn {span_text(span, 'vi')} từ ngày {date_text(day)}.",
                f"“{en}”: {span_text(span, 'en')} from {date_text(day, 'en')}.",
            )


def _named(title: Mapping[str, str]) -> tuple[str, str]:
    first = next(iter(title.values()))
    return title.get("vi", first), title.get("en", first)
