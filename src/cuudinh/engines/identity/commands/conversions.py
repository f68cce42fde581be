"""Runs of a conversion: tried first, then carried out in batches, stopped, let go on, undone."""

import hashlib

import msgspec
from django.db.models import Max

from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.converting import batches, counting, steps
from cuudinh.engines.identity.converting.preparing import Scenario
from cuudinh.engines.identity.definitions import scenarios_of
from cuudinh.engines.identity.models import (
    Account,
    ConversionBatch,
    ConversionRun,
    ConversionScenario,
)
from cuudinh.engines.identity.shapes_conversions import ScenarioShape
from cuudinh.engines.identity.types import (
    AlreadyConverting,
    DryRunNeeded,
    NothingToUndo,
    OtherRules,
    OutsideWindow,
    ReasonNeeded,
    UnknownConversion,
)
from cuudinh.journal import audit, jobs
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.packs.world import PackWorld

CONVERTING = "identity.convert"
REASON_LEAST = 10
# What a person reads decides nothing about an account.
_WORDS = {"title", "source", "mark", "window", "undo_days", "message"}


@acting()
def apply_conversions(world: PackWorld) -> None:
    """Make the scenarios those of a pack that was found sound; runs keep the one they began with."""
    ConversionScenario.objects.all().delete()
    ConversionScenario.objects.bulk_create(
        ConversionScenario(
            id=shape.id, position=number, body=shape.model_dump(exclude_none=True), digest=digest_of(shape)
        )
        for number, shape in enumerate(scenarios_of(world))
    )


def digest_of(shape: ScenarioShape) -> str:
    """Give the hash of everything in a scenario that decides about an account."""
    content = msgspec.json.encode(shape.model_dump(exclude=_WORDS), order="deterministic")
    return hashlib.sha256(content).hexdigest()


@acting()
def start_dry_run(actor: Actor, *, scenario_id: str) -> int:
    """Begin to try a scenario and give the number of the run. Raises `NotYours`, `UnknownConversion`."""
    rule = permit(actor, "account.convert")
    return _begin(actor, _scenario(scenario_id), rule, mode="dry", state="running").pk


@acting()
def start_live_run(actor: Actor, *, scenario_id: str, dry_run_id: int | None) -> int:
    """Begin to carry out a scenario that was tried, and give the number of the run.

    Raises `NotYours`, `UnknownConversion`, `DryRunNeeded` without a finished dry run of it, `OtherRules` when
    they have changed since, `OutsideWindow`, `AlreadyConverting`.
    """
    rule = permit(actor, "account.convert")
    scenario = _scenario(scenario_id)
    dry = ConversionRun.objects.filter(pk=dry_run_id or 0, mode="dry", state="done").first()
    if dry is None or dry.scenario_id != scenario_id:
        raise DryRunNeeded
    if dry.digest != scenario.digest:
        raise OtherRules
    if not steps.is_open_now(Scenario(scenario.body)):
        raise OutsideWindow
    if _living(scenario_id):
        raise AlreadyConverting
    return _begin(actor, scenario, rule, mode="live", state="preparing", dry_run=dry).pk


def _scenario(scenario_id: str) -> ConversionScenario:
    found = ConversionScenario.objects.filter(pk=scenario_id).first()
    if found is None:
        raise UnknownConversion
    return found


def _living(scenario_id: str) -> bool:
    return (
        ConversionRun.objects.filter(scenario_id=scenario_id, mode="live")
        .exclude(state__in=("done", "given_up"))
        .exists()
    )


def _begin(actor: Actor, scenario: ConversionScenario, rule: str, **values: object) -> ConversionRun:
    run = ConversionRun.objects.create(
        scenario_id=scenario.pk,
        body=scenario.body,
        digest=scenario.digest,
        begun_by=actor.account_id,
        begun_at=clock.now(),
        last_account=Account.objects.aggregate(last=Max("pk"))["last"] or 0,
        **values,
    )
    facts = {"scenario": scenario.pk, "mode": run.mode, "digest": scenario.digest, "dry_run": run.dry_run_id}
    audit.record(actor, "identity.begin_conversion", ("conversion", run.pk), rule=rule, facts=facts)
    return run


