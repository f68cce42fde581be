"""The invented fees of the demonstration as a world of their own, to check and apply in tests."""

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from cuudinh.engines.ledger.definitions import CollectingShape, FeesShape
from cuudinh.packs.manifest import PackShape
from cuudinh.packs.shaping import shape_in
from cuudinh.packs.world import Located, PackWorld

DEMO = Path(__file__).resolve().parents[5] / "packs" / "demo"
FEES, COLLECTING = "fees/mot-cua.yaml", "organisation/collecting.yaml"


def world_of(fees: FeesShape) -> PackWorld:
    """Give a world with these fees, paid to the account of the demonstration."""
    manifest = PackShape(
        id="test",
        version=1,
        names={"vi": "Thử nghiệm"},
        requires={},
        languages=["vi", "en"],
        timezone="Asia/Ho_Chi_Minh",
        country="VN",
        owners=["test"],
        licence="Apache-2.0",
    )
    files: list[tuple[str, BaseModel]] = [
        ("pack.yaml", manifest),
        (FEES, fees),
        (COLLECTING, shape_in(DEMO / COLLECTING, CollectingShape)),
    ]
    records: list[Located[Any]] = [Located(path, 1, shape) for path, shape in files]
    return PackWorld(manifest=manifest, packs=(), files={}, origins={}, records=tuple(records))


@cache
def fees_world() -> PackWorld:
    """Give the fees of the demonstration."""
    return world_of(shape_in(DEMO / FEES, FeesShape))
