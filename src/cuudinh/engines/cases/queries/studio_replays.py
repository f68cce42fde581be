"""What came out when real cases were played again against a draft."""

from typing import Final

from cuudinh.engines.cases.models import Replay, ReplayedCase
from cuudinh.engines.cases.queries.studio import permit_studio
from cuudinh.engines.cases.studio.replays import differences_in
from cuudinh.engines.cases.types.studio import ReplayedView, ReplayView
from cuudinh.kernel.actor import Actor

PAGE: Final = 50


def last_replay(actor: Actor, draft_id: int, after: str = "") -> ReplayView | None:
    """Give the last replay of a draft with a page of the cases that differ, from a number on; None before the first.

    Raises `NotYours`.
    """
    permit_studio(actor)
    row = Replay.objects.select_related("draft").filter(draft_id=draft_id).order_by("-pk").first()
    if row is None:
        return None
    cases = ReplayedCase.objects.filter(replay=row, number__gt=after).order_by("number")[:PAGE]
    return ReplayView(
        id=row.pk,
        since=row.since,
        until=row.until,
        total=row.total_count,
        done=row.done_count,
        is_over=row.ended_at is not None,
        is_of_older_draft=row.draft_rev != row.draft.rev,
        counts=row.counts,
        cases=[ReplayedView(one.number, differences_in(one)) for one in cases],
    )
