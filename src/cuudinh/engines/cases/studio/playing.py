"""A case played on the rules alone: people give what an act asks of them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from cuudinh.engines.cases.rules.standing import Scene
from cuudinh.engines.cases.shapes import ActShape, InputShape

WORDS: Final = "…"


def made_up(
    scene: Scene, act: ActShape, office_codes: Mapping[int, str], owner: int | None
) -> dict[str, Any]:
    """Give something for every input that an act must have, so that a case can be led on by its acts alone."""
    asked = (one for one in act.inputs if one.required and one.kind in _GIVEN)
    return {one.id: _GIVEN[one.kind](scene, act, one, office_codes, owner) for one in asked}


def photos_of(act: ActShape) -> int:
    """Give how many pictures come with an act: one where it takes some."""
    return int(any(one.kind == "photos" for one in act.inputs))


_Given = Callable[[Scene, ActShape, InputShape, Mapping[int, str], int | None], Any]


def _words(*_: Any) -> str:
    return WORDS


def _office(_: Scene, __: ActShape, ___: InputShape, codes: Mapping[int, str], owner: int | None) -> str:
    """Give the office that routing proposes, else the first there is."""
    return codes.get(owner or 0) or next(iter(codes.values()), "")


def _offices(
    _: Scene, __: ActShape, ___: InputShape, codes: Mapping[int, str], owner: int | None
) -> list[str]:
    return [next((code for number, code in codes.items() if number != owner), "")]


def _reason(scene: Scene, act: ActShape, *_: Any) -> str:
    return next((one.id for one in scene.service.shape.reasons if act.do in one.acts), "")


def _rating(scene: Scene, *_: Any) -> str:
    rating = scene.service.shape.rating
    return rating.levels[0].id if rating is not None else ""


def _papers(scene: Scene, *_: Any) -> list[str]:
    procedure = scene.service.shape.procedure
    return [one.id for one in procedure.papers[:1]] if procedure is not None else []


def _way(scene: Scene, *_: Any) -> str:
    procedure = scene.service.shape.procedure
    return procedure.deliver[0] if procedure is not None else ""


def _topic(scene: Scene, *_: Any) -> str:
    return next(iter(scene.service.topics))


_GIVEN: Final[Mapping[str, _Given]] = {
    "text": _words,
    "long_text": _words,
    "office": _office,
    "offices": _offices,
    "span": lambda *_: {"working_days": 1},
    "reason": _reason,
    "rating": _rating,
    "topic": _topic,
    "flag": lambda *_: True,
    "papers": _papers,
    "way": _way,
}
