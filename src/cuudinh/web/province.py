"""What pages know of the province: names, colours, hotline, languages; read from the applied packs.

The province is the pack in force on which no other pack in force stands; without any pack, pages show
neutral defaults, so that a fresh installation already has a face.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import get_language

from cuudinh.journal import marks, releases

TOKENS = ("paper", "ink", "muted", "line", "brand", "gold", "good", "soon", "late", "note")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
MARK_FILE = "theme/mark.svg"


@dataclass(frozen=True, slots=True)
class Centre:
    """Where maps open."""

    lat: float
    lon: float
    zoom: int


@dataclass(frozen=True, slots=True)
class Province:
    """The facts of one province for templates; `colours` overrides tokens by theme (light, dark)."""

    id: str = ""
    names: Mapping[str, str] = field(
        default_factory=lambda: {"vi": "Cổng dịch vụ của tỉnh", "en": "Services of the province"}
    )
    app: str = ""
    account: str = ""
    disclaimers: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ("vi", "en")
    timezone: str = "Asia/Ho_Chi_Minh"
    hotline: str = ""
    root_office: str = ""
    root_unit: str = ""
    centre: Centre = Centre(16.0, 107.5, 6)
    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    mark: bytes = b""
    generation: int = 0

    @property
    def name(self) -> str:
        """The name in the language of the request."""
        return _in_language(self.names)

    @property
    def disclaimer(self) -> str:
        """The sentence that says what this site is not; empty when there is none."""
        return _in_language(self.disclaimers)

    @property
    def is_demo(self) -> bool:
        """Whether every page must say that its data are invented: by setting, or because they were filled in."""
        return bool(settings.CUUDINH_DEMO) or marks.has_invented_data()


def province() -> Province:
    """Give the province in force; a newly applied pack is seen within a second."""
    return _at_generation(releases.generation())


@lru_cache(maxsize=2)
def _at_generation(generation: int) -> Province:
    packs = [releases.files_of(release) for release in releases.in_force()] if generation else []
    sheets = [_yaml(files, "pack.yaml") for files in packs]
    required = {name for sheet in sheets for name in sheet.get("requires", {})}
    tops = [place for place, sheet in enumerate(sheets) if sheet.get("id") not in required]
    if not tops:
        return Province(generation=generation)
    return _province(sheets[tops[-1]], packs[tops[-1]], generation)


def _province(sheet: Mapping[str, Any], files: Mapping[str, bytes], generation: int) -> Province:
    bare = Province()
    return Province(
        id=sheet["id"],
        names=sheet["names"],
        app=sheet.get("app", ""),
        account=sheet.get("account", ""),
        disclaimers=sheet.get("disclaimer", {}),
        languages=tuple(sheet.get("languages", bare.languages)),
        timezone=sheet.get("timezone", bare.timezone),
        hotline=sheet.get("hotline", ""),
        root_office=sheet.get("root_office", ""),
        root_unit=sheet.get("root_unit", ""),
        centre=Centre(**sheet["centre"]) if "centre" in sheet else bare.centre,
        colours=_colours(_yaml(files, "theme/theme.yaml")),
        mark=files.get(MARK_FILE, b""),
        generation=generation,
    )


def _yaml(files: Mapping[str, bytes], path: str) -> dict[str, Any]:
    return yaml.safe_load(files[path]) if path in files else {}


def _colours(sheet: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Keep known tokens with plain colours only: what comes out is written into a stylesheet."""
    themes = sheet.get("colours", {})
    return {
        theme: {
            token: colour.lower()
            for token, colour in themes.get(theme, {}).items()
            if token in TOKENS and _COLOUR.fullmatch(str(colour).lower())
        }
        for theme in ("light", "dark")
    }


def _in_language(texts: Mapping[str, str]) -> str:
    return texts.get(get_language() or "") or next(iter(texts.values()), "")
