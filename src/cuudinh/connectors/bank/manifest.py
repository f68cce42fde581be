"""The manifest of the connector: what is agreed with the other side, as data beside the code."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

PATH = Path(__file__).with_name("manifest.yaml")


class Manifest(BaseModel):
    """The whole manifest; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    names: dict[str, str]
    speaks: str
    answers_for_it: dict[str, str]
    settings: tuple[str, ...]
    states: dict[str, str]
    expect_path: str = Field(pattern="^/")
    statement_path: str = Field(pattern="^/")
    time_header: str
    signature_header: str
    notice_age_seconds_max: int = Field(ge=60, le=86_400)
    pages_max: int = Field(ge=1)


@cache
def manifest() -> Manifest:
    """Give the manifest, read once."""
    return Manifest.model_validate(yaml.safe_load(PATH.read_text("utf-8")))
