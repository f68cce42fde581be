"""What is wrong with an installation, each finding with its remedy; asked by `cuudinh doctor`."""

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import chain, islice
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Min

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.documents import queries as documents
from cuudinh.engines.insight import queries as insight
from cuudinh.engines.ledger import queries as ledger
from cuudinh.engines.places.definitions import calendar_in, calendars_of
from cuudinh.journal import jobs, keys, marks, outbox, releases, restorations, sealing
from cuudinh.journal.models import AuditInbox
from cuudinh.kernel import clock
from cuudinh.kernel.refusal import Refusal
from cuudinh.packs.applying import joined
from cuudinh.project import machine, packing, service_checks
from cuudinh.project.demonstration.sign_ins import was_filled
from cuudinh.project.findings import Finding
from cuudinh.project.tables import unapplied_migrations

FREE_BYTES_MIN = 1_000_000_000
_SAID_MOST = 5
SCORED_LOOKED_AT = 100
UNSEALED_MAX = timedelta(minutes=5)
LOCALES = Path(__file__).resolve().parents[1]


def examine() -> tuple[Finding, ...]:
    """Look at everything; what the database cannot answer hides no other finding."""
    findings = [*_of_the_machine(), *_of_the_state_folder(), *service_checks.of_the_settings()]
    for look in _OF_THE_DATABASE:
        try:
            findings += look()
        except DatabaseError as fault:
            findings += _unanswered(fault, findings)
    return tuple(findings)


def _unanswered(fault: DatabaseError, so_far: list[Finding]) -> Iterator[Finding]:
    """Say once why a look got no answer; where the tables were found wanting, that is the reason."""
    says = str(fault).splitlines()[0]
    is_known = any(one.weight == "fault" and (one.about == "tables" or one.says == says) for one in so_far)
    if not is_known:
        yield Finding("database", "fault", says, "Run cuudinh setup-database; check CUUDINH_DATABASE.")


def _of_the_machine() -> Iterator[Finding]:
    yield Finding("Python", "good", sys.version.split()[0])
    yield _sqlite_features()
    yield _tool("chromium", machine.browser(), "the browser tests")
    yield _tool("npm", shutil.which("npm"), "installing maps, fonts and icons")


def _tool(name: str, found: Path | str | None, used_for: str) -> Finding:
    if found is not None:
        return Finding(name, "good", str(found))
    return Finding(name, "note", f"missing; only for {used_for}", machine.remedy(name))


def _sqlite_features() -> Finding:
    with sqlite3.connect(":memory:") as memory:
        missing = [name for name, sql in _FEATURES.items() if not _works(memory, sql)]
    if missing and connection.vendor == "sqlite":
        return Finding(
            "SQLite",
            "fault",
            f"{sqlite3.sqlite_version} without {', '.join(missing)}",
            "Use a Python whose SQLite has them, or PostgreSQL through CUUDINH_DATABASE.",
        )
    return Finding("SQLite", "good", f"{sqlite3.sqlite_version} with {', '.join(_FEATURES)}")


_FEATURES = {
    "FTS5": "CREATE VIRTUAL TABLE words USING fts5(text)",
    "JSON": "SELECT value FROM json_each('[1]')",
}


def _works(memory: sqlite3.Connection, sql: str) -> bool:
    try:
        memory.execute(sql)
    except sqlite3.OperationalError:
        return False
    return True


def _of_the_state_folder() -> Iterator[Finding]:
    state: Path = settings.CUUDINH_STATE
    if os.access(state, os.W_OK):
        yield Finding("state folder", "good", str(state))
    else:
        yield Finding(
            "state folder", "fault", f"{state} cannot be written to", "Give it to the user that serves."
        )
    free = shutil.disk_usage(state).free
    yield Finding(
        "disk",
        "good" if free > FREE_BYTES_MIN else "fault",
        f"{free // 1_000_000:,} MB free",
        "" if free > FREE_BYTES_MIN else "Free some space: a full disk refuses every report.",
    )
    yield _keys(settings.CUUDINH_KEYS)
    yield _personal_data(state)
    yield _made("static files", (settings.STATIC_ROOT / "staticfiles.json").exists())
    lacking = documents.font_faults()
    yield Finding(
        "font of papers",
        "fault" if lacking else "good",
        lacking or "has every Vietnamese letter",
        "npm ci, then cuudinh setup-files: without it no receipt or other paper is made." if lacking else "",
    )
    yield _made("texts", all(po.with_suffix(".mo").exists() for po in LOCALES.rglob("*.po")))


