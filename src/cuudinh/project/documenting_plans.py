"""The reference page of plans: how each database answers every hot query, at the size it was asked at.

A plan says something only about a filled database, so the page is written by a command of its own and not with the
others. It holds the plans of both databases; the command writes those of the one in use and leaves the rest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection

from cuudinh.journal.plans import explain_as_filled, statement_of
from cuudinh.journal.prepared import REGISTRY
from cuudinh.project import documenting

PAGE = "plans.md"
VENDORS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_HEAD = """# Plans of hot queries

<!-- Written by `make plans` from databases; do not change it by hand. -->

How each database means to answer the reads behind every page, asked with their sample parameters. A statement is named
by a digest; when it changes, a guard asks for its plan to be taken anew: `make plans`, or at full size `make plans
STATE=folder` with the state folder of a filled installation on SQLite. A plan that was taken at a greater size stays as
long as its statement does.
"""
_SECTION = re.compile(r"^## (\S+)$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_PLAN = re.compile(
    r"^(?P<database>SQLite|PostgreSQL) (?P<version>\S+), statement (?P<statement>\w{8}), at (?P<cases>[\d,]+) cases:"
    r"\n\n```text\n(?P<steps>.*?)\n```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one query on one database, and what it was asked of."""

    database: str
    version: str
    statement: str
    steps: str
    cases: int

    def as_text(self) -> str:
        """Give the plan as it stands on the page."""
        asked = f"{self.database} {self.version}, statement {self.statement}, at {self.cases:,} cases:"
        return f"{asked}\n\n```text\n{self.steps}\n```\n"


def kept() -> dict[tuple[str, str], Plan]:
    """Give the plans on the page, by query and database."""
    page = documenting.FOLDER / PAGE
    return dict(_read(page.read_text("utf-8"))) if page.exists() else {}


def stale() -> tuple[str, ...]:
    """Give the queries whose plan on the database in use is missing on the page, or of another statement."""
    documenting.product_modules()
    plans, database = kept(), VENDORS[connection.vendor]
    return tuple(
        name
        for name, prepared in sorted(REGISTRY.items())
        if (plan := plans.get((name, database))) is None or plan.statement != statement_of(prepared)
    )


def write() -> int:
    """Take the plans of the database in use, where they are stale or were taken at a smaller size; give how many."""
    due, plans, database, size = set(stale()), kept(), VENDORS[connection.vendor], _cases()
    taken = [name for name in sorted(REGISTRY) if name in due or plans[name, database].cases < size]
    for name in taken:
        prepared = REGISTRY[name]
        steps = explain_as_filled(prepared)
        plans[name, database] = Plan(database, _version(), statement_of(prepared), steps, size)
    sections = [_section(name, plans) for name in sorted(REGISTRY)]
    (documenting.FOLDER / PAGE).write_text("\n".join([_HEAD, *sections]), "utf-8")
    return len(taken)


def _read(text: str) -> Iterator[tuple[tuple[str, str], Plan]]:
    for name, section in _SECTION.findall(text):
        for found in _PLAN.finditer(section):
            said = found.groupdict()
            size = int(said.pop("cases").replace(",", ""))
            yield (name, said["database"]), Plan(**said, cases=size)


def _section(name: str, plans: dict[tuple[str, str], Plan]) -> str:
    found = [plans[name, database] for database in VENDORS.values() if (name, database) in plans]
    return "\n".join([f"## {name}\n", *(plan.as_text() for plan in found)])


def _version() -> str:
    return ".".join(str(part) for part in connection.get_database_version())


def _cases() -> int:
    return int(apps.get_model("cases", "Case").objects.count())
