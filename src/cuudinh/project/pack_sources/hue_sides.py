"""Bodies of the Party and of the Fatherland Front of Huế, each side in a table beside that of the State."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cuudinh.project.pack_sources.hue_units import OLD
from cuudinh.project.pack_sources.tables import Row, read

KINDS: Final = {
    "party": ("party_committee", "party_body"),
    "front": ("front", "mass_organisation"),
}


def bodies(facts: Path, domain: str) -> list[Row]:
    """Give the bodies of one side in time; successors of another side are left out."""
    kept = [row for row in read(facts / "organisations_hue.csv") if row["kind"] in KINDS[domain]]
    codes = {row["id"] for row in kept}
    return [_body(row, domain, codes) for row in kept if not row["valid_to"] or row["valid_to"] >= OLD]


def _body(row: Row, domain: str, codes: Iterable[str]) -> Row:
    return {
        "code": row["id"],
        "name_vi": row["name_vi"],
        "name_en": row["name_en"],
        "kind": row["kind"].replace("_", "-"),
        "level": row["level"],
        "parent": row["parent"] if row["parent"] in codes else "",
        "calendar": "vn-hanh-chinh",
        "valid_from": max(row["valid_from"], OLD),
        "valid_to": row["valid_to"],
        "successors": ";".join(
            code for code in row["successor"].split(";") if code in codes and code != row["id"]
        ),
        "domain": domain,
        "mark": row["mark"],
        "source": "Cơ cấu tổ chức do dự án biên soạn, 2026-11",
    }
