"""The next version of the year's pack, made from the last one: what a decree of a province may change."""

import csv
import io
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import yaml

Row = dict[str, str]
SERVICE: Final = "services/su-co/service.yaml"
UNITS, OFFICES, SUCCESSORS = (f"organisation/{name}.csv" for name in ("units", "offices", "successors"))
SOURCE: Final = "Nghị quyết bịa ra"
CENTRE: Final = "ioc"


def next_version(folder: Path, base: Path, today: date, chance: random.Random) -> str:
    """Write the next version into the folder of a pack that stands on that of `base`; give what it changes."""
    manifest = _yaml(folder / "pack.yaml")
    manifest["version"] += 1
    _put_yaml(folder / "pack.yaml", manifest)
    _change_service(folder / SERVICE, today, chance)
    tables = {
        path: _rows(folder if (folder / path).exists() else base, path)
        for path in (UNITS, OFFICES, SUCCESSORS)
    }
    on = today + timedelta(days=chance.choice([1, 3, 10, 30]))
    said = [f"version {manifest['version']}"]
    if chance.random() < 0.6:
        said += _merge_communes(tables, on, chance)
    if chance.random() < 0.6:
        said += _close_office(tables[OFFICES], on, manifest["version"], chance)
    for path, rows in tables.items():
        _put_rows(folder / path, rows)
    _append(folder / "CHANGELOG.md", f"\n## {manifest['version']}\n\n- {', '.join(said)}.\n")
    return ", ".join(said)


def _change_service(path: Path, today: date, chance: random.Random) -> None:
    """Raise the version of the service, with other times and another limit; what was filed keeps the old ones."""
    service = _yaml(path)
    service["version"] += 1
    deadlines = service["deadlines"]
    value = {"working_days": chance.randint(2, 9)}
    later = [one for one in deadlines["default"] if one["since"] < str(today)]
    deadlines["default"] = [
        *later,
        {"since": str(today + timedelta(days=1)), "value": value, "source": SOURCE},
    ]
    deadlines["stages"]["verifying"] = {"working_days": chance.randint(1, 3)}
    deadlines["extensions"] = chance.randint(1, 3)
    deadlines["ladder"][0]["at_percent"] = chance.choice([50, 70, 80])
    _put_yaml(path, service)


def _merge_communes(tables: Mapping[str, list[Row]], on: date, chance: random.Random) -> Iterator[str]:
    """Make one commune of two, with one office for each kind of office that they had."""
    whole = [
        row
        for row in tables[UNITS]
        if row["level"] == "3" and not row["valid_to"] and row["valid_from"] < str(on)
    ]
    if len(whole) < 3:
        return
    pair = chance.sample(whole, 2)
    first, codes = pair[0], {row["code"] for row in pair}
    new = {**first, "code": f"{first['official_code']}-{on:%Y-%m}", "valid_from": str(on), "source": SOURCE}
    if new["code"] in {row["code"] for row in tables[UNITS]}:
        return
    for row in pair:
        row["valid_to"] = str(on - timedelta(days=1))
        share = {"predecessor": row["code"], "successor": new["code"], "on": str(on), "share": "1"}
        tables[SUCCESSORS].append({**dict.fromkeys(tables[SUCCESSORS][0], ""), **share, "mark": "K"})
    tables[UNITS].append(new)
    ending = [row for row in tables[OFFICES] if row["unit"] in codes and not row["valid_to"]]
    for kind in dict.fromkeys(row["kind"] for row in ending):
        _take_over(
            tables[OFFICES],
            [row for row in ending if row["kind"] == kind],
            on,
            f"m-{new['code']}",
            new["code"],
        )
    yield f"{' and '.join(sorted(codes))} become {new['code']} on {on}"


def _close_office(offices: list[Row], on: date, version: int, chance: random.Random) -> Iterator[str]:
    """Close an office of the province; another takes over its functions."""
    found = [
        row
        for row in offices
        if row["level"] == "province" and row["functions"] and not row["valid_to"] and row["code"] != CENTRE
    ]
    closing = chance.choice(found)
    if closing["valid_from"] < str(on):
        code = _take_over(offices, [closing], on, f"v{version}", closing["unit"])
        yield f"{closing['code']} becomes {code} on {on}"


def _take_over(offices: list[Row], ending: Sequence[Row], on: date, prefix: str, unit: str) -> str:
    functions = dict.fromkeys(name for row in ending for name in row["functions"].split(";") if name)
    code = f"{prefix}-{ending[0]['kind']}"
    heir = {**ending[0], "code": code, "unit": unit, "functions": ";".join(functions), "valid_from": str(on)}
    for row in ending:
        row["valid_to"], row["successors"] = str(on - timedelta(days=1)), code
    offices.append({**heir, "valid_to": "", "successors": "", "source": SOURCE})
    return code


def _rows(folder: Path, path: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO((folder / path).read_text("utf-8"))))


def _put_rows(path: Path, rows: Sequence[Row]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.getvalue(), "utf-8")


def _yaml(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    return found


def _put_yaml(path: Path, content: Any) -> None:
    text = yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    path.write_text(text, "utf-8")


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")
