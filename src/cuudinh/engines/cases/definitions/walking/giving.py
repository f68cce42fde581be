"""What people write when they do an act, made up at random within what the pack lets them choose from."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final

from cuudinh.engines.cases.definitions.walking.ground import Ground
from cuudinh.engines.cases.rules.standing import Standing
from cuudinh.engines.cases.shapes import ActShape, InputShape

_WORDS: Final = "…"


def given_for(ground: Ground, case: Standing, act: ActShape, chance: Random) -> dict[str, Any]:
    """Give something for every input of an act that must be given, and for some of the others."""
    asked = (one for one in act.inputs if one.kind in _GIVEN and (one.required or chance.random() < 0.3))
    return {one.id: _GIVEN[one.kind](ground, case, act, one, chance) for one in asked}


def photos_for(act: ActShape) -> int:
    """Give how many pictures come with an act: one where it takes some."""
    return int(any(one.kind == "photos" for one in act.inputs))


_Given = Callable[[Ground, Standing, ActShape, InputShape, Random], Any]


def _words(*_: Any) -> str:
    return _WORDS


def _office(ground: Ground, _: Standing, __: ActShape, ___: InputShape, chance: Random) -> str:
    return chance.choice(ground.offices)


def _offices(ground: Ground, case: Standing, act: ActShape, _: InputShape, chance: Random) -> list[str]:
    """Give offices that have a part, to call it off; else one that has none."""
    if act.do == "cancel_joint":
        return [ground.around.codes[office_id] for office_id in sorted(case.tasks)][:1]
    return [chance.choice(ground.offices)]


def _span(ground: Ground, _: Standing, __: ActShape, ___: InputShape, chance: Random) -> dict[str, int]:
    """Give some working days, no more than may be granted at once where that is said in them."""
    most = ground.service.shape.deadlines.extension_most
    days = most.working_days if most is not None and most.working_days else 1 if most is not None else 5
    return {"working_days": chance.randint(1, days)}


def _reason(ground: Ground, _: Standing, act: ActShape, __: InputShape, chance: Random) -> str:
    known = [one.id for one in ground.service.shape.reasons if act.do in one.acts]
    return chance.choice(known) if known else ""


def _rating(ground: Ground, _: Standing, __: ActShape, ___: InputShape, chance: Random) -> str:
    rating = ground.service.shape.rating
    return chance.choice(rating.levels).id if rating is not None else ""


def _papers(ground: Ground, _: Standing, __: ActShape, ___: InputShape, chance: Random) -> list[str]:
    procedure = ground.service.shape.procedure
    known = [one.id for one in procedure.papers] if procedure is not None else []
    return [chance.choice(known)] if known else []


def _way(ground: Ground, _: Standing, __: ActShape, ___: InputShape, chance: Random) -> str:
    procedure = ground.service.shape.procedure
    return chance.choice(procedure.deliver) if procedure is not None else ""


def _topic(ground: Ground, _: Standing, __: ActShape, ___: InputShape, chance: Random) -> str:
    return chance.choice(list(ground.service.topics))


def _place(ground: Ground, _: Standing, __: ActShape, ___: InputShape, ____: Random) -> dict[str, str]:
    return {"unit": ground.around.first_unit}


def _flag(_: Ground, __: Standing, ___: ActShape, ____: InputShape, chance: Random) -> bool:
    return chance.random() < 0.5


_GIVEN: Final[Mapping[str, _Given]] = {
    "text": _words,
    "long_text": _words,
    "office": _office,
    "offices": _offices,
    "span": _span,
    "reason": _reason,
    "rating": _rating,
    "papers": _papers,
    "way": _way,
    "topic": _topic,
    "place": _place,
    "flag": _flag,
}