def _keys(folder: Path) -> Finding:
    secrets = [path for path in folder.glob("*") if path.is_file() and path.suffix != ".pub"]
    open_ones = [path.name for path in (folder, *secrets) if _is_open(path)]
    if not secrets:
        return Finding(
            "keys", "note", f"none yet in {folder}", "They are made on first use; back them up then."
        )
    if open_ones:
        return Finding(
            "keys",
            "fault",
            f"others may read {', '.join(open_ones)}",
            f"chmod 600 {folder}/* && chmod 700 {folder}",
        )
    return Finding("keys", "good", f"{len(secrets)} in {folder}, for the owner only")


def _is_open(path: Path) -> bool:
    """Whether others than the owner may do anything with a file or folder."""
    return path.exists() and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _personal_data(state: Path) -> Finding:
    """Look at the database and a few of the newest files: all are written by the same processes."""
    folders = [settings.CUUDINH_FILES, settings.CUUDINH_FILES / "quarantine", state / "demo"]
    open_ones = [
        path for path in (*state.glob("*.sqlite3*"), *folders, *state.glob("before-*")) if _is_open(path)
    ]
    if open_ones:
        names = ", ".join(str(path.relative_to(state)) for path in open_ones)
        remedy = " ".join(str(path) for path in open_ones)
        return Finding("personal data", "fault", f"others may read {names}", f"chmod -R go-rwx {remedy}")
    return Finding("personal data", "good", "for the owner only")


def _made(what: str, is_made: bool) -> Finding:
    return Finding(
        what,
        "good" if is_made else "fault",
        "ready" if is_made else "not made",
        "" if is_made else "cuudinh setup-files",
    )


def _tables() -> Iterator[Finding]:
    missing = unapplied_migrations()
    yield Finding(
        "tables",
        "fault" if missing else "good",
        f"{len(missing)} steps behind, first {missing[0]}"
        if missing
        else f"up to date ({connection.vendor})",
        "cuudinh setup-database" if missing else "",
    )


def _audit() -> Iterator[Finding]:
    oldest = AuditInbox.objects.aggregate(oldest=Min("at"))["oldest"]
    waits = clock.now() - oldest if oldest else timedelta()
    is_late = waits > UNSEALED_MAX
    yield Finding(
        "audit log",
        "fault" if is_late else "good",
        f"lines wait to be sealed for {waits.total_seconds() / 60:.0f} minutes" if is_late else "sealed",
        "The clerk does not run: cuudinh serve, or cuudinh clerk." if is_late else "",
    )


def _restored() -> Iterator[Finding]:
    """Say when the log was put back: what came after its line in the backup is not in it."""
    if keys.lost():
        return
    for restoration in restorations.restorations(sealing.public_key())[-1:]:
        says = f"put back on {restoration.at:%Y-%m-%d %H:%M} UTC to {restoration.size:,} lines"
        yield Finding(
            "audit log", "note", says, "Heads of more lines signed before that moment are set aside."
        )


def _lost_keys() -> Iterator[Finding]:
    lost = keys.lost()
    yield Finding(
        "keys of this database",
        "fault" if lost else "good",
        f"not in {settings.CUUDINH_KEYS}: {', '.join(lost)}" if lost else "all there",
        "Put back the keys folder you keep apart; no new key can open what these closed." if lost else "",
    )


def _invented() -> Iterator[Finding]:
    if marks.has_invented_data() or (was_filled() and settings.CUUDINH_DEMO):
        yield Finding("people and reports", "note", "invented by cuudinh demo; every page says so")
    elif was_filled():
        yield Finding(
            "people and reports",
            "fault",
            "invented by cuudinh demo, and no page says so",
            "cuudinh demo, which marks them; or start with an empty CUUDINH_STATE.",
        )


def _parked() -> Iterator[Finding]:
    for what, parked in (("events", outbox.parked()), ("jobs", jobs.parked())):
        if parked:
            number, name, fault = parked[0]
            says = f"{len(parked)} given up, first {number} {name}: {fault}"
            yield Finding(what, "fault", says, "Mend the cause, then take them up again: cuudinh unpark")
        else:
            yield Finding(what, "good", "none given up")


