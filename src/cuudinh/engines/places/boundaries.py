"""Reading of a boundary file: GeoJSON (RFC 7946) with one feature for each commune."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape as geometry_of
from shapely.geometry.base import BaseGeometry

from cuudinh.engines.places.geometry import Plane
from cuudinh.engines.places.types import BadBoundaries

BYTES_MOST = 200_000_000
FAR_METRES = 20_000.0
OVERLAP_MOST = 0.02
_AREAS = {"Polygon", "MultiPolygon"}


def outlines_in(path: Path, code_property: str) -> dict[str, BaseGeometry]:
    """Give the outline of each official code in a file. Raises `BadBoundaries`.

    Only areas in longitude and latitude are taken: a file in metres of some national grid would put every
    commune into the sea off Africa, so it is refused instead.
    """
    found: dict[str, BaseGeometry] = {}
    for number, feature in enumerate(_features(path), start=1):
        code = _code_of(feature, code_property, number)
        if code in found:
            raise BadBoundaries("Tệp ranh giới có hai đối tượng cùng mã {code}.", code=code)
        found[code] = _outline_of(feature, code)
    if not found:
        raise BadBoundaries("Tệp ranh giới không có đối tượng nào.")
    return found


def refuse_impossible(
    outlines: Mapping[str, BaseGeometry], centres: Mapping[str, tuple[float, float]], drawn: Iterable[str]
) -> None:
    """Make sure that outlines can be those of communes beside each other; raises `BadBoundaries` with the codes.

    `outlines` are all that will be in force, `drawn` the codes of those that are new, `centres` latitude and
    longitude where known. A centre may lie a little outside, as the seat of a merged commune sometimes does,
    and neighbours drawn by different hands overlap by a sliver.
    """
    plane = Plane(*_amid(outlines))
    areas = {code: plane.of(outline) for code, outline in outlines.items()}
    for code in drawn:
        if code in centres and areas[code].distance(plane.point(*centres[code])) > FAR_METRES:
            raise BadBoundaries(
                "Ranh giới của mã {code} nằm cách trung tâm của xã, phường này hơn {km} km. "
                "Vui lòng kiểm tra mã và hệ tọa độ của tệp.",
                code=code,
                km=round(FAR_METRES / 1000),
            )
    codes = list(areas)
    index = shapely.STRtree(list(areas.values()))
    for code in drawn:
        for place in index.query(areas[code]):
            if codes[place] != code and _overlap(areas[code], areas[codes[place]]) > OVERLAP_MOST:
                raise BadBoundaries(
                    "Ranh giới của mã {code} và mã {other} chồng lên nhau. Vui lòng sửa tệp rồi nhập lại.",
                    code=code,
                    other=codes[place],
                )


def _amid(outlines: Mapping[str, BaseGeometry]) -> tuple[float, float]:
    middle = shapely.box(*shapely.total_bounds(list(outlines.values()))).centroid
    return middle.y, middle.x


def _overlap(one: BaseGeometry, other: BaseGeometry) -> float:
    """Give the part of the smaller of two areas that both cover."""
    return float(one.intersection(other).area / min(one.area, other.area))


def _features(path: Path) -> Iterator[Mapping[str, Any]]:
    if not path.is_file() or path.stat().st_size > BYTES_MOST:
        raise BadBoundaries("Không đọc được tệp ranh giới: tệp không có hoặc lớn quá 200 MB.")
    try:
        collection = json.loads(path.read_bytes())
    except ValueError as fault:
        raise BadBoundaries("Tệp ranh giới không phải là GeoJSON.") from fault
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise BadBoundaries("Tệp ranh giới không phải là GeoJSON.")
    yield from features


def _code_of(feature: Mapping[str, Any], code_property: str, number: int) -> str:
    properties = feature.get("properties")
    code = properties.get(code_property) if isinstance(properties, dict) else None
    if not isinstance(code, str | int) or isinstance(code, bool) or code == "":
        raise BadBoundaries(
            "Đối tượng thứ {number} không có mã trong thuộc tính “{property}”.",
            number=number,
            property=code_property,
        )
    return str(code)


def _outline_of(feature: Mapping[str, Any], code: str) -> BaseGeometry:
    given = feature.get("geometry")
    if not isinstance(given, dict) or given.get("type") not in _AREAS:
        raise BadBoundaries("Ranh giới của mã {code} không phải là vùng (Polygon).", code=code)
    try:
        outline = shapely.force_2d(geometry_of(given))
    except (ValueError, TypeError, KeyError, IndexError, shapely.errors.ShapelyError) as fault:
        raise BadBoundaries("Ranh giới của mã {code} bị lỗi.", code=code) from fault
    if outline.is_empty or not outline.is_valid:
        raise BadBoundaries("Ranh giới của mã {code} bị lỗi.", code=code)
    left, low, right, high = outline.bounds
    if left < -180 or right > 180 or low < -90 or high > 90:
        raise BadBoundaries("Ranh giới của mã {code} không theo kinh độ, vĩ độ (WGS 84).", code=code)
    return outline
