"""What was answered on a form: read by the form itself, sorted into what a case keeps, and covered where it must be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.kernel.redact import redact
from cuudinh.packs.forms.faults import AnswerFault
from cuudinh.packs.forms.form import is_sealed
from cuudinh.packs.forms.reading import Surroundings, read_form
from cuudinh.packs.forms.shapes import COVERED, BarShape
from cuudinh.packs.forms.texts import clean_text

LABEL_MOST: Final = 200
# Whose words are covered before anyone outside the centre reads them.
_WORDS: Final = frozenset({"text", "long_text"})


@dataclass(frozen=True, slots=True)
class Answers:
    """A form read: the topic, the place as it was given, the covered text, the other answers, what was covered.

    `originals` holds word for word, by question, only those texts in which something was covered. `sealed` are the
    answers that are somebody's own: they are never beside the others. `bar` is why they may not apply at all.
    """

    topic: str
    place: Mapping[str, Any] | None
    text: str
    others: Mapping[str, Any]
    originals: Mapping[str, str]
    faults: Mapping[str, AnswerFault]
    sealed: Mapping[str, Any] = field(default_factory=dict)
    shown: Sequence[str] = ()
    bar: BarShape | None = None


def read_answers(
    service: ServiceDefinition, given: Mapping[str, Any], photo_count: int, around: Surroundings
) -> Answers:
    """Read and check every answer of a form; `faults` is empty when it can be filed.

    A question that is not shown is not read, whatever was sent for it.
    """
    asked = service.question_of_type("photos")
    sent = {asked.id: ("jpeg",) * photo_count} if asked is not None else {}
    around = replace(around, sent={**sent, **around.sent}, place=read_place)
    read = read_form(service.form, given, around)
    return replace(
        _sorted_out(service, read.values),
        faults=read.faults,
        shown=tuple(read.shown),
        bar=service.form.bar(read.values, around.today),
    )


def surroundings_on(day: date) -> Surroundings:
    """Give what a form is read with where only the day is known: units are taken as they are named."""
    return Surroundings(today=day)


def _sorted_out(service: ServiceDefinition, values: Mapping[str, Any]) -> Answers:
    covered, originals = dict(values), {}
    for question in service.shape.questions:
        if question.type == "place" and "written" in values.get(question.id, {}):
            originals[question.id] = values[question.id]["written"]
        if question.redact and question.type in _WORDS and question.id in values and not is_sealed(question):
            found = redact(values[question.id], question.redact)
            covered[question.id] = found.text
            if found.found:
                originals[question.id] = values[question.id]
    main = service.main_question
    taken = {q.id for q in service.shape.questions if q.type in {"topic", "place", "photos"}}
    taken |= {main.id} if main else set()
    own = {q.id for q in service.shape.questions if is_sealed(q)} - taken
    return Answers(
        topic=service.form.topic_of(values),
        place=_of(service, covered, "place"),
        text=covered.get(main.id, "") if main else "",
        others={name: value for name, value in covered.items() if name not in taken | own},
        originals=originals,
        faults={},
        sealed={name: value for name, value in values.items() if name in own},
    )


def _of(service: ServiceDefinition, values: Mapping[str, Any], kind: str) -> Any:
    question = service.question_of_type(kind)
    return values.get(question.id) if question else None


def cover(text: str) -> str:
    """Give a text with every phone number, identity number and plate covered."""
    return redact(text, COVERED).text


def read_place(value: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give a place with its numbers read: a point (`lat`, `lon`) or a unit, with a label; None if neither.

    A label is words that a person wrote, and is covered like all others; `written` holds it word for word,
    if something was.

    >>> read_place({"unit": "hue", "label": "Nhà tôi, 0905 123 456"})
    {'unit': 'hue', 'label': 'Nhà tôi, [số điện thoại]', 'written': 'Nhà tôi, 0905 123 456'}
    >>> read_place({"lat": 10**400, "lon": 107.59}) is None
    True
    """
    written = " ".join(clean_text(value.get("label") or "").split())[:LABEL_MOST]
    label = cover(written)
    words = {"label": label[:LABEL_MOST]} | ({"written": written} if label != written else {})
    if isinstance(value.get("unit"), str) and value["unit"]:
        return {"unit": value["unit"], **words}
    try:
        lat, lon = float(value["lat"]), float(value["lon"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        return None
    return {"lat": lat, "lon": lon, **words}
