"""A store to measure on: the pack of Huế with invented reports, in a state folder that is thrown away."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.actor import Actor, system
from cuudinh.project import packing
from cuudinh.project.demonstration import filling


@dataclass(frozen=True, slots=True)
class Store:
    """A filled installation: its file and some of its people."""

    file: Path
    reports: int
    dispatcher: Actor
    resident: Actor
    officer: Actor
    office_id: int


def filled(reports: int) -> Store:
    """Make the tables, apply the pack and fill it."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    packing.apply_pack(system("bench"), "hue")
    folders = [settings.CUUDINH_PACKS / name for name in ("hue", "vn")]
    made = filling.fill(folders, lambda *_step: None, reports=reports, days=60)
    dispatcher = identity.staff_actor(identity.accounts_with_role("dispatcher")[0])
    busiest = max(cases.office_figures(dispatcher), key=lambda one: one.open).office_id
    officer = identity.staff_actor(identity.members(busiest, ("officer",))[0])
    last = max(identity.accounts_with_role("head"))
    return Store(
        file=Path(settings.DATABASES["default"]["NAME"]),
        reports=made.reports,
        dispatcher=dispatcher,
        resident=Actor("resident", last + 1, assurance=1),
        officer=officer,
        office_id=busiest,
    )
