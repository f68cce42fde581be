"""Filings to walk from: the examples of a service with answers changed at random, in the half year before them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from cuudinh.engines.cases.definitions.examples import ExampleShape, SubmitShape, filled_form
from cuudinh.engines.cases.definitions.walking.ground import Ground
from cuudinh.engines.cases.rules import filing
from cuudinh.engines.cases.rules.answers import Answers, read_answers, surroundings_on
from cuudinh.engines.cases.rules.standing import Scene, Standing
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.kernel.refusal import Refusal
from cuudinh.packs.forms.sampling import sent_samples
from cuudinh.packs.forms.shapes import QuestionShape

# A filing is read from its form, which costs more than a walk: many walks begin with the same.
FILINGS: Final = 40
_FILINGS_LEAST: Final = 5
_WALKS_OF_ONE: Final = 4
_TRIES: Final = 4
_DAYS: Final = 180


@dataclass(frozen=True, slots=True)
class Start:
    """A case as it was filed, what it costs, and the answer by which its place in a quota is counted."""

    case: Standing
    at: datetime
    fee_vnd: int
    counted_as: str = ""


def starts_of(ground: Ground, examples: Sequence[ExampleShape], chance: Random, walks: int) -> list[Start]:
    """Give filings that are taken for so many walks, the same for the same chance; none where none is."""
    filed = [one for one in examples if one.expect.refused is None or one.then] or list(examples)
    found: list[Start] = []
    for number in range(min(max(walks // _WALKS_OF_ONE, _FILINGS_LEAST), FILINGS)):
        start = _start(ground, filed[number % len(filed)], chance)
        if start is not None:
            found.append(start)
    return found


def _start(ground: Ground, example: ExampleShape, chance: Random) -> Start | None:
    """Give a filing like an example: at another moment with other answers if it is taken, else as it is."""
    began = datetime.fromisoformat(example.at)
    for number in range(_TRIES + 1):
        is_last = number == _TRIES
        at = began if is_last else began - timedelta(minutes=chance.randrange(_DAYS * 24 * 60))
        start = _filed(ground, example.submit, at, None if is_last else chance)
        if start is not None:
            return start
    return None


def _filed(ground: Ground, submit: SubmitShape, at: datetime, chance: Random | None) -> Start | None:
    """Give the case that answers make at a moment; None where it is refused, as residents are when they err.

    A service that is not open yet is walked as if it were: it must hold on the day it opens.
    """
    scene, service = ground.scene(at), ground.service
    given = filled_form(submit, service, ground.around)
    if chance is not None:
        given |= dict(_changed(service, given, chance))
    around = replace(surroundings_on(scene.day), sent=sent_samples(service.form))
    read = read_answers(service, given, submit.photos, around)
    if read.faults or read.bar is not None:
        return None
    try:
        return _opened(ground, scene, read)
    except Refusal:
        return None


def _opened(ground: Ground, scene: Scene, read: Answers) -> Start | None:
    place = scene.places.locate(read.place, scene.day) if read.place is not None else None
    if read.place is not None and place is None:
        return None
    case = filing.open_case(scene, read, place, number="WALK", channel="web")
    quota = scene.service.shape.quota
    by = quota.by if quota is not None else None
    return Start(
        case, scene.at, ground.around.fee_of(scene, case) or 0, str(read.others.get(by, "")) if by else ""
    )


def _changed(
    service: ServiceDefinition, given: Mapping[str, Any], chance: Random
) -> Iterator[tuple[str, Any]]:
    """Give other answers to some of what is chosen, said yes or no to, or counted."""
    for question in service.shape.questions:
        other = _OTHERS.get(question.type)
        if question.id in given and other is not None and chance.random() < 0.4:
            yield question.id, other(question, service, chance)


def _choice(question: QuestionShape, _: ServiceDefinition, chance: Random) -> str:
    return chance.choice(question.choices).id


def _number(question: QuestionShape, _: ServiceDefinition, chance: Random) -> int:
    least = int(question.minimum or 0)
    most = int(question.maximum) if question.maximum is not None else least + 100
    return chance.randint(least, max(least, most))


def _yes_no(_: QuestionShape, __: ServiceDefinition, chance: Random) -> bool:
    return chance.random() < 0.5


def _topic(_: QuestionShape, service: ServiceDefinition, chance: Random) -> str:
    return chance.choice(list(service.topics))


_OTHERS: Final = {"choice": _choice, "number": _number, "yes_no": _yes_no, "topic": _topic}
