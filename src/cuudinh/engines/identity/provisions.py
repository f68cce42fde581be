"""What the packs in force provide for personal data, kept in memory until another pack is applied."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeVar

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.models import Provision
from cuudinh.engines.identity.shapes_privacy import LookShape
from cuudinh.packs.grammar import Shape

AnyShape = TypeVar("AnyShape", bound=Shape)
LOOK: Final = "look"


@dataclass(frozen=True)
class Provisions:
    """Every provision in force by its name, in the order of the pack."""

    looks: Mapping[str, LookShape] = field(default_factory=dict)


def current() -> Provisions:
    """Give the provisions in force; a change is seen as soon as one of offices is."""
    return _at(snapshot.current().token)


@lru_cache(maxsize=2)
def _at(_token: str) -> Provisions:
    return Provisions(looks=_of(LOOK, LookShape))


def _of(kind: str, shape: type[AnyShape]) -> dict[str, AnyShape]:
    rows = Provision.objects.filter(kind=kind).order_by("position").values_list("name", "body")
    return {name: shape.model_validate_json(json.dumps(body)) for name, body in rows}
