"""The definitions in force: read once from the database, compiled once, kept until a pack is applied."""

import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from cuudinh.engines.cases.models import Definition
from cuudinh.engines.cases.service import ServiceDefinition, compiled
from cuudinh.engines.cases.shapes import USUAL, ServiceShape, TopicShape, TopicsShape
from cuudinh.engines.cases.shapes_offered import CatalogueShape
from cuudinh.engines.cases.types import ServiceNotThere
from cuudinh.journal import releases
from cuudinh.packs.documents import read_yaml

CATALOGUE: Final = "services/catalogue.yaml"


class _Keeper:
    """The definitions this process has compiled, by service and version, under one generation of packs.

    A version never changes, but which one is current does, and a case may be pinned to any. All are dropped
    together when a pack is applied: it happens a few times a year.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Drop everything, so that the next look-up reads the database."""
        with self._lock:
            self._generation = -1
            self._compiled: dict[tuple[str, int], ServiceDefinition] = {}
            self._current: dict[str, int] = {}
            self._coarsest_m: int | None = None

    def get(self, service_id: str, version: int | None) -> ServiceDefinition:
        """Give a definition. Raises `ServiceNotThere`."""
        with self._lock:
            self._refresh()
            wanted = self._current.get(service_id) if version is None else version
            if wanted is None:
                raise ServiceNotThere(service=service_id)
            found = self._compiled.get((service_id, wanted))
            if found is None:
                found = self._compiled[service_id, wanted] = _read(service_id, wanted)
            return found

    def current_ids(self) -> tuple[str, ...]:
        """Give the ids of the services in force, in their order."""
        with self._lock:
            self._refresh()
            return tuple(sorted(self._current))

    def coarsest_m(self) -> int:
        """Give the most metres to which any version of any service rounds a public place."""
        with self._lock:
            self._refresh()
            if self._coarsest_m is None:
                bodies = Definition.objects.values_list("body", flat=True)
                self._coarsest_m = max((_round_m(body) for body in bodies), default=0)
            return self._coarsest_m

    def _refresh(self) -> None:
        generation = releases.generation()
        if generation == self._generation:
            return
        pairs = Definition.objects.filter(is_current=True).values_list("service_id", "version")
        self._compiled, self._current, self._generation = {}, dict(pairs), generation
        self._coarsest_m = None


_keeper = _Keeper()


def forget() -> None:
    """Make the next look-up read the database; called by whoever writes definitions."""
    _keeper.forget()


def service(service_id: str, version: int | None = None) -> ServiceDefinition:
    """Give a service in the version named, else in the current one. Raises `ServiceNotThere`."""
    return _keeper.get(service_id, version)


def coarsest_place_m() -> int:
    """Give the most metres to which a public place is rounded, whatever version a case is pinned to."""
    return _keeper.coarsest_m()


def services() -> tuple[ServiceDefinition, ...]:
    """Give the services in force."""
    return tuple(service(service_id) for service_id in _keeper.current_ids())


def topics(service_id: str) -> tuple[TopicShape, ...]:
    """Give the topics of a service in force. Raises `ServiceNotThere`."""
    return tuple(service(service_id).topics.values())


def catalogue() -> CatalogueShape:
    """Give the groups and events of life under which services stand; a province without a catalogue has none."""
    return _catalogue(releases.generation())


@lru_cache(maxsize=2)
def _catalogue(_generation: int) -> CatalogueShape:
    found = releases.file_in_force(CATALOGUE)
    if found is None:
        return CatalogueShape.model_construct(groups=[], life_events=[])
    return CatalogueShape.model_validate(read_yaml(CATALOGUE, found.decode("utf-8")).value)


def _read(service_id: str, version: int) -> ServiceDefinition:
    body = Definition.objects.filter(service_id=service_id, version=version).values_list("body", flat=True)
    found = body.first()
    if found is None:
        raise ServiceNotThere(service=service_id)
    return from_body(found)


def _round_m(body: Mapping[str, Any]) -> int:
    publication = body["service"].get("publication") or {}
    return int(publication.get("round_m", 0))


def body_of(shape: ServiceShape, topics_shape: TopicsShape) -> dict[str, Any]:
    """Give a definition as it is stored."""

    def kept(one: ServiceShape | TopicsShape) -> dict[str, Any]:
        return one.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    # What a flow may say for its services is kept whatever it is: without one a service says it itself.
    named = set(USUAL) if shape.kind != "information" else set[str]()
    usual = shape.model_dump(mode="json", by_alias=True, include=named)
    return {"service": {**kept(shape), **usual}, "topics": kept(topics_shape)}


def from_body(body: Mapping[str, Any]) -> ServiceDefinition:
    """Give the definition that was stored."""
    return compiled(ServiceShape.model_validate(body["service"]), TopicsShape.model_validate(body["topics"]))
