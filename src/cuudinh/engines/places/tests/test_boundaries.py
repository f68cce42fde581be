import json
from pathlib import Path
from typing import Any

import pytest

from cuudinh.engines.places.boundaries import outlines_in
from cuudinh.engines.places.types import BadBoundaries

SQUARE = [[[100.0, 10.0], [100.1, 10.0], [100.1, 10.1], [100.0, 10.1], [100.0, 10.0]]]
BOW_TIE = [[[100.0, 10.0], [100.1, 10.1], [100.1, 10.0], [100.0, 10.1], [100.0, 10.0]]]
IN_METRES = [[[[560000.0, 1820000.0], [561000.0, 1820000.0], [561000.0, 1821000.0], [560000.0, 1820000.0]]]]


def feature(code: Any = "19753", kind: str = "Polygon", coordinates: Any = SQUARE) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"ma": code},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def saved(tmp_path: Path, *features: Any) -> Path:
    path = tmp_path / "boundaries.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_each_code_gets_its_outline(tmp_path: Path) -> None:
    outlines = outlines_in(saved(tmp_path, feature("19753"), feature("19774")), "ma")
    assert {code: outline.area for code, outline in outlines.items()} == pytest.approx(
        {"19753": 0.01, "19774": 0.01}
    )


def test_a_code_written_as_a_number_is_read_as_text(tmp_path: Path) -> None:
    assert set(outlines_in(saved(tmp_path, feature(19753)), "ma")) == {"19753"}


@pytest.mark.parametrize(
    ("features", "why"),
    [
        ([], "không có đối tượng nào"),
        ([feature(), feature()], "hai đối tượng cùng mã 19753"),
        ([feature(code=None)], "thứ 1 không có mã trong thuộc tính “ma”"),
        ([feature(kind="Point", coordinates=[100.0, 10.0])], "không phải là vùng"),
        ([feature(coordinates=BOW_TIE)], "bị lỗi"),
        ([feature(coordinates=[[[100.0, 10.0]]])], "bị lỗi"),
        ([feature(coordinates=[["x"]])], "bị lỗi"),
        ([feature(kind="MultiPolygon", coordinates=IN_METRES)], "không theo kinh độ, vĩ độ"),
        ([feature() | {"geometry": None}], "không phải là vùng"),
        ([feature() | {"properties": None}], "không có mã"),
        (["nothing"], "không phải là GeoJSON"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(
    tmp_path: Path, features: list[Any], why: str
) -> None:
    with pytest.raises(BadBoundaries, match=why):
        outlines_in(saved(tmp_path, *features), "ma")


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"features": {}}'])
def test_what_is_no_geojson_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "boundaries.geojson"
    path.write_text(text, "utf-8")
    with pytest.raises(BadBoundaries, match="GeoJSON"):
        outlines_in(path, "ma")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadBoundaries, match="không có"):
        outlines_in(tmp_path / "nowhere.geojson", "ma")
