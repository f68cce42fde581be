"""Answers to the forms of services, made up so that they read like somebody's own: names, streets, sentences.

What decides whether somebody may apply is taken from an example of the service that is granted: its days are moved to
today. Everything else is drawn, from words that stand in the pack.
"""

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cuudinh.engines.cases.definitions import ServiceDefinition
from cuudinh.engines.cases.definitions.examples import ExampleShape, ExamplesShape
from cuudinh.packs.forms.numbers import FEMALE, MALE
from cuudinh.packs.forms.parts import parts_of
from cuudinh.packs.forms.sampling import samples, with_needed
from cuudinh.packs.forms.shapes import AskedShape
from cuudinh.packs.shaping import shape_in
from cuudinh.project.demonstration.people import full_name
from cuudinh.project.pack_shapes import DemoAnswers, Names

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
# Between these years the people of forms are born.
_BORN: Final = (1958, 2006)
_TRIES: Final = 20
_RANGE: Final = 200
_MONEY: Final = 1_000_000
_NEAR_DAYS: Final = 40
_HOUSES: Final = 240
_PHONES: Final = 1_000_000
# States in which what was applied for is given, or is on its way: an example that ends so is one to copy.
_GIVEN: Final = frozenset({"done", "received", "handed_over"})


@dataclass(frozen=True, slots=True)
class Words:
    """What answers are made of: names, sentences by question, streets."""

    names: Names
    answers: DemoAnswers
    streets: Sequence[str]


