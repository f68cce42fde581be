"""The manifest of the connector: what is agreed with the other side, as data beside the code."""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

PATH = Path(__file__).with_name("manifest.yaml")


class _Strict(BaseModel):
    """Data in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Level(_Strict):
    """One level of the other side, and the assurance it gives here."""

    acr: str = Field(min_length=1)
    assurance: Literal[1, 2, 3]


class Claims(_Strict):
    """What the other side calls what it says of a person."""

    name: str
    citizen_number: str
    passport_number: str


class Manifest(_Strict):
    """The whole manifest; an unknown key is an error."""

    id: str
    names: dict[str, str]
    speaks: str
    answers_for_it: dict[str, str]
    settings: tuple[str, ...]
    states: dict[str, str]
    algorithm: Literal["RS256", "PS256", "ES256", "EdDSA"]
    scopes: tuple[str, ...]
    reads_userinfo: bool
    claims: Claims
    levels: tuple[Level, ...] = Field(min_length=1)
    assurance_days: int = Field(ge=1)
    leeway_seconds: int = Field(ge=0, le=300)
    token_age_seconds_max: int = Field(ge=60)

    def assurance_of(self, acr: object) -> int | None:
        """Give the assurance of a level of the other side; None for one that was not agreed."""
        return next((one.assurance for one in self.levels if one.acr == acr), None)


@cache
def manifest() -> Manifest:
    """Give the manifest, read once."""
    return Manifest.model_validate(yaml.safe_load(PATH.read_text("utf-8")))
