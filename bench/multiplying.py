"""A store with so many dossiers, to measure at that size: `python -m bench.multiplying --state FOLDER --dossiers N`.

A hundred lives are led through the doors, and their rows copied by the database itself, each time under other numbers:
cases, histories, clocks, parties, papers, notices, facts of scores. So the tables through which every act goes are as
large as they say. What was copied is no true province: one mould is like the next, its lines of the log and its
counters are those of the moulds alone, and sealed answers of a copy do not open. It serves no other end. SQLite.
"""

import argparse
import os
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

MOULDS: Final = 100
AT_ONCE: Final = 20
REPORTS: Final = 120
APPLICANTS: Final = 20
_OF_CASE: Final = (
    "cases_caseunit",
    "cases_clockentry",
    "cases_event",
    "cases_party",
    "cases_ratinggiven",
    "cases_task",
    "cases_dossier",
    "insight_casefact",
)
_OF_NUMBER: Final = ("documents_issuedpaper", "messages_notice")
_TABLES: Final = ("cases_case", *_OF_CASE, *_OF_NUMBER)
_COPY: Final = "source.mould_number || '/' || (source.mould_after + copy.k)"
# What stands in the place of a column: the numbers of the copy, and what no two rows may share.
_ANEW: Final = {
    ("cases_case", "id"): "source.mould_after + (copy.k - 1) * source.mould_many + source.mould_place",
    ("cases_case", "number"): _COPY,
    ("insight_casefact", "number"): _COPY,
    ("documents_issuedpaper", "code"): "lower(hex(randomblob(10)))",
    ("messages_notice", "key"): "source.key || '/' || (source.mould_after + copy.k)",
}
_CASE_ID: Final = _ANEW["cases_case", "id"]
# The store is thrown away where this is broken off.
_HABITS: Final = ("foreign_keys=OFF", "journal_mode=OFF", "synchronous=OFF", "cache_size=-262144")


