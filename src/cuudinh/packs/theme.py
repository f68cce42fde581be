"""The colours and the mark a province brings, with the contrast every reader needs.

Only colours may differ: sizes, spaces and shapes are the same everywhere, because they were tested once.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from pydantic import Field

from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.grammar import Shape
from cuudinh.packs.world import PackWorld

THEME = "theme/theme.yaml"
MARK = "theme/mark.svg"
Side = Literal["light", "dark"]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]

DEFAULTS: dict[Side, dict[str, str]] = {
    "light": {
        "paper": "#fcfbf9",
        "ink": "#1d1a24",
        "muted": "#5c5866",
        "line": "#8a8594",
        "brand": "#5a2a82",
        "gold": "#e2b33c",
        "good": "#1a6e43",
        "soon": "#8f5100",
        "late": "#a8201a",
        "note": "#1d5d9b",
    },
    "dark": {
        "paper": "#15131b",
        "ink": "#ece9f1",
        "muted": "#a9a4b5",
        "line": "#6f6a7a",
        "brand": "#c9a2ee",
        "gold": "#e2b33c",
        "good": "#6fce9b",
        "soon": "#f0b35c",
        "late": "#ff8a80",
        "note": "#8fc1f2",
    },
}
# WCAG 2.2: text 4.5 (1.4.3), borders of fields 3 (1.4.11). Gold is never text and never a border.
_TEXTS = ("ink", "muted", "brand", "good", "soon", "late", "note")
_LEAST = {name: 4.5 for name in _TEXTS} | {"line": 3.0}
_SVG = "{http://www.w3.org/2000/svg}"
_DRAWN = {"svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "title", "desc"}
_ATTRIBUTE = re.compile(
    r"d|[cr]?[xy]|[xy][12]|r|width|height|viewBox|points|transform|id|role|aria-label|(fill|stroke)[a-z-]*|opacity"
)


class ColoursShape(Shape):
    """Colours of one side; what is absent keeps the default."""

    paper: Colour | None = Field(None, description="The ground.")
    ink: Colour | None = Field(None, description="Text.")
    muted: Colour | None = Field(None, description="Second text.")
    line: Colour | None = Field(None, description="Borders of fields.")
    brand: Colour | None = Field(None, description="The colour of the province.")
    gold: Colour | None = Field(None, description="Marks; never text.")
    good: Colour | None = Field(None, description="In time.")
    soon: Colour | None = Field(None, description="Due soon.")
    late: Colour | None = Field(None, description="Late.")
    note: Colour | None = Field(None, description="Information.")


class SidesShape(Shape):
    """Colours by day and by night."""

    light: ColoursShape | None = Field(None, description="On paper.")
    dark: ColoursShape | None = Field(None, description="On night.")


class ThemeShape(Shape):
    """`theme/theme.yaml`: how the province looks."""

    colours: SidesShape = Field(description="Colours that differ from the default ones.")


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours by WCAG's formula, from 1 to 21.

    >>> round(contrast("#000000", "#ffffff")), round(contrast("#1d1a24", "#fcfbf9"), 1)
    (21, 16.6)
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def check_theme(world: PackWorld) -> Iterator[Fault]:
    """Give the colours that cannot be read on their ground, and what is wrong with the mark."""
    for record in world.shapes(ThemeShape):
        for side, defaults in DEFAULTS.items():
            given: ColoursShape | None = getattr(record.value.colours, side)
            yield from _pale(world, side, defaults, given or ColoursShape.model_construct())
    if MARK in world.files:
        yield from _wrong_mark(world, world.files[MARK])


def _pale(world: PackWorld, side: Side, defaults: dict[str, str], given: ColoursShape) -> Iterator[Fault]:
    colours = defaults | given.model_dump(exclude_none=True)
    for name, least in _LEAST.items():
        reached = contrast(colours[name], colours["paper"])
        if reached < least:
            what = f"{side} {name} {colours[name]} on {colours['paper']} has a contrast of {reached:.2f}"
            yield world.fault_at(THEME, ("colours", side, name), what, f"at least {least}")


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _wrong_mark(world: PackWorld, body: bytes) -> Iterator[Fault]:
    """A picture is put into pages, so it only draws: no script, no style, no address."""
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, DefusedXmlException) as fault:
        yield world.fault_at(MARK, (), f"no SVG: {fault}", "a drawing")
        return
    for element in root.iter():
        name = str(element.tag).removeprefix(_SVG)
        if name not in _DRAWN:
            yield world.fault_at(MARK, (), f"<{name}> in a mark", one_of(_DRAWN))
        for attribute, value in element.attrib.items():
            if not _ATTRIBUTE.fullmatch(attribute) or "url" in value:
                yield world.fault_at(MARK, (), f'attribute "{attribute}" of <{name}>', "only what draws")