def _packs() -> Iterator[Finding]:
    in_force = releases.in_force()[-1:]
    if not in_force:
        yield Finding("pack", "fault", "none is in force", "cuudinh pack apply <name>")
    for release in in_force:
        yield _against_its_folder(release)
        yield from _calendars(release.pack_id)


def _against_its_folder(release: releases.Release) -> Finding:
    name = f"{release.pack_id} version {release.version}"
    try:
        differs = releases.digest_of(joined(packing.load_world(release.pack_id))) != release.digest
    except Refusal:
        return Finding(
            "pack", "note", f"{name}; its folder is not sound", f"cuudinh pack check {release.pack_id}"
        )
    if differs:
        remedy = f"cuudinh pack plan {release.pack_id}, then cuudinh pack apply {release.pack_id}"
        return Finding("pack", "note", f"{name}; its folder holds something else", remedy)
    return Finding("pack", "good", f"{name}, as in its folder")


def _calendars(pack_id: str) -> Iterator[Finding]:
    world = packing.world_in_force(pack_id)
    assert world, "its release is in force"
    for shape in calendars_of(world):
        last = calendar_in(world, shape.id).last_day
        is_short = last.year <= clock.now().year
        yield Finding(
            f"calendar {shape.id}",
            "note" if is_short else "good",
            f"covers the days until {last.isoformat()}",
            "Add the days off of next year to the pack." if is_short else "",
        )


def _held_numbers() -> Iterator[Finding]:
    """Look at what no foreign key holds: the offices, units and staff that cases name by number."""
    unknown = cases.numbers_without_meaning()
    for what, numbers in unknown.items():
        yield Finding(
            "held numbers",
            "fault",
            f"cases name {len(numbers)} × {what} that nobody knows, first {numbers[0]}",
            "Somebody changed tables by hand, or joined two databases: restore the newest whole backup.",
        )
    if not unknown:
        yield Finding("held numbers", "good", "every office, unit and officer that cases name is known")


def _fees() -> Iterator[Finding]:
    """Look whether the book of fees adds up, and agrees with the bank and with the dossiers that wait for money."""
    wrong = list(islice(chain(ledger.disagreeing(), cases.fees_disagreeing()), _SAID_MOST))
    yield Finding(
        "fees",
        "fault" if wrong else "good",
        "; ".join(wrong) or "charges, postings, bank and dossiers agree",
        "Compare with the statements of the bank at /lam-viec/thu-phi; what waits for the clerk settles by itself.",
    )


def _refused_due_times() -> Iterator[Finding]:
    """Look at what the platform should have done by itself and could not: nobody else would see that it is missing."""
    number, said = cases.refused_backlog().waiting, list(cases.refused_due_times(_SAID_MOST))
    yield Finding(
        "due times",
        "fault" if number else "good",
        f"{number} could not be done: {'; '.join(said)}" if number else "all that came were done",
        "Do by hand on these cases what the platform could not; cuudinh pack check --walks finds why."
        if number
        else "",
    )


def _scores() -> Iterator[Finding]:
    """Look at the newest dossiers and the sums of the last month; `cuudinh scores check` looks at all."""
    wrong = list(islice(insight.looked_over(SCORED_LOOKED_AT), 5)) if not outbox.waiting() else []
    yield Finding(
        "scores",
        "fault" if wrong else "good",
        f"do not agree with the dossiers: {wrong[0]}" if wrong else "agree with the newest dossiers",
        "cuudinh scores check tells every difference, cuudinh scores rebuild counts everything again."
        if wrong
        else "",
    )


def _desks() -> Iterator[Finding]:
    """Look whether the lists of desks count what stands in them: dossiers from before they were kept do not."""
    wrong = list(islice(cases.miscounted_desks(), _SAID_MOST))
    yield Finding(
        "desks",
        "fault" if wrong else "good",
        f"do not agree with the dossiers: {wrong[0]}" if wrong else "agree with the dossiers",
        "cuudinh desks rebuild counts everything again; once after an update that brings these lists."
        if wrong
        else "",
    )


_OF_THE_DATABASE: tuple[Callable[[], Iterator[Finding]], ...] = (
    _tables,
    service_checks.of_the_database,
    service_checks.of_the_service,
    _audit,
    service_checks.of_the_lags,
    _lost_keys,
    _restored,
    _invented,
    _parked,
    _packs,
    _held_numbers,
    _fees,
    _refused_due_times,
    _scores,
    _desks,
)
