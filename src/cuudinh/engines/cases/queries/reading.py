"""What filing makes of what was sent, without filing it: for stores of invented cases, which are cast and not filed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cuudinh.engines.cases import filed, sealed
from cuudinh.engines.cases.rules.answers import read_answers, surroundings_on
from cuudinh.engines.cases.rules.likeness import title_of
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.store import AREA_M
from cuudinh.kernel import clock, geo


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as its row would hold it."""

    title: str
    text: str


def reading_of(service: ServiceDefinition, answers: Mapping[str, Any]) -> Reading | None:
    """Give how a report would read, or None when it would be refused or something in it would be covered."""
    read = read_answers(service, answers, 0, surroundings_on(clock.now().date()))
    if read.faults or read.originals or read.others or read.sealed:
        return None
    return Reading(title_of(read.text), read.text)


def digests(
    service: ServiceDefinition,
    *,
    number: str,
    topic: str,
    text: str,
    unit_id: int,
    place: str,
    lat: float,
    lon: float,
    photos: Sequence[str],
) -> dict[str, str]:
    """Give what the line of the log would keep of a report of which nothing was covered."""
    content = filed.Content(number, topic, text, {}, unit_id, place, lat, lon, photos, {})
    return filed.digests(service, content)


def tracking_hash(number: str) -> str:
    """Give what is stored of the tracking code of a number."""
    return sealed.tracking_hash(number)


def cells(lat: float, lon: float) -> tuple[int, int]:
    """Give the cells of a point in the fine and in the coarse grid."""
    return geo.cell(lat, lon), geo.cell(lat, lon, AREA_M)
