"""The part of a pack that insight understands: sets of indicators, and those in force."""

import json
from collections.abc import Iterator
from functools import lru_cache

from cuudinh.engines.insight import checks
from cuudinh.engines.insight.models import IndicatorSetRecord
from cuudinh.engines.insight.shapes import (
    IndicatorGroupShape,
    IndicatorSetShape,
    IndicatorShape,
    RowShape,
    ScaleShape,
    VerdictShape,
)
from cuudinh.engines.insight.types import NoSuchSet
from cuudinh.packs.parts import Part, Pattern, Said, Versioned
from cuudinh.packs.world import PackWorld

__all__ = [
    "PART",
    "IndicatorGroupShape",
    "IndicatorSetShape",
    "IndicatorShape",
    "RowShape",
    "ScaleShape",
    "VerdictShape",
    "indicator_set",
    "indicator_sets",
    "sets_of",
]


def sets_of(world: PackWorld) -> list[IndicatorSetShape]:
    """Give the sets of indicators of a pack and of those it stands on."""
    return [one.value for one in world.shapes(IndicatorSetShape)]


def indicator_sets() -> tuple[IndicatorSetShape, ...]:
    """Give the sets in force, in the order of the packs."""
    bodies = IndicatorSetRecord.objects.order_by("position").values_list("body", flat=True)
    return tuple(_set(json.dumps(body)) for body in bodies)


def indicator_set(set_id: str) -> IndicatorSetShape:
    """Give a set in force. Raises `NoSuchSet`."""
    found = next((one for one in indicator_sets() if one.set == set_id), None)
    if found is None:
        raise NoSuchSet(set=set_id)
    return found


@lru_cache(maxsize=32)
def _set(text: str) -> IndicatorSetShape:
    return IndicatorSetShape.model_validate_json(text)


def _versions(world: PackWorld) -> Iterator[Versioned]:
    for file in world.shapes(IndicatorSetShape):
        shape = file.value
        content = json.dumps(shape.model_dump(exclude={"version"}), sort_keys=True, ensure_ascii=False)
        kind = Said("bộ chỉ số", "set of indicators")
        yield Versioned(kind=kind, id=shape.set, version=shape.version, content=content, path=file.path)


def _sentences(old: PackWorld | None, new: PackWorld) -> Iterator[Said]:
    """Say which sets come, go and score otherwise: scores shown from now on are by the new rows."""
    before = {one.set: one for one in sets_of(old)} if old else {}
    after = {one.set: one for one in sets_of(new)}
    for name, one in after.items():
        vi, en = (one.title.get(language, name) for language in ("vi", "en"))
        if name not in before:
            yield Said(f"Thêm bộ chỉ số “{vi}”.", f"The set of indicators “{en}” is added.")
        elif one != before[name]:
            yield Said(f"Bộ chỉ số “{vi}” chấm điểm khác đi.", f"“{en}” scores otherwise.")
    for name in sorted(before.keys() - after.keys()):
        vi, en = (before[name].title.get(language, name) for language in ("vi", "en"))
        yield Said(f"Bỏ bộ chỉ số “{vi}”.", f"The set of indicators “{en}” goes.")


PART = Part(
    name="insight",
    patterns=(Pattern("indicators/*.yaml", IndicatorSetShape),),
    check=checks.check,
    sentences=_sentences,
    versions=_versions,
)