class Answering:
    """Makes up forms; the same `chance` gives the same answers."""

    def __init__(self, folders: Iterable[Path], words: Words, chance: random.Random) -> None:
        self._folders = tuple(folders)
        self._words = words
        self._chance = chance
        self._granted: dict[str, list[ExampleShape]] = {}

    def form(self, service: ServiceDefinition, commune: str, today: date) -> dict[str, Any]:
        """Give a whole form of a service, in a commune and on a day."""
        named = self._named(service, today)
        eligibility = service.shape.eligibility
        fixed = {*named, *(eligibility.questions if eligibility is not None else ())}
        drawn = {
            one.id: self._drawn(one, value, today)
            for one, value in _asked(service, samples(service.form, commune))
            if one.id not in fixed
        }
        given = {**samples(service.form, commune), **drawn, **named}
        given |= {one.id: {"unit": commune} for one in service.form.questions if one.type == "place"}
        full = with_needed(service.form, given, commune, today)
        return {
            one.id: full[one.id]
            if one.id in named and not parts_of(one)
            else self._told(one, full[one.id], full)
            for one in service.form.in_order
            if one.id in full
        }

    def _named(self, service: ServiceDefinition, today: date) -> dict[str, Any]:
        """Give the answers that matter, of an example that is granted; days are as far from today as they were."""
        if service.id not in self._granted:
            self._granted[service.id] = [one for one in self._examples(service.id) if _is_granted(one)]
        if not self._granted[service.id]:
            return {}
        example = self._chance.choice(self._granted[service.id])
        moved: dict[str, Any] = _moved(
            example.submit.answers, today - datetime.fromisoformat(example.at).date()
        )
        return moved

    def _examples(self, service: str) -> Sequence[ExampleShape]:
        for folder in self._folders:
            file = folder / "services" / service / "examples.yaml"
            if file.is_file():
                return shape_in(file, ExamplesShape).examples
        return ()

    def _drawn(self, question: AskedShape, value: Any, today: date) -> Any:
        """Give another answer to what has a few or a range, since others may hang on it; days are near."""
        if question.type == "date" and question.known_as is None:
            near = timedelta(days=self._chance.randrange(1, _NEAR_DAYS))
            return (today + near if question.earliest == "today" else today - near).isoformat()
        if question.type == "choice":
            return self._chance.choice(question.choices).id
        if question.type in {"number", "money"}:
            return self._amount(question)
        return value

    def _amount(self, question: AskedShape) -> int:
        unit = _MONEY if question.type == "money" else 1
        least = int(question.minimum or 0)
        most = int(question.maximum if question.maximum is not None else least + _RANGE * unit)
        return self._chance.randrange(least, min(most, least + _RANGE * unit) + 1, unit)

    def _told(self, question: AskedShape, value: Any, beside: Mapping[str, Any]) -> Any:
        """Give an answer as somebody would write it, in place of the sample of its type."""
        if parts_of(question):
            rows = [self._row(question, row) for row in (value if isinstance(value, list) else [value])]
            return rows if isinstance(value, list) else rows[0]
        if question.type in {"text", "long_text"}:
            return self._text(question)
        if question.type == "address":
            return {**value, "line": self._spoken("{so} {duong}")}
        if question.type == "id_number":
            return self._id_number(value, beside.get(question.birth or ""), beside.get(question.sex or ""))
        return f"+84905{self._chance.randrange(_PHONES):06d}" if question.type == "phone" else value

    def somebody(self) -> tuple[str, str]:
        """Give the name and the telephone number of somebody, as a desk would write them down."""
        return full_name(self._words.names, self._chance), f"+84905{self._chance.randrange(_PHONES):06d}"

    def _row(self, question: AskedShape, row: Mapping[str, Any]) -> dict[str, Any]:
        if question.type == "person":
            return self._person(question, row)
        told: dict[str, Any] = {}
        for part in parts_of(question):
            if part.id in row:
                is_amount = part.type in {"number", "money"}
                given = self._amount(part) if is_amount else row[part.id]
                told[part.id] = self._told(part, given, told)
        return told

    def _person(self, question: AskedShape, row: Mapping[str, Any]) -> dict[str, Any]:
        """Give somebody whose name, sex, birth and number belong together."""
        sex = self._chance.choice((FEMALE, MALE))
        for one, ids in ((FEMALE, self._words.answers.women), (MALE, self._words.answers.men)):
            sex = one if question.id in ids else sex
        birth = date.fromisoformat(str(row["birth"])) if "birth" in row else None
        if birth is not None and question.earliest is None:
            birth = birth.replace(
                year=self._chance.randrange(*_BORN), month=self._chance.randrange(1, 13)
            ) + timedelta(days=self._chance.randrange(28))
        told = {**row, "name": self._name(sex), "sex": sex}
        if birth is not None:
            told["birth"] = birth.isoformat()
        if "id_number" in row:
            told["id_number"] = self._id_number(row["id_number"], told.get("birth"), sex)
        return {name: value for name, value in told.items() if name in row}

    def _name(self, sex: str) -> str:
        """Give a name that goes with a sex, by its middle part."""
        words = self._words.answers
        others = words.middles_of_men if sex == FEMALE else words.middles_of_women
        for _ in range(_TRIES):
            name = full_name(self._words.names, self._chance)
            if name.split()[-2] not in others:
                return name
        return name

    def _text(self, question: AskedShape) -> str:
        """Give a sentence for a question; a name where it asks for one, and where nobody wrote any."""
        said = self._words.answers.texts.get(question.id, ())
        text = self._spoken(self._chance.choice(said)) if said else full_name(self._words.names, self._chance)
        return text[: question.max_length]

    def _spoken(self, text: str) -> str:
        return text.format(
            so=self._chance.randrange(1, _HOUSES), duong=self._chance.choice(self._words.streets)
        )

    def _id_number(self, sample: str, birth: Any, sex: Any) -> str:
        """Give a number that is of nobody else here and fits the day of birth and the sex beside it."""
        year = int(str(birth)[:4]) if birth else int("19" + sample[4:6])
        century = (year // 100 - 19) * 2 + (1 if sex == FEMALE else 0)
        return f"{sample[:3]}{century}{year % 100:02d}{self._chance.randrange(_PHONES):06d}"


def _asked(service: ServiceDefinition, given: Mapping[str, Any]) -> list[tuple[AskedShape, Any]]:
    return [(one, given[one.id]) for one in service.form.questions if one.id in given]


def _is_granted(example: ExampleShape) -> bool:
    return example.expect.refused is None and example.expect.state in _GIVEN


def _moved(value: Any, by: timedelta) -> Any:
    """Give answers with every day in them moved.

    >>> _moved({"from": "2026-11-02", "rows": [{"born": "2026-10-30"}]}, timedelta(days=3))
    {'from': '2026-11-05', 'rows': [{'born': '2026-11-02'}]}
    """
    if isinstance(value, dict):
        return {name: _moved(one, by) for name, one in value.items()}
    if isinstance(value, list):
        return [_moved(one, by) for one in value]
    if isinstance(value, str) and _DAY.fullmatch(value):
        return (date.fromisoformat(value) + by).isoformat()
    return value