def convert_step(actor: Actor, *, run_id: int) -> bool:
    """Take the next step of a run, one transaction; give whether there is another one to take now."""
    return steps.step(actor, run_id)


@acting()
def go_on_in_background(run_id: int) -> None:
    """Have the clerk take the steps of a run that is going on."""
    jobs.later(CONVERTING, run_id, key=str(run_id))


@acting()
def stop_run(actor: Actor, *, run_id: int, reason: str) -> None:
    """Stop a run after the batch that is being written. Raises `NotYours`, `UnknownConversion`, `ReasonNeeded`."""
    rule, purpose = permit(actor, "account.convert"), _reason(reason)
    run = _locked(run_id)
    if run.state in steps.GOING:
        run.state, run.why = "stopped", "stopped"
        run.save(update_fields=["state", "why"])
    audit.record(actor, "identity.stop_conversion", ("conversion", run.pk), purpose=purpose, rule=rule)


@acting()
def resume_run(actor: Actor, *, run_id: int, reason: str) -> None:
    """Let a run that stopped go on, for a reason; what stops it is counted anew.

    Raises `NotYours`, `UnknownConversion`, `ReasonNeeded`, `OutsideWindow`.
    """
    rule, purpose = permit(actor, "account.convert"), _reason(reason)
    run = _locked(run_id)
    if run.mode == "live" and not steps.is_open_now(Scenario(run.body)):
        raise OutsideWindow
    if run.state == "stopped":
        run.state, run.why = ("running" if run.is_prepared or run.mode == "dry" else "preparing"), ""
        run.is_overruled, run.tried, run.errors = True, 0, 0
        run.save(update_fields=["state", "why", "is_overruled", "tried", "errors"])
    audit.record(actor, "identity.resume_conversion", ("conversion", run.pk), purpose=purpose, rule=rule)


@acting()
def end_run(actor: Actor, *, run_id: int, reason: str) -> None:
    """Give up a run for good, so that another can begin; what it converted stays.

    Raises `NotYours`, `UnknownConversion`, `ReasonNeeded`.
    """
    rule, purpose = permit(actor, "account.convert"), _reason(reason)
    run = _locked(run_id)
    if run.ended_at is None:
        run.state, run.ended_at = "given_up", clock.now()
        run.save(update_fields=["state", "ended_at"])
    audit.record(actor, "identity.end_conversion", ("conversion", run.pk), purpose=purpose, rule=rule)


def _locked(run_id: int) -> ConversionRun:
    run = ConversionRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise UnknownConversion
    return run


def _reason(reason: str) -> str:
    purpose = " ".join(reason.split())
    if len(purpose) < REASON_LEAST:
        raise ReasonNeeded
    return purpose


@acting()
def undo_batch(actor: Actor, *, run_id: int, number: int, reason: str, account_id: int | None = None) -> int:
    """Undo a batch, or one account of it, and give how many accounts are as they were before.

    Who has signed in by VNeID since stays converted: that proof is their own. Raises `NotYours`,
    `UnknownConversion`, `ReasonNeeded`, `NothingToUndo`.
    """
    rule, purpose = permit(actor, "account.convert"), _reason(reason)
    run = _locked(run_id)
    batch = ConversionBatch.objects.filter(run=run, number=number).first()
    if batch is None:
        raise UnknownConversion
    now = clock.now()
    undone = batches.undo(batch.pk, now, account_id)
    if not undone:
        raise NothingToUndo
    counting.keep(run.pk, counting.become(run.pk, undone, "rolled_back"))
    counting.freeze_day(run.pk)
    batch.undone, batch.undone_at = batch.undone + len(undone), now
    batch.save(update_fields=["undone", "undone_at"])
    run.converted -= len(undone)
    run.save(update_fields=["converted"])
    facts = {"batch": number, "accounts": len(undone)}
    audit.record(
        actor, "identity.undo_batch", ("conversion", run.pk), purpose=purpose, rule=rule, facts=facts
    )
    return len(undone)
