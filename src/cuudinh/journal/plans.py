"""What a database means to do with a hot query, and what is wrong with that."""

import re
from collections.abc import Sequence
from zlib import crc32

from django.db import connection

from cuudinh.journal.prepared import Prepared
from cuudinh.journal.transactions import acting

_SQLITE_SCAN = re.compile(r"^SCAN (?!CONSTANT ROW)(\S+)(?!.* USING )", re.MULTILINE)
_SQLITE_SORT = re.compile(r"^USE TEMP B-TREE FOR .*$", re.MULTILINE)
_POSTGRES_SCAN = re.compile(r"Seq Scan on (\S+)(?: (\S+))?")
_POSTGRES_SORT = re.compile(r"^\s*(?:->\s*)?(?:Incremental )?Sort\b.*$", re.MULTILINE)


def explain(prepared: Prepared) -> str:
    """Give the plan for the sample parameters, a step per line, on tables that may be empty.

    PostgreSQL reads a small table from end to end whatever indexes there are, so it is told to avoid that: a
    scan that is left then is one that no index can replace.
    """
    return _explained(prepared, avoided=("enable_seqscan", "enable_sort"))


def explain_as_filled(prepared: Prepared) -> str:
    """Give the plan for the sample parameters as the database makes it for what it holds."""
    return _explained(prepared, avoided=())


def statement_of(prepared: Prepared) -> str:
    """Give a short digest of the SQL on the database in use: another one means that the plan must be asked anew."""
    with acting():
        return f"{crc32(prepared.compiled().sql.encode()):08x}"


def _explained(prepared: Prepared, avoided: Sequence[str]) -> str:
    # Compiled inside: one that locks rows cannot be made outside a transaction.
    with acting(), connection.cursor() as cursor:
        compiled = prepared.compiled()
        given = prepared.fill(compiled, prepared.sample)
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {compiled.sql}", given)
            return "\n".join(row[-1] for row in cursor.fetchall())
        for setting in avoided:
            cursor.execute(f"SET LOCAL {setting} = off")
        cursor.execute(f"EXPLAIN (COSTS OFF) {compiled.sql}", given)
        plan = "\n".join(row[0] for row in cursor.fetchall())
        for setting in avoided:
            cursor.execute(f"SET LOCAL {setting} = on")
    return plan


def faults_in_plan(prepared: Prepared, plan: str) -> tuple[str, ...]:
    """Give what is wrong with a plan, in words; nothing when it is as a hot query must be."""
    if connection.vendor == "sqlite":
        scans, sorts = _SQLITE_SCAN.findall(plan), _SQLITE_SORT.findall(plan)
    else:
        scans = [alias or table for table, alias in _POSTGRES_SCAN.findall(plan)]
        sorts = _POSTGRES_SORT.findall(plan)
    faults = [f"{prepared.name} reads {name} from end to end" for name in scans if _counts(prepared, name)]
    if not prepared.may_sort:
        faults += [f"{prepared.name} sorts: {step.strip()}" for step in sorts]
    return tuple(faults)


def _counts(prepared: Prepared, name: str) -> bool:
    return name not in prepared.may_scan and name != "json_each"
