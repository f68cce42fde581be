"""Drawn pictures for demonstrations: a street scene with a fault in it, and the same scene after the work.

No photograph of anybody or anything is used.
"""

import io
import random
from collections.abc import Callable
from typing import Final

from PIL import Image, ImageDraw

SIZE: Final = (960, 720)
HORIZON: Final = 330
Colour = tuple[int, int, int]
SKIES: Final[tuple[Colour, ...]] = ((196, 214, 224), (222, 216, 202), (178, 196, 206), (206, 202, 214))
WALLS: Final[tuple[Colour, ...]] = ((214, 190, 150), (188, 172, 160), (170, 184, 170), (200, 168, 150))
ROAD: Final = (112, 112, 116)
KERB: Final = (186, 180, 170)
DARK: Final = (58, 54, 58)
GREEN: Final = (74, 118, 72)
WATER: Final = (128, 142, 138)
Scene = Callable[[ImageDraw.ImageDraw, random.Random, bool], None]


def draw_scene(icon: str, chance: random.Random, *, is_after: bool) -> bytes:
    """Give a JPEG of a street with the fault an icon stands for, or of the street once it is mended."""
    picture = Image.new("RGB", SIZE, chance.choice(SKIES))
    pen = ImageDraw.Draw(picture)
    _street(pen, chance)
    SCENES.get(icon, _sign)(pen, chance, is_after)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=78)
    return out.getvalue()


