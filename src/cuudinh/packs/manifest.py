"""`pack.yaml`: who a pack is, what it stands on and in which languages and time zone it speaks."""

import re
from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from cuudinh.packs.grammar import Code, Language, Shape, Text

_REQUIREMENT = r"^(>=|<=|==|>|<)\d{1,6}(\.\d{1,6}){0,2}$"
_COMPARISONS = {
    ">=": lambda have, want: have >= want,
    "<=": lambda have, want: have <= want,
    "==": lambda have, want: have == want,
    ">": lambda have, want: have > want,
    "<": lambda have, want: have < want,
}


@cache
def known_zones() -> frozenset[str]:
    """Give the names of all time zones; kept, because Python opens six hundred files to find them."""
    return frozenset(available_timezones())


def _known_zone(name: str) -> str:
    if name not in known_zones():
        raise ValueError(f'"{name}" is no time zone; expected one such as Asia/Ho_Chi_Minh')
    return name


Requirement = Annotated[str, Field(pattern=_REQUIREMENT)]
Zone = Annotated[str, AfterValidator(_known_zone)]


class CentreShape(Shape):
    """Where the map opens."""

    lat: float = Field(ge=-90, le=90, description="Latitude, WGS 84.")
    lon: float = Field(ge=-180, le=180, description="Longitude, WGS 84.")
    zoom: int = Field(ge=1, le=18, description="Zoom level at which the whole province is seen.")


class PackShape(Shape):
    """`pack.yaml`. A pack with a `root_office` is a province; one without is a frame that others stand on."""

    id: Code = Field(description="Name of the pack; the same as its folder.")
    version: int = Field(ge=1, description="Raised with every published change.")
    names: Text = Field(description="What the province is called.")
    app: str | None = Field(
        None, min_length=1, max_length=40, description="What residents call the platform, as its proper name."
    )
    account: str | None = Field(
        None,
        min_length=1,
        max_length=40,
        description="What residents call their account here, as its proper name.",
    )
    requires: dict[Code, Requirement] = Field(
        description="`platform` and the packs this one stands on, each with a version such as `>=1`."
    )
    languages: list[Language] = Field(
        min_length=1, max_length=8, description="Languages of the texts; the first one is never missing."
    )
    timezone: Zone = Field(description="Time zone, such as Asia/Ho_Chi_Minh.")
    country: str = Field(pattern=r"^[A-Z]{2}$", description="Country, ISO 3166-1.")
    root_office: Code | None = Field(None, description="Code of the office at the top of the organisation.")
    root_unit: str | None = Field(None, description="Code of the unit that is the province today.")
    centre: CentreShape | None = Field(None, description="Where the map opens.")
    hotline: str | None = Field(None, max_length=40, description="Telephone number residents may call.")
    owners: list[str] = Field(min_length=1, description="Who keeps the pack.")
    licence: str = Field(min_length=1, description="Licence of the pack, SPDX name.")
    sources: list[str] = Field(default_factory=list, description="Where its data come from, how sure.")
    disclaimer: Text | None = Field(
        None, description="Shown on every page while the pack is no official one."
    )


def satisfies(version: str, requirement: str) -> bool:
    """Whether a version fulfils a requirement; missing parts count as 0.

    >>> satisfies("0.1.0", ">=0.1"), satisfies("0.9", ">=0.10"), satisfies("2", "<2")
    (True, False, False)
    """
    sign = re.match(r"[<>=]+", requirement)
    assert sign, "the shape lets only requirements with a sign through"
    return bool(_COMPARISONS[sign[0]](_numbers(version), _numbers(requirement[sign.end() :])))


def _numbers(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in re.findall(r"\d+", version)][:3]
    return (*parts, *([0] * (3 - len(parts))))
