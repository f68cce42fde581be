"""What a run tells: a table for people, and rows for `build/bench.json`."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from bench.load import storming
from bench.load.dossiers import ACTS
from bench.load.runs import Run
from bench.measuring import Row, least_row, most_row

PRIVATE_MB_MOST: Final = 220.0
FIRST_ANSWER_SECONDS_MOST: Final = 3.0
FLAT: Final = 1.25
LOCK_WAIT_SECONDS_MOST: Final = 1.0
STEP_SECONDS_MOST: Final = 2.0
DIGIT: Final = "DIGIT 37 at 10,000 and 6.3 at 1,000,000, as published"
# What is led through its life, how many a second must come through, and beside what that stands.
_LIVES: Final = {
    "most": ("lifecycles a second over HTTP", 40.0, DIGIT),
    "dossiers": ("lives of dossiers a second over HTTP", 25.0, f"{ACTS} acts each"),
}


def tell(run: Run, *, own_cost_us: float) -> None:
    """Print a run: waits by act, what went wrong, what each process used."""
    print(f"\n{run.shape}: {run.seconds:.0f} s, {run.load}; the driver needs {own_cost_us:.0f} µs for a page")
    print(f"  {'act':18} {'count':>7} {'p50':>8} {'p95':>8} {'p99':>8} {'most':>8}  ms, since it was due")
    for act, waits in sorted(run.book.waits.items()):
        parts = (
            waits.percentile_ms(50),
            waits.percentile_ms(95),
            waits.percentile_ms(99),
            waits.most_us / 1e3,
        )
        print(f"  {act:18} {waits.count:7} " + " ".join(f"{part:8.1f}" for part in parts))
    counts = run.book.counts
    print("  " + " · ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    for name in ("lives", "views"):
        if counts[name]:
            print(
                f"  {counts[name] / run.seconds:.1f} {name} a second, {_cost_ms(run, name):.1f} ms CPU each"
            )
    _tell_processes(run)
    print(f"  faults: {dict(run.book.faults) or 'none'}")
    for example in run.book.examples:
        print(f"    {example}")


def _cost_ms(run: Run, name: str) -> float:
    """Give the processor milliseconds of the whole platform for one; only one kind is counted at a time."""
    return run.platform_seconds / run.book.counts[name] * 1000


def _tell_processes(run: Run) -> None:
    for one in sorted(run.processes, key=lambda one: -one.cpu_seconds):
        share = one.cpu_seconds / run.seconds
        print(
            f"  {one.name:16} {share:6.1%} of a core {one.private_mb:7.1f} MB private, {one.unshared_mb:7.1f} unshared"
        )
    if run.database_seconds:
        print(f"  {'postgres':16} {run.database_seconds / run.seconds:6.1%} of a core")
    print(f"  {'driver':16} {run.driver_seconds / run.seconds:6.1%} of a core")
    watch = run.watch
    print(
        f"  {run.private_mb:.0f} MB private in all; first answer after {run.first_answer_seconds:.2f} s and "
        f"{run.first_answer_cpu_seconds:.2f} s of processor time; "
        f"waits for locks {watch.waiting_seconds:.1f} s, the longest {watch.lock_wait_longest:.1f} s"
    )
    if run.complaints:
        print(f"  the platform said: {run.complaints}")


def rows_of(run: Run, where: str) -> list[Row]:
    """Give the rows of a run. `where` names the store and the database, and is part of their ids."""
    loaded = f"load-{run.shape}{where}"
    waits = run.book.together(*_acts(run))
    rows = [
        most_row(f"{loaded}-faults", f"{run.shape}: wrong or missing answers", run.book.faults_sum, "", most=0.0,
                 against=f"{run.book.counts['begun']} begun"),
        most_row(f"{loaded}-memory", f"{run.shape}: private memory of all processes after it", run.private_mb, "MB",
                 most=PRIVATE_MB_MOST, against=_memory(run)),
        most_row(f"load-first-answer{where}", "first page after the start", run.first_answer_seconds, "s",
                 most=FIRST_ANSWER_SECONDS_MOST,
                 against=f"{run.first_answer_cpu_seconds:.2f} s of processor time, {run.load}"),
        most_row(f"{loaded}-p95", f"{run.shape}: 95 of 100 waits end within", waits.percentile_ms(95), "ms",
                 most={"burst": 1000.0, "flood": 300.0}.get(run.shape), against=run.load),
    ]  # fmt: skip
    return rows + _rows_of_shape(run, loaded)


def _rows_of_shape(run: Run, loaded: str) -> list[Row]:
    counts = run.book.counts
    if run.shape in _LIVES:
        return [_lives_row(run, loaded)]
    if run.shape == "flood":
        return [
            least_row(f"{loaded}-views", "page views a second", counts["views"] / run.seconds, "/s", least=300.0,
                      against=run.load),
            most_row(f"{loaded}-drain", "pictures drawn after the flood within", counts["drain seconds"], "s",
                     most=600.0, against=f"{counts['photos']} photos"),
        ]  # fmt: skip
    if run.shape == "wall":
        share = run.cpu_of("stream worker") / run.seconds * 100
        return [
            most_row(
                f"{loaded}-cpu", "wall with 200 viewers", share, "% of a core", most=15.0, against=run.load
            )
        ]
    if run.shape == "login-storm":
        return _storm_rows(run, loaded)
    if run.shape == "migrating":
        step, filled = counts["longest step ms"] / 1000, counts["rows filled in"]
        return [
            most_row(f"{loaded}-lock", "longest lock of a change of tables under load", step, "s",
                     most=STEP_SECONDS_MOST, against=f"{filled} rows filled in, {run.load}"),
        ]  # fmt: skip
    return _flat_rows(run, loaded) if run.shape == "soak" else []


def _lives_row(run: Run, loaded: str) -> Row:
    what, least, against = _LIVES[run.shape]
    value = run.book.counts["lives"] / run.seconds
    cost = f"{_cost_ms(run, 'lives'):.1f} ms CPU each" if value else "none came through"
    return least_row(
        f"{loaded}-lives", what, value, "/s", least=least, against=f"{against}; {cost}, {run.load}"
    )


def _storm_rows(run: Run, loaded: str) -> list[Row]:
    """Say what those who were signed in waited before and in the storm, and how far memory rose."""
    counts = run.book.counts
    before, during = (run.book.waits[act].percentile_ms(95) for act in (storming.BEFORE, storming.DURING))
    told = ", ".join(f"{counts[name]} {name}" for name in sorted(counts) if name.startswith("answered"))
    rise = counts["MB at most"] - counts["MB before"]
    return [
        most_row(f"{loaded}-open", "p95 of open sessions in a storm of sign-ins against before",
                 during / before if before else 0.0, "×", most=2.0,
                 against=f"{before:.0f} ms before, {during:.0f} ms in it, {told}"),
        most_row(f"{loaded}-rise", "memory above what it was before the storm", rise, "MB",
                 most=storming.MEMORY_MB_MOST, against=f"{counts['MB before']} MB before"),
    ]  # fmt: skip


def _flat_rows(run: Run, loaded: str) -> list[Row]:
    """Say whether memory and waits at the end are those of the second quarter, after everything was warm."""
    memory = [mb for _at, mb in run.watch.memory]
    waits = [run.book.windows[minute].percentile_ms(95) for minute in sorted(run.book.windows)]
    return [
        most_row(f"{loaded}-memory-growth", "memory at the end against the second quarter", _growth(memory), "×",
                 most=FLAT, against=f"{len(memory)} samples"),
        most_row(f"{loaded}-wait-growth", "p95 at the end against the second quarter", _growth(waits), "×",
                 most=FLAT, against=f"{len(waits)} minutes"),
        most_row(f"{loaded}-lock", "longest wait for a lock", run.watch.lock_wait_longest, "s",
                 most=LOCK_WAIT_SECONDS_MOST, against=run.load),
    ]  # fmt: skip


def _growth(values: Sequence[float]) -> float:
    """Give the mean of the last quarter against that of the second.

    >>> _growth([9, 9, 2, 2, 2, 2, 3, 3])
    1.5
    """
    quarter = max(len(values) // 4, 1)
    second, last = values[quarter : 2 * quarter] or values[:1], values[-quarter:]
    return round(sum(last) / len(last) / (sum(second) / len(second)), 3) if second and sum(second) else 0.0


def _acts(run: Run) -> list[str]:
    """Give the acts whose waits count: not what the driver asks for itself after the flood."""
    return [act for act in run.book.waits if act not in {"own case after", "own picture", "wall ticket"}]


def _memory(run: Run) -> str:
    parts = sorted((one.name, one.private_mb) for one in run.processes)
    grouped = groupby(parts, key=lambda pair: pair[0])
    return ", ".join(f"{name} {'+'.join(f'{mb:.0f}' for _name, mb in group)}" for name, group in grouped)