def _street(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """Draw houses, a pavement and a road, a little different each time."""
    left = -chance.randint(0, 120)
    while left < SIZE[0]:
        width, top = chance.randint(130, 240), chance.randint(110, 220)
        pen.rectangle(
            (left, top, left + width, HORIZON + 20), fill=chance.choice(WALLS), outline=DARK, width=2
        )
        pen.polygon(
            ((left - 8, top), (left + width + 8, top), (left + width - 14, top - 34), (left + 14, top - 34)),
            fill=(150, 86, 66),
        )
        pen.rectangle((left + 24, top + 40, left + 64, top + 96), fill=(92, 104, 116))
        pen.rectangle((left + width - 70, HORIZON - 70, left + width - 26, HORIZON + 20), fill=(104, 78, 60))
        left += width + chance.randint(0, 16)
    pen.rectangle((0, HORIZON + 20, SIZE[0], HORIZON + 80), fill=KERB)
    pen.rectangle((0, HORIZON + 80, *SIZE), fill=ROAD)
    for dash in range(-40, SIZE[0], 150):
        pen.polygon(((dash, 560), (dash + 84, 560), (dash + 70, 574), (dash - 16, 574)), fill=(216, 212, 202))


def _blob(
    pen: ImageDraw.ImageDraw, chance: random.Random, centre: tuple[int, int], radius: int, fill: Colour
) -> None:
    x, y = centre
    for _ in range(14):
        dx, dy = chance.randint(-radius, radius), chance.randint(-radius // 3, radius // 3)
        size = chance.randint(radius // 3, radius // 2)
        pen.ellipse((x + dx - size, y + dy - size // 2, x + dx + size, y + dy + size // 2), fill=fill)


def _road(pen: ImageDraw.ImageDraw, chance: random.Random, is_after: bool) -> None:
    centre = (chance.randint(340, 620), chance.randint(500, 620))
    if is_after:
        pen.rectangle((centre[0] - 150, centre[1] - 44, centre[0] + 150, centre[1] + 44), fill=(74, 74, 80))
        return
    _blob(pen, chance, centre, 120, (86, 80, 74))
    _blob(pen, chance, (centre[0] + 6, centre[1] + 6), 84, (52, 48, 46))


def _lamp(pen: ImageDraw.ImageDraw, chance: random.Random, is_after: bool) -> None:
    x = chance.randint(300, 640)
    if not is_after:
        pen.rectangle((0, 0, *SIZE), fill=(34, 36, 52))
        pen.rectangle((0, HORIZON + 80, *SIZE), fill=(44, 44, 52))
    pen.line((x, HORIZON + 76, x, 90), fill=(120, 120, 128), width=12)
    pen.line((x, 96, x + 110, 80), fill=(120, 120, 128), width=10)
    pen.ellipse((x + 88, 70, x + 140, 100), fill=(255, 232, 150) if is_after else (70, 70, 78))
    if is_after:
        pen.polygon(((x + 92, 98), (x + 136, 98), (x + 260, 470), (x - 40, 470)), fill=(238, 226, 180))


def _tree(pen: ImageDraw.ImageDraw, chance: random.Random, is_after: bool) -> None:
    x = chance.randint(280, 640)
    if is_after:
        pen.rectangle((x - 16, 210, x + 16, HORIZON + 70), fill=(110, 84, 60))
        _blob(pen, chance, (x, 170), 130, GREEN)
        return
    pen.line((x - 220, 600, x + 160, 520), fill=(110, 84, 60), width=40)
    _blob(pen, chance, (x + 210, 520), 150, GREEN)
    pen.polygon(((x - 250, 590), (x - 200, 560), (x - 190, 640)), fill=(150, 120, 90))


def _rubbish(pen: ImageDraw.ImageDraw, chance: random.Random, is_after: bool) -> None:
    x = chance.randint(260, 600)
    pen.rectangle((x, 350, x + 110, 480), fill=(46, 110, 84), outline=DARK, width=3)
    pen.rectangle((x - 8, 336, x + 118, 356), fill=(36, 90, 70))
    if is_after:
        return
    for _ in range(26):
        left, top, size = x + chance.randint(-150, 240), chance.randint(430, 540), chance.randint(18, 54)
        tint = chance.choice(((60, 60, 66), (222, 222, 216), (180, 92, 70), (84, 110, 150), (206, 178, 92)))
        pen.ellipse((left, top, left + size, top + size * 3 // 4), fill=tint, outline=DARK)


def _water(pen: ImageDraw.ImageDraw, chance: random.Random, is_after: bool) -> None:
    if is_after:
        for x in range(380, 560, 24):
            pen.rectangle((x, 440, x + 12, 500), fill=DARK)
        return
    _blob(pen, chance, (480, 560), 330, WATER)
    for _ in range(16):
        x, y = chance.randint(160, 800), chance.randint(480, 650)
        pen.arc((x, y, x + 90, y + 20), 10, 170, fill=(196, 206, 204), width=3)


def _traffic(pen: ImageDraw.ImageDraw, chance: random.Random, is_after: bool) -> None:
    x = chance.randint(380, 560)
    pen.rectangle((x - 6, 260, x + 6, HORIZON + 76), fill=(110, 110, 116))
    pen.rectangle((x - 40, 90, x + 40, 270), fill=(36, 36, 42), outline=DARK, width=3)
    lights = ((214, 70, 60), (236, 190, 70), (84, 176, 104))
    for index, tint in enumerate(lights):
        lit = tint if is_after and index == 2 else (64, 62, 66)
        pen.ellipse((x - 24, 104 + index * 54, x + 24, 152 + index * 54), fill=lit)


def _building(pen: ImageDraw.ImageDraw, chance: random.Random, is_after: bool) -> None:
    if is_after:
        return
    for index in range(chance.randint(4, 7)):
        x = 120 + index * 110
        pen.rectangle(
            (x, 372, x + 84, 404), fill=chance.choice(((200, 60, 60), (60, 90, 160), (220, 180, 70)))
        )
        for leg in (x + 8, x + 72):
            pen.line((leg, 404, leg, 452), fill=DARK, width=6)
        pen.rectangle((x + 20, 420, x + 62, 470), fill=(150, 60, 60))


def _animal(pen: ImageDraw.ImageDraw, chance: random.Random, is_after: bool) -> None:
    if is_after:
        return
    for _ in range(chance.randint(2, 4)):
        x, y = chance.randint(160, 740), chance.randint(470, 590)
        coat = chance.choice(((150, 110, 70), (70, 62, 58), (200, 180, 150)))
        pen.ellipse((x, y, x + 120, y + 54), fill=coat)
        pen.ellipse((x + 98, y - 26, x + 150, y + 20), fill=coat)
        for leg in (x + 16, x + 38, x + 78, x + 98):
            pen.line((leg, y + 44, leg, y + 84), fill=coat, width=10)


def _alert(pen: ImageDraw.ImageDraw, chance: random.Random, is_after: bool) -> None:
    x, y = chance.randint(380, 560), 540
    if is_after:
        pen.ellipse((x - 80, y - 34, x + 80, y + 34), fill=(90, 90, 96), outline=(60, 60, 64), width=6)
        return
    pen.ellipse((x - 80, y - 34, x + 80, y + 34), fill=(20, 18, 20), outline=(90, 84, 80), width=8)
    pen.polygon(((x + 150, y + 40), (x + 190, y - 70), (x + 230, y + 40)), fill=(230, 110, 50))


def _sign(pen: ImageDraw.ImageDraw, chance: random.Random, is_after: bool) -> None:
    x = chance.randint(360, 600)
    lean = 0 if is_after else 70
    pen.line((x, HORIZON + 76, x + lean, 210), fill=(120, 120, 126), width=12)
    pen.ellipse(
        (x + lean - 56, 120, x + lean + 56, 232), fill=(226, 226, 222), outline=(180, 50, 50), width=14
    )


SCENES: Final[dict[str, Scene]] = {
    "road": _road,
    "lamp": _lamp,
    "tree": _tree,
    "rubbish": _rubbish,
    "water": _water,
    "flood": _water,
    "traffic": _traffic,
    "building": _building,
    "animal": _animal,
    "alert": _alert,
}