def main(given: Sequence[str] | None = None) -> int:
    """Lead the lives unless somebody is there, and copy them until there are so many."""
    asked = _arguments().parse_args(given)
    os.environ["CUUDINH_STATE"] = str(asked.state.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
    import django

    django.setup()
    from django.db import connection

    from bench.store import filled

    store = filled(REPORTS)
    _lead(MOULDS)
    # The log of SQLite is put away only while nobody else is in the file.
    connection.close()
    began = time.perf_counter()
    with closing(sqlite3.connect(store.file, isolation_level=None)) as database:
        many = _multiply(database, asked.dossiers)
    print(f"{many:,} dossiers in the store after {time.perf_counter() - began:.0f} s", flush=True)
    return 0


def _lead(lives: int) -> None:
    """Lead lives of dossiers through the doors from their filing to their rating, and do all that follows."""
    from bench.load.dossiers import AREA_M2, CONSULTED, FINDINGS, FLOORS, RESULT, SERVICE
    from cuudinh.engines.cases import commands, definitions
    from cuudinh.engines.identity import queries as identity
    from cuudinh.engines.places import queries as places
    from cuudinh.journal import clerk
    from cuudinh.kernel import clock
    from cuudinh.kernel.actor import Actor

    function, today = definitions.service(SERVICE).shape.owner[-1].function, clock.now().date()
    assert function is not None, "it is decided by whoever has a function, wherever the plot lies"
    deciding = [
        (unit.code, identity.staff_actor(officers[0]), identity.staff_actor(heads[0]))
        for unit in places.units_in_force()
        if unit.level == 3 and (office := identity.office_for(function, unit.code, "commune", today))
        if (officers := identity.members(office.id, ("officer",)))
        and (heads := identity.members(office.id, ("head",)))
    ]
    consulted = next(one.id for one in identity.handling_offices() if one.code == CONSULTED)
    expert = identity.staff_actor(identity.members(consulted, ("officer",))[0])
    first = max(identity.accounts_with_role("head")) + 1
    for life in range(lives):
        unit, officer, head = deciding[life % len(deciding)]
        applicant = Actor("resident", first + life % APPLICANTS, assurance=1)
        answers = {"place": {"unit": unit}, "floors": FLOORS, "area_m2": AREA_M2, "attached": False}
        number = commands.file_case(applicant, service_id=SERVICE, answers=answers, channel="api").number
        for actor, act, inputs in (
            (officer, "receive", {}),
            (officer, "accept", {}),
            (officer, "request_joint", {"offices": [CONSULTED], "question": "Có phù hợp quy hoạch không?"}),
            (expert, "answer_joint", {"answer": "Phù hợp quy hoạch."}),
            (officer, "appraise", {"answer": FINDINGS}),
            (head, "approve", {"answer": RESULT}),
            (officer, "deliver", {"way": "online"}),
            (applicant, "rate", {"rating": "hai-long"}),
        ):
            commands.perform_act(actor, number=number, act=act, inputs=inputs)
    clerk.run_until_idle()


def _multiply(database: sqlite3.Connection, wanted: int) -> int:
    for habit in _HABITS:
        database.execute(f"PRAGMA {habit}")
    (before,) = database.execute("SELECT count(*) FROM cases_dossier").fetchone()
    moulds = _moulds(database)
    _keep(database)
    copies = max(-((before - wanted) // moulds), 0)
    with _without_indexes(database):
        for first in range(1, copies + 1, AT_ONCE):
            last = min(first + AT_ONCE - 1, copies)
            database.execute("BEGIN")
            for table in _TABLES:
                database.execute(_copying(database, table), (first, last))
            database.execute("COMMIT")
            print(f"{before + last * moulds:,} of {wanted:,}", end="\r", flush=True)
    database.execute("PRAGMA journal_mode=WAL")
    return int(before) + copies * moulds


def _moulds(database: sqlite3.Connection) -> int:
    """Note which dossiers are copied: those that were led to their end; give how many."""
    (after,) = database.execute("SELECT max(id) FROM cases_case").fetchone()
    database.execute(
        "CREATE TEMP TABLE mould AS SELECT one.id AS mould_id, one.number AS mould_number, ? AS mould_after, "
        "row_number() OVER (ORDER BY one.id) AS mould_place, count(*) OVER () AS mould_many "
        "FROM cases_case one JOIN cases_ratinggiven ON case_id = one.id "
        "WHERE one.state = 'handed_over' AND one.channel = 'api'",
        (after,),
    )
    (many,) = database.execute("SELECT count(*) FROM mould").fetchone()
    assert many >= MOULDS, "the lives were just led"
    return int(many)


def _copying(database: sqlite3.Connection, table: str) -> str:
    """Give the statement that copies the rows of a table, the copies one after the other as time would bring them."""
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    kept = [name for name in columns if name != "id" or table == "cases_case"]
    made = ", ".join(_value(table, name) for name in kept)
    return (
        f"INSERT INTO {table} ({', '.join(kept)}) WITH RECURSIVE copy(k) AS (VALUES (?) UNION ALL "
        f"SELECT k + 1 FROM copy WHERE k < ?) SELECT {made} FROM copy CROSS JOIN kept_{table} AS source"
    )


def _keep(database: sqlite3.Connection) -> None:
    """Keep the rows of the moulds apart: what is read while rows are copied."""
    for table in _TABLES:
        joined = "one.about_ref = mould_number" if table in _OF_NUMBER else f"one.{_key(table)} = mould_id"
        database.execute(
            f"CREATE TEMP TABLE kept_{table} AS SELECT mould.*, one.* FROM mould JOIN {table} one ON {joined}"
        )


def _key(table: str) -> str:
    return "id" if table == "cases_case" else "case_id"


def _value(table: str, column: str) -> str:
    if column == "case_id":
        return _CASE_ID
    if column == "about_ref":
        return _COPY
    return _ANEW.get((table, column), f"source.{column}")


@contextmanager
def _without_indexes(database: sqlite3.Connection) -> Iterator[None]:
    """Take away the indexes of the tables and make them again afterwards, each sorted once."""
    places = ", ".join("?" * len(_TABLES))
    found = database.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({places})",
        _TABLES,
    ).fetchall()
    for name, _sql in found:
        database.execute(f'DROP INDEX "{name}"')
    yield
    for _name, sql in found:
        database.execute(sql)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.multiplying", description=__doc__)
    parser.add_argument("--state", type=Path, required=True, help="folder of the store that is made")
    parser.add_argument("--dossiers", type=int, required=True, help="how many dossiers it has")
    return parser


if __name__ == "__main__":
    sys.exit(main())
