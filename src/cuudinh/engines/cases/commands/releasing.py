"""Who left a seat leaves the cases they held by name: the clerk gives them on, in portions, on the day of it."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from cuudinh.engines.cases.commands.writing import SYSTEM, write_move
from cuudinh.engines.cases.models import PHASES, Case
from cuudinh.engines.cases.rules.releasing import release
from cuudinh.engines.cases.store import load_by_id
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.identity import queries as identity
from cuudinh.journal import jobs

JOB: Final = "cases.release"
PORTION: Final = 50


def release_later(account_id: int, last_day: date, heir_account_id: int | None) -> None:
    """Ask for the cases of somebody to be given on when the last day of the seat is over."""
    zone = ZoneInfo(identity.time_zone())
    at = datetime.combine(last_day + timedelta(days=1), time.min, zone)
    asked = {"account": account_id, "heir": heir_account_id, "after": 0}
    jobs.later(JOB, asked, run_at=at, key=f"{account_id}:{last_day.isoformat()}")


@jobs.handler(JOB)
def _release_portion(asked: dict[str, Any]) -> jobs.Finish:
    return lambda: _finish(asked)


def _finish(asked: dict[str, Any]) -> None:
    """Give on the next open cases of the account that lie with offices in which it has no seat any more."""
    account_id, heir = asked["account"], asked["heir"]
    held = Case.objects.filter(
        owner_account_id=account_id, phase__lt=PHASES["done"], id__gt=asked["after"]
    ).order_by("id")
    found = list(held.values_list("id", "owner_office_id")[:PORTION])
    for case_id, office_id in found:
        if not identity.works_in(account_id, office_id):
            to = heir if heir is not None and identity.works_in(heir, office_id) else None
            _release(case_id, to)
    if len(found) == PORTION:
        jobs.later(JOB, {**asked, "after": found[-1][0]})


def _release(case_id: int, to: int | None) -> None:
    loaded = load_by_id(case_id)
    assert loaded is not None, "its row was just read, and cases are never deleted"
    scene = scene_of(loaded.service, loaded.moment())
    write_move(SYSTEM, scene, case_id, release(scene, loaded.case, to), rule="seat-ended")
