"""The steps of a run: each is one transaction, so a run that was killed goes on where it stopped.

A dry run takes the same steps; each is undone before its figures are kept.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.converting import batches, counting, facts
from cuudinh.engines.identity.converting.facts import Known
from cuudinh.engines.identity.converting.preparing import Done, Scenario, prepare_some
from cuudinh.engines.identity.models import ConversionBatch, ConversionRun
from cuudinh.engines.identity.rules.conversion import Outcome, is_open, is_over
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

GOING: Final = ("preparing", "running")


class _Undone(Exception):
    """A dry step is over: everything it wrote goes."""


@acting()
def step(actor: Actor, run_id: int) -> bool:
    """Take the next step of a run; give whether there is another one to take now."""
    run = ConversionRun.objects.select_for_update().get(pk=run_id)
    if run.state not in GOING:
        return False
    scenario = Scenario(run.body)
    if run.mode == "dry":
        return _dry_step(run, scenario)
    if run.state == "preparing":
        return _prepare(run, scenario)
    return _convert(actor, run, scenario)


def _dry_step(run: ConversionRun, scenario: Scenario) -> bool:
    done = Done()
    try:
        with acting():
            done = prepare_some(run, scenario, scenario.shape.batch_size)
            if done.cursor is not None:
                done.add(_batch(run, scenario))
            raise _Undone
    except _Undone:
        _keep(run, done)
    if done.cursor is None:
        _end(run, "done", _stop_reason(run, scenario))
        return False
    return True


def _prepare(run: ConversionRun, scenario: Scenario) -> bool:
    done = prepare_some(run, scenario, scenario.shape.batch_size)
    _keep(run, done)
    if done.cursor is None:
        _set(run, state="running", is_prepared=True)
        counting.freeze_day(run.pk)
        return _goes_on(run, scenario)
    return True


def _convert(actor: Actor, run: ConversionRun, scenario: Scenario) -> bool:
    if not is_open_now(scenario):
        _set(run, state="stopped", why="window")
        return False
    done = _batch(run, scenario)
    _keep(run, done)
    counting.freeze_day(run.pk)
    if not done.tried:
        _end(run, "done")
        return False
    told = {"batch": run.batches, "converted": done.converted, "errors": done.errors}
    audit.record(actor, "identity.convert_batch", ("conversion", run.pk), rule=run.scenario_id, facts=told)
    return _goes_on(run, scenario)


def is_open_now(scenario: Scenario) -> bool:
    """Whether batches may run at this moment."""
    window = scenario.shape.window
    first, last = (datetime.fromisoformat(day).date() for day in (window.first_day, window.last_day))
    local = clock.now().astimezone(ZoneInfo(snapshot.current().zone))
    return is_open(first, last, window.from_hour, window.to_hour, local)


def _batch(run: ConversionRun, scenario: Scenario) -> Done:
    """Convert the next accounts that are due, decided anew by what is known of them now."""
    due = facts.due_accounts(run.pk, scenario.shape.batch_size)
    if not due:
        return Done()
    converting, failing = _sorted_out(due, scenario)
    at = clock.now()
    batch = ConversionBatch.objects.create(
        run=run, number=run.batches + 1, converted=len(converting), errors=len(failing), at=at
    )
    batches.write(batch.pk, converting, at)
    done = Done(tried=len(due), converted=len(converting), errors=len(failing), batches=1)
    becoming: dict[str, list[int]] = defaultdict(list)
    becoming["converted"] = [known.account_id for known, _ in converting]
    for known, outcome in failing:
        becoming[outcome.state].append(known.account_id)
    for state, account_ids in becoming.items():
        done.tallies.update(counting.become(run.pk, account_ids, state))
    return done


def _sorted_out(
    due: list[Known], scenario: Scenario
) -> tuple[list[tuple[Known, str]], list[tuple[Known, Outcome]]]:
    """Part those that are converted from those whose facts have changed, or whose subject somebody before them has."""
    converting, failing = list[tuple[Known, str]](), list[tuple[Known, Outcome]]()
    taken: set[str] = set()
    for known in due:
        outcome = scenario.decide(known)
        if outcome.then == "convert" and known.subject_index in taken:
            outcome = Outcome("duplicate")
        if outcome.then == "convert":
            taken.add(known.subject_index)
            converting.append((known, outcome.rule))
        else:
            failing.append((known, outcome))
    return converting, failing


def _keep(run: ConversionRun, done: Done) -> None:
    """Add what a step did to the figures of its run."""
    counting.keep(run.pk, done.tallies)
    for name in ("population", "duplicates", "converted", "tried", "errors", "batches"):
        setattr(run, name, getattr(run, name) + getattr(done, name))
    run.cursor = done.cursor if done.cursor is not None else run.cursor
    run.save()


def _goes_on(run: ConversionRun, scenario: Scenario) -> bool:
    """Stop a run that the rule of its scenario stops; give whether it goes on."""
    why = _stop_reason(run, scenario)
    if why:
        _set(run, state="stopped", why=why)
    return not why


def _stop_reason(run: ConversionRun, scenario: Scenario) -> str:
    stop = scenario.shape.stop
    if not run.is_overruled and is_over(run.duplicates, run.population, stop.duplicates_percent):
        return "duplicates"
    return "errors" if is_over(run.errors, run.tried, stop.errors_percent) else ""


def _end(run: ConversionRun, state: str, why: str = "") -> None:
    _set(run, state=state, why=why, ended_at=clock.now())


def _set(run: ConversionRun, **values: Any) -> None:
    for name, value in values.items():
        setattr(run, name, value)
    run.save(update_fields=list(values))
