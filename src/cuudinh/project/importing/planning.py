"""Making ready for an import: the pack in force, people to act, the words they use."""

import random
from datetime import date
from pathlib import Path

from django.conf import settings

from cuudinh.engines.cases import definitions
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel import ids
from cuudinh.kernel.actor import Actor
from cuudinh.project import packing
from cuudinh.project.demonstration import people
from cuudinh.project.demonstration.handling import Handling
from cuudinh.project.demonstration.sayings import sayings_of
from cuudinh.project.demonstration.words import demo_words
from cuudinh.project.importing.running import Plan
from cuudinh.project.importing.table import request_table

LONG_AGO = date(2000, 1, 1)


def planned(
    path: Path, pack_id: str, *, handled_share: float, shifts_to_now: bool, rows_most: int | None
) -> Plan:
    """Put the pack in force, open accounts for its offices if there are none, and give what is to be done."""
    packing.apply_pack(people.FOUNDER, pack_id)
    folder: Path = settings.CUUDINH_PACKS / pack_id
    table = request_table(folder)
    service = definitions.service(table.service)
    chance = random.Random(pack_id)  # noqa: S311 - invented people
    words, names = demo_words(
        [settings.CUUDINH_PACKS / one.id for one in reversed(packing.load_world(pack_id).packs)]
    )
    staff = people.staff_in_force(chance) or people.open_staff(
        names, chance, ids.token(), service.shape.intake, LONG_AGO, next(iter(service.shape.title))
    )
    handling = Handling(staff, sayings_of(words, service), lambda _topic, _chance: (), {})
    return Plan(
        path=path,
        report=settings.CUUDINH_STATE / "imports" / f"{path.stem}-refused.csv",
        table=table,
        actor=dispatcher(),
        choose=handling.choose,
        handled_share=handled_share,
        shifts_to_now=shifts_to_now,
        rows_most=rows_most,
    )


def dispatcher() -> Actor:
    """Give the dispatcher in whose name requests are taken in."""
    return identity.staff_actor(identity.accounts_with_role("dispatcher")[0])
