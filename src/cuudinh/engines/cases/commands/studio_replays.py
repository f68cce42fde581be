"""Asking for real cases to be played again against a draft."""

from datetime import datetime, time, timedelta
from typing import Final

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.commands.studio import DESIGN
from cuudinh.engines.cases.models import Replay
from cuudinh.engines.cases.studio.drafts import row_of
from cuudinh.engines.cases.studio.replays import JOB, cases_between
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.engines.places import queries as places
from cuudinh.journal import audit, jobs
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Incomplete

DAYS_MOST: Final = 366


@acting()
def ask_replay(actor: Actor, *, draft_id: int, days: int) -> int:
    """Let the cases of the last days be played again against a draft, in the background; gives its number.

    Nothing is changed by it but its own record. Raises `NotYours`, `ServiceDraftNotThere`, `ServiceNotThere` for a
    service that is not in force, `Incomplete` for more than a year.
    """
    rule = identity.permit(actor, DESIGN, Facts())
    if not 1 <= days <= DAYS_MOST:
        raise Incomplete(faults={"days": f"1–{DAYS_MOST}"})
    draft, now = row_of(draft_id), clock.now()
    zone = places.calendar(definitions.service(draft.service_id).shape.calendar).zone
    since = datetime.combine((now.astimezone(zone) - timedelta(days=days)).date(), time.min, zone)
    replay = Replay.objects.create(
        draft=draft,
        draft_rev=draft.rev,
        since=since,
        until=now,
        asked_at=now,
        total_count=cases_between(draft.service_id, since, now).count(),
    )
    jobs.later(JOB, {"replay": replay.pk}, key=str(replay.pk))
    facts = {"service": draft.service_id, "rev": draft.rev, "days": days, "cases": replay.total_count}
    audit.record(actor, "service.replay", ("service_draft", draft.pk), rule=rule, facts=facts)
    return replay.pk
