"""What a database means to do with a hot query, and what is wrong with that."""

import re

from django.db import connection

from cuudinh.journal.prepared import Prepared
from cuudinh.journal.transactions import acting

_SQLITE_SCAN = re.compile(r"^SCAN (?!CONSTANT ROW)(\S+)(?!.* USING )", re.MULTILINE)
_SQLITE_SORT = re.compile(r"^USE TEMP B-TREE FOR .*$", re.MULTILINE)
_POSTGRES_SCAN = re.compile(r"Seq Scan on (\S+)(?: (\S+))?")
_POSTGRES_SORT = re.compile(r"^\s*(?:->\s*)?(?:Incremental )?Sort\b.*$", re.MULTILINE)


def explain(prepared: Prepared) -> str:
    """Give the plan for the sample parameters, a step per line.

    PostgreSQL reads a small table from end to end whatever indexes there are, so it is told to avoid that: a
    scan that is left then is one that no index can replace.
    """
    compiled = prepared.compiled()
    given = prepared.fill(compiled, prepared.sample)
    with acting(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {compiled.sql}", given)
            return "\n".join(row[-1] for row in cursor.fetchall())
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN (COSTS OFF) {compiled.sql}", given)
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("SET LOCAL enable_seqscan = on")
        cursor.execute("SET LOCAL enable_sort = on")
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
