"""Taking over from a pack what it provides for personal data, for acting for others and for signing in."""

from collections.abc import Iterable, Iterator
from typing import Any

from cuudinh.engines.identity import provisions, snapshot
from cuudinh.engines.identity.commands.consenting import keep_wordings
from cuudinh.engines.identity.delegable import actions_of
from cuudinh.engines.identity.models import Provision
from cuudinh.engines.identity.privacy_checks import (
    grounds_of,
    looks_of,
    purposes_of,
    representatives_of,
    retention_of,
    rights_of,
)
from cuudinh.engines.identity.representation_checks import representation_of
from cuudinh.engines.identity.shapes_privacy import IncidentsShape, RightsShape
from cuudinh.engines.identity.sign_in_checks import sign_in_of
from cuudinh.journal.transactions import acting
from cuudinh.packs.world import PackWorld


@acting()
def apply_provisions(world: PackWorld) -> None:
    """Make the provisions those of a pack that was found sound."""
    Provision.objects.all().delete()
    Provision.objects.bulk_create(_rows(world))
    keep_wordings(purposes_of(world))
    snapshot.changed(organisation=True)


def _rows(world: PackWorld) -> Iterator[Provision]:
    yield from _of(provisions.LOOK, looks_of(world))
    yield from _of(provisions.RIGHT, rights_of(world))
    yield from _of(provisions.PURPOSE, purposes_of(world))
    yield from _of(provisions.RETENTION, retention_of(world))
    yield from _of(provisions.REPRESENTATIVE, representatives_of(world))
    yield from _of(provisions.GROUND, grounds_of(world))
    yield from _of(provisions.ACTION, actions_of(world))
    for told in world.shapes(IncidentsShape):
        body = told.value.model_dump(mode="json")
        yield Provision(kind=provisions.INCIDENTS, name="incidents", position=0, body=body)
    for file in world.shapes(RightsShape):
        hours = [row.model_dump(mode="json") for row in file.value.remind_hours]
        body = {"remind_hours": hours}
        yield Provision(kind=provisions.CALENDAR, name=file.value.calendar, position=0, body=body)
    for kind, only in (
        (provisions.SIGN_IN, sign_in_of(world)),
        (provisions.REPRESENTATION, representation_of(world)),
    ):
        if only is not None:
            yield Provision(kind=kind, name=kind, position=0, body=only.model_dump(mode="json"))


def _of(kind: str, shapes: Iterable[Any]) -> Iterator[Provision]:
    for position, shape in enumerate(shapes):
        yield Provision(kind=kind, name=shape.id, position=position, body=shape.model_dump(mode="json"))
