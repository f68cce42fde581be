"""Reads of account conversion: scenarios, runs and their figures, the queue of reviews."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from django.db.models import Sum

from cuudinh.engines.identity.models import (
    ConversionBatch,
    ConversionRun,
    ConversionScenario,
    ConversionSnapshot,
    ConversionTally,
)
from cuudinh.engines.identity.queries.permissions import can
from cuudinh.engines.identity.types import (
    BatchView,
    DayRow,
    Facts,
    PopulationRow,
    Progress,
    RunView,
    ScenarioView,
    Share,
    UnitRow,
    UnknownConversion,
)
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours

RUNS_MOST: Final = 50
BATCHES_MOST: Final = 200


def permitted(actor: Actor, act: str) -> str:
    """Give the rule that lets an actor read; raises `NotYours`."""
    if actor.kind == "system":
        return "console"
    decision = can(actor, act, Facts())
    if not decision.allowed:
        raise NotYours
    return decision.rule_id


def conversion_scenarios() -> tuple[ScenarioView, ...]:
    """Give the scenarios of the pack in force, in its order."""
    return tuple(
        ScenarioView(row.pk, row.body["title"], row.body["message"], row.body["source"], row.digest)
        for row in ConversionScenario.objects.order_by("position")
    )


def conversion_runs(actor: Actor) -> tuple[RunView, ...]:
    """Give the last runs, the newest first. Raises `NotYours`."""
    permitted(actor, "account.figures")
    rows = list(ConversionRun.objects.order_by("-pk")[:RUNS_MOST])
    return tuple(_views(rows))


def conversion_run(actor: Actor, run_id: int) -> RunView:
    """Give one run. Raises `NotYours`, `UnknownConversion`."""
    permitted(actor, "account.figures")
    return next(iter(_views([_row(run_id)])))


def latest_live_run(actor: Actor) -> int | None:
    """Give the number of the newest live run, or None before the first. Raises `NotYours`."""
    permitted(actor, "account.figures")
    return ConversionRun.objects.filter(mode="live").order_by("-pk").values_list("pk", flat=True).first()


def _row(run_id: int) -> ConversionRun:
    found = ConversionRun.objects.filter(pk=run_id).first()
    if found is None:
        raise UnknownConversion
    return found


def _views(rows: Iterable[ConversionRun]) -> Iterable[RunView]:
    in_force = dict(ConversionScenario.objects.values_list("pk", "digest"))
    states = _states([row.pk for row in rows])
    for row in rows:
        yield RunView(
            id=row.pk,
            scenario_id=row.scenario_id,
            title=row.body["title"],
            mode=row.mode,
            state=row.state,
            why=row.why,
            dry_run_id=row.dry_run_id,
            digest=row.digest,
            begun_at=row.begun_at,
            ended_at=row.ended_at,
            population=row.population,
            converted=row.converted,
            duplicates=row.duplicates,
            batches=row.batches,
            states=states[row.pk],
            can_be_cited=(row.mode, row.state) == ("dry", "done")
            and in_force.get(row.scenario_id) == row.digest,
        )


def _states(run_ids: list[int]) -> Mapping[int, Mapping[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    sums = ConversionTally.objects.filter(run__in=run_ids).values_list("run_id", "state")
    for run_id, state, count in sums.annotate(count=Sum("count")):
        found[run_id][state] = count
    return found


def conversion_batches(actor: Actor, run_id: int) -> tuple[BatchView, ...]:
    """Give the last batches of a run, the newest first. Raises `NotYours`."""
    permitted(actor, "account.read_conversion")
    rows = ConversionBatch.objects.filter(run=run_id).order_by("-number")[:BATCHES_MOST]
    return tuple(BatchView(row.number, row.at, row.converted, row.errors, row.undone) for row in rows)


def progress(actor: Actor, run_id: int) -> Progress:
    """Give how far a run is, of kept figures only. Raises `NotYours`, `UnknownConversion`."""
    permitted(actor, "account.figures")
    row = _row(run_id)
    shares = _shares(row.pk)
    by_population, by_unit = defaultdict[str, list[Share]](list), defaultdict[str, list[Share]](list)
    for (population, unit), share in shares.items():
        by_population[population].append(share)
        by_unit[unit].append(share)
    return Progress(
        run=next(iter(_views([row]))),
        share=_sum(shares.values()),
        populations=tuple(
            PopulationRow(one["id"], one["title"], one["definition"], _sum(by_population[one["id"]]))
            for one in row.body["populations"]
        ),
        units=tuple(UnitRow(code, _sum(found)) for code, found in sorted(by_unit.items())),
        days=_days(row.pk),
    )


def _shares(run_id: int) -> dict[tuple[str, str], Share]:
    found: dict[tuple[str, str], Share] = {}
    rows = ConversionTally.objects.filter(run=run_id).values_list("population", "unit_code", "state", "count")
    for population, unit, state, count in rows:
        held = found.get((population, unit), Share(0, 0))
        converted = held.converted + (count if state == "converted" else 0)
        found[population, unit] = Share(converted, held.total + count)
    return found


def _sum(shares: Iterable[Share]) -> Share:
    found = list(shares)
    return Share(sum(one.converted for one in found), sum(one.total for one in found))


def _days(run_id: int) -> tuple[DayRow, ...]:
    rows = ConversionSnapshot.objects.filter(run=run_id).values_list("day").order_by("day")
    sums = rows.annotate(done=Sum("converted"), of=Sum("total"))
    return tuple(DayRow(day, Share(done, of)) for day, done, of in sums)
