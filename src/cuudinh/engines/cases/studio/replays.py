"""Playing the cases of a period again, portion by portion, in the background; killed anywhere, it goes on there."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.db.models import Q, QuerySet

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import Case, Event, Replay, ReplayedCase
from cuudinh.engines.cases.studio.drafts import service_in
from cuudinh.engines.cases.studio.house import house
from cuudinh.engines.cases.studio.replaying import differences_of
from cuudinh.engines.cases.studio.texts import changed_texts, encoded
from cuudinh.engines.cases.types.studio import ReplayDifference
from cuudinh.journal import jobs
from cuudinh.kernel import clock

JOB: Final = "cases.replay"
# Cases held in memory at once, with their histories.
PORTION: Final = 100
# Differing cases that are kept by number; beyond them only the numbers grow.
KEPT_MOST: Final = 2000

Found = list[tuple[str, list[ReplayDifference]]]


def cases_between(service_id: str, since: datetime, until: datetime) -> QuerySet[Case]:
    """Give the cases of a service filed in a period."""
    return Case.objects.filter(service_id=service_id, filed_at__gte=since, filed_at__lt=until)


@jobs.handler(JOB)
def go_on(payload: Any) -> Callable[[], None] | None:
    """Play the next portion of a replay; what was found is kept with the end of the job."""
    replay = (
        Replay.objects.select_related("draft").filter(pk=payload["replay"], ended_at__isnull=True).first()
    )
    if replay is None:
        return None
    rows = _portion(replay)
    found = _differing(replay, rows)
    return partial(_keep, replay.pk, replay.done_count, rows, found)


def _portion(replay: Replay) -> list[Case]:
    found = cases_between(replay.draft.service_id, replay.since, replay.until)
    if replay.last_filed_at is not None:
        later = Q(filed_at__gt=replay.last_filed_at)
        found = found.filter(later | Q(filed_at=replay.last_filed_at, pk__gt=replay.last_case_id))
    return list(found.order_by("filed_at", "pk")[:PORTION])


def _differing(replay: Replay, rows: Sequence[Case]) -> Found:
    world = house().with_files(encoded(changed_texts(replay.draft)))[0]
    new = service_in(world, replay.draft.service_id)
    events: dict[int, list[Event]] = {row.pk: [] for row in rows}
    for event in Event.objects.filter(case_id__in=list(events)).order_by("case_id", "seq"):
        events[event.case_id].append(event)
    found: Found = []
    for row in rows:
        old = definitions.service(row.service_id, row.version)
        changed = differences_of(row, events[row.pk], old, new, replay.asked_at)
        if changed:
            found.append((row.number, changed))
    return found


def _keep(replay_id: int, done_before: int, rows: Sequence[Case], found: Found) -> None:
    """Write what a portion gave and ask for the next; a portion that was kept meanwhile is not kept twice."""
    replay = Replay.objects.select_for_update().get(pk=replay_id)
    if replay.done_count != done_before or replay.ended_at is not None:
        return
    replay.counts = dict(Counter(replay.counts) + counted(found))
    room = max(0, KEPT_MOST - ReplayedCase.objects.filter(replay=replay).count())
    ReplayedCase.objects.bulk_create(_kept(replay, *one) for one in found[:room])
    replay.done_count += len(rows)
    if rows:
        replay.last_filed_at, replay.last_case_id = rows[-1].filed_at, rows[-1].pk
    if len(rows) < PORTION:
        replay.ended_at = clock.now()
    else:
        jobs.later(JOB, {"replay": replay_id}, key=str(replay_id))
    replay.save()


def _kept(replay: Replay, number: str, changed: Sequence[ReplayDifference]) -> ReplayedCase:
    return ReplayedCase(
        replay=replay,
        number=number,
        kinds=sorted({one.kind for one in changed}),
        differences=[[one.kind, one.was, one.now] for one in changed],
    )


def counted(found: Found) -> Counter[str]:
    """Give how many cases differ, in all and by kind of difference.

    >>> counted([("A-1", [ReplayDifference("late", "", ""), ReplayDifference("route", "a", "b")])])["late"]
    1
    """
    counts: Counter[str] = Counter()
    for _number, changed in found:
        kinds = {one.kind for one in changed}
        counts.update(kinds)
        counts["differing"] += int(kinds != {"left_out"})
    return counts


def differences_in(row: ReplayedCase) -> list[ReplayDifference]:
    """Give the differences of a case as they were kept."""
    rows: Sequence[Sequence[str]] = row.differences
    return [ReplayDifference(*one) for one in rows]
