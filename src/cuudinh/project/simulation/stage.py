"""The stage: an installation set up once, and a copy of it for every seed."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from cuudinh.engines.cases import definitions
from cuudinh.engines.identity import queries as identity
from cuudinh.journal.prepared import REGISTRY
from cuudinh.kernel import clock
from cuudinh.project import packing
from cuudinh.project.simulation import people
from cuudinh.project.simulation.people import Cast

PACK: Final = "mot-nam"
SERVICES: Final = ("su-co", "bao-hong")
ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
# A year with the end of the districts, the turn of a year and Tết in it.
START: Final = datetime(2025, 4, 7, 7, 30, tzinfo=ZONE)
_OWN: Final = Path(__file__).parent / "pack"


def set_up(packs: Path) -> Cast:
    """Make tables, the pack and the people in the installation of this process, which is a trial's own."""
    stock(settings.CUUDINH_PACKS, packs)
    call_command("migrate", interactive=False, verbosity=0)
    with clock.frozen(START):
        packing.apply_pack(people.FOUNDER, PACK)
        # Those that come with the reorganisation have their people before their first day.
        codes = dict.fromkeys(
            office.code
            for day in (START, START.replace(month=12))
            for office in identity.handling_offices(day.date())
        )
        centre, offices, spare = people.open_staff(list(codes))
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE sqlite_sequence SET seq = %s WHERE name = 'identity_account'",
                [people.RESIDENT_NUMBERS],
            )
        residents = people.open_residents()
        _warm()
    connection.close()
    return Cast(centre, offices, spare, residents)


def _warm() -> None:
    """Compile what every run would compile again: a fork finds it ready."""
    for service_id in SERVICES:
        definitions.service(service_id)
    for query in REGISTRY.values():
        query.compiled()


def stock(folder: Path, packs: Path) -> None:
    """Make a folder of packs with the year's own pack, which changes, and those it stands on."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(_OWN, folder / PACK)
    for required in ("vn", "demo"):
        shutil.copytree(packs / required, folder / required)


@contextmanager
def copied(to: Path) -> Iterator[None]:
    """Work in a copy of the installation, in a process that ends with it; the disk is not waited for."""
    shutil.copytree(settings.CUUDINH_STATE, to)
    database = connection.settings_dict
    database["NAME"] = to / Path(database["NAME"]).name
    database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    settings.CUUDINH_PACKS = to / "packs"
    settings.CUUDINH_FILES = to / "files"
    settings.CUUDINH_KEYS = to / "keys"
    settings.CUUDINH_STATE = to
    try:
        yield
    finally:
        connection.close()
        shutil.rmtree(to, ignore_errors=True)


class Ticks:
    """Stands in for the clock that only runs forward, by which caches know their age: it moves when told."""

    def __init__(self) -> None:
        self._seconds = time.monotonic() + 10

    def __call__(self) -> float:
        """Give the seconds since some moment."""
        return self._seconds

    def forward(self) -> None:
        """Let as much time pass as makes every cache look again."""
        self._seconds += 2

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """Let everything in the block ask this clock."""
        kept = time.monotonic
        vars(time)["monotonic"] = self
        try:
            yield
        finally:
            vars(time)["monotonic"] = kept
