"""The test province with other offices: some end, and by which act."""

import csv
import io
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cuudinh.engines.cases.tests.town import FOLDER, grammar
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.packs import checking
from cuudinh.packs.loading import Library, read_pack

Rows = Mapping[str, Mapping[str, str]]

MORNING: Final = "2026-12-01 00:05"
MERGED: Final[Rows] = {"duong-an": {"valid_to": "2026-11-30", "successors": "duong-binh"}}
CLOSED: Final[Rows] = {"duong-an": {"valid_to": "2026-11-30", "successors": ""}}
SPLIT: Final[Rows] = {"den-tinh": {"valid_to": "2026-11-30", "successors": "duong-an;duong-binh"}}


def reorganise(folder: Path, rows: Rows, acts: str = "", like: Mapping[str, str] | None = None) -> None:
    """Put the pack in force with other rows of offices, and acts of reorganisation if any; `folder` holds the copy.

    `like` names offices that the pack does not have, each with the one whose row it takes after.
    """
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    path = folder / "street" / "organisation" / "offices.csv"
    found = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    by_code = {row["code"]: row for row in found}
    found += [{**by_code[other], "code": code, "functions": ""} for code, other in (like or {}).items()]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(found[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, **rows.get(row["code"], {})} for row in found)
    path.write_text(text.getvalue(), "utf-8")
    if acts:
        (path.parent / "reorganisations.yaml").write_text(acts, "utf-8")
    # Some topics have no owner then, which a check refuses: the receiver is what is tried here.
    world = checking.world_as_kept(read_pack(folder / "street"), Library(folder), grammar())
    assert world is not None, "the pack was sound before its offices changed"
    identity_commands.apply_organisation(world)
