"""The people of a run, opened in the copy of an installation by the doors of its engines, and printed as JSON.

Run in a process of its own with the state folder of the copy, so that the driver needs no framework. Every resident
bears a mark in the name: wherever it is seen by somebody else, a reporter was shown to a stranger.
"""

import itertools
import json
import os
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final

MARK: Final = "Ngọc Tải"
PREFIXES: Final = ("0886", "0889", "0867", "0976", "0358")
_SYLLABLES: Final = (
    "An", "Bình", "Chi", "Dung", "Giang", "Hà", "Hoa", "Hùng", "Khánh", "Lan", "Linh", "Long", "Mai", "Minh", "Nam",
    "Nga", "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Thu", "Trang", "Tuấn", "Vân", "Việt", "Vy", "Xuân", "Yến",
)  # fmt: skip
PHOTO_EDGES: Final = (1600, 1200)
PHOTOS: Final = 4
PASSWORD_LENGTH: Final = 16
DISPATCHERS: Final = 24
OFFICERS_EACH: Final = 4
POINTS_EACH: Final = 12
SPREAD_DEGREES: Final = 0.008


def main() -> None:
    """Open so many residents, staff for the centre and every office, and print who they are."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
    import django

    django.setup()
    residents, folder = int(sys.argv[1]), Path(sys.argv[2])
    print(json.dumps(_opened(residents, folder), ensure_ascii=False))


def _opened(residents: int, folder: Path) -> dict[str, Any]:
    from cuudinh.engines.identity import queries as identity
    from cuudinh.kernel import ids

    chance = random.Random(11)
    password = ids.secret_code(PASSWORD_LENGTH)
    offices = identity.handling_offices()
    staff = _staff(password, [office.code for office in offices])
    points = _points(chance)
    named = {office.name(): office.code for office in offices}
    return {
        "password": password,
        "mark": MARK,
        "residents": _residents(residents, password),
        "dispatchers": staff["dispatcher"],
        "leaders": staff["leader"],
        "officers": staff["officer"],
        "heads": staff["head"],
        "offices": named | {office.short_name(): office.code for office in offices},
        "points": points,
        "deciding": _deciding(points),
        "photos": _photos(folder, chance),
    }


def _residents(count: int, password: str) -> list[dict[str, str]]:
    """Open residents with telephone numbers that nobody has yet."""
    from cuudinh.engines.identity import commands
    from cuudinh.engines.identity.types import AlreadyRegistered, NewAccount
    from cuudinh.kernel.actor import system

    names = list(itertools.islice(_names(), count))
    for prefix in PREFIXES:
        people = [{"login": f"{prefix}{n:06}", "name": name} for n, name in enumerate(names, start=100_000)]
        asked = [NewAccount("resident", one["name"], password, phone=one["login"]) for one in people]
        try:
            commands.open_accounts(system("bench"), asked)
        except AlreadyRegistered:
            continue
        return people
    raise AssertionError("one of the prefixes is free")


def _names() -> Iterator[str]:
    for parts in itertools.product(_SYLLABLES, repeat=3):
        yield f"Hồ {MARK} {' '.join(parts)}"


def _staff(password: str, offices: Sequence[str]) -> dict[str, Any]:
    from cuudinh.engines.cases import queries as cases
    from cuudinh.engines.identity import commands
    from cuudinh.engines.identity.types import NewAccount, NewSeat
    from cuudinh.kernel import clock
    from cuudinh.kernel.actor import system

    since = (clock.now() - timedelta(days=2)).astimezone(cases.zone()).date()
    intake = _intake()
    wanted = [(f"tai.trucban.{n}", "dispatcher", intake) for n in range(DISPATCHERS)]
    wanted += [("tai.lanhdao", "leader", intake)]
    officers = {code: [f"tai.canbo{n}.{code}" for n in range(OFFICERS_EACH)] for code in offices}
    heads = {code: [f"tai.truong.{code}"] for code in offices}
    for role, of_offices in (("officer", officers), ("head", heads)):
        wanted += [(login, role, code) for code, logins in of_offices.items() for login in logins]
    asked = [
        NewAccount("staff", "Cán Bộ Đo", password, login=login, seats=(NewSeat(code, role, since, "Đo tải"),))
        for login, role, code in wanted
    ]
    commands.open_accounts(system("bench"), asked)
    found: dict[str, Any] = {"officer": officers, "head": heads, "dispatcher": [], "leader": []}
    for login, role, _code in wanted:
        if role in {"dispatcher", "leader"}:
            found[role].append(login)
    return found


def _intake() -> str:
    from cuudinh.engines.cases import definitions
    from cuudinh.engines.cases import queries as cases

    service = next(iter(cases.services("vi", "report")))
    return definitions.service(service.id).shape.intake


def _points(chance: random.Random) -> list[tuple[float, float]]:
    """Give places near the middles of communes that really lie in the province."""
    from cuudinh.engines.places import queries as places

    middles = [(unit.lat, unit.lon) for unit in places.units_in_force() if unit.lat is not None]
    guesses = [
        (round(chance.gauss(lat, SPREAD_DEGREES), 6), round(chance.gauss(lon or 0, SPREAD_DEGREES), 6))
        for lat, lon in middles
        for _ in range(POINTS_EACH)
    ]
    return [point for point in guesses if places.unit_at(*point) is not None]


def _deciding(points: Sequence[tuple[float, float]]) -> list[tuple[float, float, str]]:
    """Give places with the office that decides there on dossiers of the kind that lives are led of; none without it."""
    from bench.load.dossiers import SERVICE
    from cuudinh.engines.cases import definitions
    from cuudinh.engines.identity import queries as identity
    from cuudinh.engines.places import queries as places
    from cuudinh.kernel import clock

    if all(one.id != SERVICE for one in definitions.services()):
        return []
    today = clock.now().date()
    function = definitions.service(SERVICE).shape.owner[-1].function
    assert function is not None, "it is decided by whoever has a function, wherever the plot lies"
    found = []
    for lat, lon in points:
        placed = places.unit_at(lat, lon)
        office = identity.office_for(function, placed.unit.code, "commune", today) if placed else None
        if office is not None:
            found.append((lat, lon, office.code))
    return found


def _photos(folder: Path, chance: random.Random) -> list[str]:
    """Draw photos of the size that the page sends, with the grain that makes a photo heavy."""
    from PIL import Image

    from cuudinh.project.demonstration.drawing import draw_scene

    paths = []
    for n in range(PHOTOS):
        scene = Image.open(BytesIO(draw_scene("road", chance, is_after=False))).resize(PHOTO_EDGES)
        grain = Image.effect_noise(PHOTO_EDGES, 24).convert("RGB")
        path = folder / f"photo-{n}.jpg"
        Image.blend(scene, grain, 0.12).save(path, "JPEG", quality=80)
        paths.append(str(path))
    return paths


if __name__ == "__main__":
    main()
