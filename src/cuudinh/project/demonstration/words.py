"""The words of a demonstration, read from the pack: what people report, answer, ask and remark."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field


class Names(BaseModel):
    """`demo/names.yaml`: parts of invented names, families with a rough weight."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    families: list[tuple[str, int]] = Field(min_length=1)
    middles: list[str] = Field(min_length=1)
    givens: list[str] = Field(min_length=1)


class DemoWords(BaseModel):
    """`demo/demo.yaml`: how many residents, which topics how often, and every sentence that is used.

    `texts` holds sentences by topic, `answers` by group of topics. `{so}`, `{duong}` and `{moc}` stand
    for a house number, a street and a landmark.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    service: str
    residents: int = Field(ge=1)
    streets: list[str] = Field(min_length=1)
    landmarks: list[str] = Field(min_length=1)
    weights: dict[str, int]
    texts: dict[str, list[str]]
    answers: dict[str, list[str]]
    questions: list[str]
    replies: list[str]
    returns: list[str]
    extensions: list[str]
    reworks: list[str]
    reopenings: list[str]
    comments: list[str]
    joint_questions: list[str]
    joint_answers: list[str]


def demo_words(folders: Sequence[Path]) -> tuple[DemoWords, Names]:
    """Give the words of the first pack folder that has them, a province's before those it requires."""
    words = DemoWords.model_validate(_first(folders, "demo.yaml"))
    names = Names.model_validate(_first(folders, "names.yaml"))
    return words, names


def _first(folders: Sequence[Path], name: str) -> Mapping[str, object]:
    for folder in folders:
        path = folder / "demo" / name
        if path.is_file():
            found: Mapping[str, object] = yaml.safe_load(path.read_text("utf-8"))
            return found
    raise FileNotFoundError(f"demo/{name} is in none of: {', '.join(str(folder) for folder in folders)}")
