"""A store to measure on: the pack of Huế with invented reports, in a state folder that is thrown away."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.actor import Actor, system
from cuudinh.project import local_database, packing, settings_declared
from cuudinh.project.demonstration import filling
from cuudinh.project.demonstration.casting import full_store


@dataclass(frozen=True, slots=True)
class Store:
    """A filled installation: its file, the address of its database (empty for SQLite) and some of its people."""

    file: Path
    database: str
    reports: int
    dispatcher: Actor
    resident: Actor
    officer: Actor
    office_id: int


def filled(reports: int) -> Store:
    """Make the tables, apply the pack and fill it through the doors, unless somebody is there already."""
    folders = _ready()
    if identity.has_accounts():
        return _store(reports)
    return _store(filling.fill(folders, _silent, reports=reports, days=60).reports)


def at_size(reports: int, accounts: int) -> Store:
    """Give a store of so many reports and accounts; the state folder keeps it for the next time it is asked for."""
    folders = _ready()
    if identity.has_accounts():
        return _store(reports)
    return _store(full_store.cast_store(folders, _silent, reports=reports, accounts=accounts).reports)


def _ready() -> list[Path]:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if not identity.has_accounts():
        packing.apply_pack(system("bench"), "hue")
    return [settings.CUUDINH_PACKS / name for name in ("hue", "vn")]


def _silent(_step: str, _done: int, _total: int) -> None:
    """Say nothing while a store is filled."""


def _store(reports: int) -> Store:
    dispatcher = identity.staff_actor(identity.accounts_with_role("dispatcher")[0])
    busiest = max(cases.office_figures(dispatcher), key=lambda one: one.open).office_id
    officer = identity.staff_actor(identity.members(busiest, ("officer",))[0])
    last = max(identity.accounts_with_role("head"))
    return Store(
        file=Path(settings.DATABASES["default"]["NAME"]),
        database=_address(),
        reports=reports,
        dispatcher=dispatcher,
        resident=Actor("resident", last + 1, assurance=1),
        officer=officer,
        office_id=busiest,
    )


def _address() -> str:
    """Give the address of the database, also where it is a server of the installation's own; empty for SQLite."""
    named = settings_declared.value("DATABASE")
    if named != local_database.WORD:
        return str(named)
    return local_database.server_of(settings.CUUDINH_STATE).address


def account_of(actor: Actor) -> int:
    """Give the account of one of the people of a store."""
    assert actor.account_id is not None, "the people of a store have accounts"
    return actor.account_id
