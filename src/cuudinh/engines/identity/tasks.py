"""What runs in the background: sealing again under a new key, copies for people, dropping what is over."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from cuudinh.engines.identity import commands, erasures, snapshot
from cuudinh.engines.identity.commands.conversions import CONVERTING
from cuudinh.engines.identity.commands.deeds import EXPORTING
from cuudinh.engines.identity.commands.exporting import gather, keep_export
from cuudinh.engines.identity.commands.keys import RESEALING
from cuudinh.engines.identity.commands.reorganising import hand_over_seats_due
from cuudinh.journal import clerk, jobs
from cuudinh.kernel import clock
from cuudinh.kernel.actor import system

CLERK: Final = system("identity.clerk")
_CONVERTER: Final = system("identity.conversion")
_REMIND_EVERY: Final = timedelta(minutes=1)
_TIDY_EVERY: Final = timedelta(minutes=10)


@jobs.handler(CONVERTING)
def convert_some(run_id: int) -> Callable[[], None]:
    """Take a step of a run, and ask for the next one in the same transaction while there is one."""

    def finish() -> None:
        if commands.convert_step(_CONVERTER, run_id=run_id):
            commands.go_on_in_background(run_id)

    return finish


@jobs.handler(RESEALING)
def reseal_some(_payload: object) -> Callable[[], None]:
    """Seal a batch again, and ask for the next one in the same transaction until nothing is left."""

    def finish() -> None:
        if commands.reseal():
            jobs.later(RESEALING, None, key=RESEALING)

    return finish


@jobs.handler(EXPORTING)
def export_everything(number: str) -> Callable[[], None]:
    """Gather everything held about who made a request, and keep it for them with the end of the job."""
    return partial(keep_export, number, gather(number))


class _Tidied:
    """When this process last tidied up."""

    at: datetime | None = None


def tidy() -> int:
    """Drop sessions and sign-ons that are over, every ten minutes; give 0, since nothing waits for it."""
    now = clock.now()
    if _Tidied.at is None or now - _Tidied.at >= _TIDY_EVERY:
        _Tidied.at = now
        commands.drop_old_sessions()
        commands.drop_old_sign_ons()
        commands.drop_old_exports()
        erasures.export()
    return 0


class _Swept:
    """On which day this process last found nothing that is kept too long."""

    day: date | None = None


def sweep() -> int:
    """Drop what is kept longer than the pack allows, a piece at a time, once a day."""
    if _Swept.day == snapshot.today():
        return 0
    done = commands.carry_out_retention(CLERK)
    if not done:
        _Swept.day = snapshot.today()
    return done


class _Reminded:
    """When this process last looked which legal clocks run out."""

    at: datetime | None = None


def remind() -> int:
    """Tell the privacy desk of clocks that run out, every minute; give 0, since nothing waits for it."""
    now = clock.now()
    if _Reminded.at is None or not timedelta(0) <= now - _Reminded.at < _REMIND_EVERY:
        _Reminded.at = now
        commands.remind_of_clocks(CLERK)
    return 0


class _Ended:
    """On which day this process last found no representation that is over and not written so."""

    day: date | None = None


def end_representations() -> int:
    """End what is over by its last day, a piece at a time, once a day; give how many."""
    if _Ended.day == snapshot.today():
        return 0
    done = commands.end_representations_due(CLERK)
    if not done:
        _Ended.day = snapshot.today()
    return done


class _Handed:
    """For which day and offices this process last found no seat in an office that is gone."""

    stamp: tuple[object, ...] | None = None


def hand_over() -> int:
    """Move or end the seats of offices that are gone, once for each day and each change of offices or seats."""
    stamp = (snapshot.today(), *snapshot.tokens())
    if stamp == _Handed.stamp:
        return 0
    done = hand_over_seats_due(CLERK)
    if not done:
        _Handed.stamp = stamp
    return done


class _Turned:
    """For which day and absences this process last found nothing to tell."""

    stamp: tuple[object, ...] | None = None


def turn() -> int:
    """Tell of absences that begin or are over, once for each day and each change of them."""
    stamp = (snapshot.today(), *snapshot.tokens())
    if stamp == _Turned.stamp:
        return 0
    done = commands.turn_absences()
    if not done:
        _Turned.stamp = stamp
    return done


clerk.register_step("identity.tidying", tidy)
clerk.register_step("identity.absences", turn)
clerk.register_step("identity.seats", hand_over)
clerk.register_step("identity.retention", sweep)
clerk.register_step("identity.reminders", remind)
clerk.register_step("identity.representations", end_representations)
