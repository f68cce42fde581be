"""How invented people handle invented cases: a chooser of the next act, with the shares seen in real centres.

The shares are rough and only serve to fill every state: most reports are sent on within hours, most offices
answer in days, some are late, a few ask, return, extend, cooperate, are sent back or reopened.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from cuudinh.kernel.actor import Actor
from cuudinh.project.demonstration.simulating import Move, Standing

Choice = tuple[Move, timedelta] | None

_WORKING = ("assign", "accept")
# What is done to some reports of today, and no more: every state and mark is found by whoever looks for it.
SCRIPTS: tuple[tuple[str, ...], ...] = (
    (),
    ("verify",),
    ("ask",),
    ("refuse",),
    ("withdraw",),
    ("assign",),
    ("assign", "return"),
    ("assign", "transfer"),
    _WORKING,
    (*_WORKING, "request_extension"),
    (*_WORKING, "request_extension", "grant_extension"),
    (*_WORKING, "request_joint"),
    (*_WORKING, "resolve"),
    (*_WORKING, "resolve", "rework"),
    (*_WORKING, "resolve", "approve"),
    (*_WORKING, "resolve", "approve", "reopen"),
    (*_WORKING, "resolve", "approve", "rate"),
)


class Staff(Protocol):
    """Who acts for whom: the centre's people, and those of each office."""

    def dispatcher(self) -> Actor:
        """Give a dispatcher on shift."""

    def supervisor(self) -> Actor:
        """Give the supervisor of the shift."""

    def officer(self, office_id: int) -> Actor | None:
        """Give an officer of an office, or None when it has no people."""

    def other_office(self, office_id: int) -> str:
        """Give the code of another office, for cooperation."""

    def officer_of_code(self, code: str) -> Actor | None:
        """Give an officer of the office with a code."""


@dataclass(frozen=True, slots=True)
class Sayings:
    """What is said in each act; lists of sentences of the pack."""

    answers: Callable[[str], Sequence[str]]
    questions: Sequence[str]
    replies: Sequence[str]
    returns: Sequence[str]
    extensions: Sequence[str]
    reworks: Sequence[str]
    reopenings: Sequence[str]
    comments: Sequence[str]
    joint_questions: Sequence[str]
    joint_answers: Sequence[str]
    ratings: Sequence[str]
    refusal_reasons: Sequence[str]
    return_reasons: Sequence[str]


Next = tuple[str, timedelta] | None
CENTRE = ("verify", "merge", "unmerge", "ask", "refuse", "assign", "transfer", "rework", "approve")
SHIFT = ("grant_extension", "deny_extension")
OFFICE = ("accept", "return", "request_extension", "request_joint", "resolve")
# The text an act asks for, and the sentences it is taken from.
SAID = {
    "unmerge": ("why", "reworks"),
    "ask": ("question", "questions"),
    "reply": ("text", "replies"),
    "refuse": ("explanation", "reworks"),
    "return": ("note", "returns"),
    "transfer": ("note", "returns"),
    "request_extension": ("note", "extensions"),
    "grant_extension": ("note", "extensions"),
    "deny_extension": ("note", "extensions"),
    "request_joint": ("question", "joint_questions"),
    "answer_joint": ("answer", "joint_answers"),
    "rework": ("note", "reworks"),
    "reopen": ("reason", "reopenings"),
}
# What the centre sends to an office or to the public, it has looked at: its pictures are shown.
SHOWING = ("assign", "approve")


class Handling:
    """Chooses the next act of a case.

    `photos_after` gives pictures of the mended place for a topic, `acts` the acts that the service has, `twins`
    the number of the report that a report repeats, `scripts` the acts still to be done on a case that is to end
    up in a certain way.
    """

    def __init__(
        self,
        staff: Staff,
        sayings: Sayings,
        photos_after: Callable[[str, random.Random], tuple[int, ...]],
        *,
        acts: frozenset[str],
        twins: Mapping[str, str],
        scripts: Mapping[str, list[str]],
    ) -> None:
        self._staff = staff
        self._say = sayings
        self._photos_after = photos_after
        self._acts = acts
        self._twins = twins
        self._scripts = scripts
        self._by_state: Mapping[str, Callable[[Standing, random.Random], Next]] = {
            "received": self._received,
            "verifying": lambda case, chance: ("assign", _minutes(chance, 60, 2200)),
            "waiting_reporter": self._waiting,
            "assigned": self._assigned,
            "in_progress": self._in_progress,
            "awaiting_approval": self._approval,
            "resolved": self._resolved,
            "merged": self._merged,
        }
        self._chosen: Mapping[str, Callable[[Standing, random.Random], Mapping[str, Any]]] = {
            "merge": lambda case, chance: {"master": self._twins[case.number]},
            "refuse": lambda case, chance: {"reason": chance.choice(sayings.refusal_reasons)},
            "return": lambda case, chance: {"reason": chance.choice(sayings.return_reasons)},
            "transfer": lambda case, chance: {"office": self._other(case)},
            "request_extension": lambda case, chance: {"span": {"working_days": chance.randint(2, 5)}},
            "request_joint": lambda case, chance: {"offices": [self._other(case)]},
            "resolve": lambda case, chance: {"answer": chance.choice(sayings.answers(case.topic))},
            "rate": self._rating,
        }

    def choose(self, case: Standing, chance: random.Random) -> Choice:
        """Give the next act and how long until it; None when the case is left to itself."""
        script = self._scripts.get(case.number)
        if script is not None:
            found = (script.pop(0), _minutes(chance, 4, 25)) if script else None
        else:
            step = self._by_state.get(case.state)
            found = step(case, chance) if step is not None else None
        if found is None or found[0] not in self._acts:
            return None
        move = self._move(found[0], case, chance)
        return (move, found[1]) if move is not None else None

    def _pick(self, chance: random.Random, shares: Mapping[str, int]) -> str:
        """Give one of the acts by their shares, of those that the service has; "" stands for none."""
        known = {act: share for act, share in shares.items() if act in self._acts or not act}
        return chance.choices(list(known), list(known.values()))[0] if known else ""

    def _move(self, act: str, case: Standing, chance: random.Random) -> Move | None:
        """Give an act with who does it and what they say; None when there is nobody."""
        actor = self._actor(act, case)
        if actor is None:
            return None
        inputs: dict[str, Any] = dict(self._chosen[act](case, chance)) if act in self._chosen else {}
        if act in SAID:
            name, sentences = SAID[act]
            inputs[name] = chance.choice(getattr(self._say, sentences))
        photos = self._photos_after(case.topic, chance) if act == "resolve" else ()
        return Move(act, actor, inputs, photos, shows_pictures=act in SHOWING)

    def _actor(self, act: str, case: Standing) -> Actor | None:
        if act in CENTRE:
            return self._staff.dispatcher()
        if act in SHIFT:
            return self._staff.supervisor()
        if act in OFFICE:
            return self._staff.officer(case.owner_office_id) if case.owner_office_id is not None else None
        if act == "answer_joint":
            return self._staff.officer_of_code(case.open_task_codes[0])
        return case.reporter

    def _received(self, case: Standing, chance: random.Random) -> Next:
        # Once only: a merge that is refused, because the other report is done with, would be refused again.
        if case.round == 0 and case.number in self._twins and chance.random() < 0.85:
            return "merge", _minutes(chance, 10, 120)
        act = self._pick(chance, {"assign": 79, "verify": 10, "refuse": 5, "ask": 4, "withdraw": 2})
        return act, _minutes(chance, 4, 200)

    def _waiting(self, case: Standing, chance: random.Random) -> Next:
        return ("reply", _minutes(chance, 60, 2600)) if chance.random() < 0.7 else None

    def _assigned(self, case: Standing, chance: random.Random) -> Next:
        act = self._pick(chance, {"accept": 926, "return": 40, "transfer": 30, "": 4})
        if case.round >= 4 and act in {"return", "transfer"}:
            act = "accept"
        return (act, _minutes(chance, 10, 700)) if act else None

    def _in_progress(self, case: Standing, chance: random.Random) -> Next:
        if "extension_asked" in case.flags:
            act = "grant_extension" if chance.random() < 0.8 else "deny_extension"
            return act, _minutes(chance, 60, 2400)
        if case.open_task_codes:
            return "answer_joint", _minutes(chance, 200, 2500)
        act = self._pick(chance, {"request_extension": 5, "request_joint": 4, "resolve": 91})
        if act == "request_extension" and "extended" not in case.flags:
            return act, _minutes(chance, 600, 4000)
        if act == "request_joint" and "joint" not in case.flags:
            return act, _minutes(chance, 30, 600)
        return "resolve", _work(case, chance)

    def _approval(self, case: Standing, chance: random.Random) -> Next:
        return self._pick(chance, {"rework": 7, "approve": 93}), _minutes(chance, 10, 700)

    def _resolved(self, case: Standing, chance: random.Random) -> Next:
        act = self._pick(chance, {"reopen": 4, "rate": 51, "": 45})
        return (act, _minutes(chance, 30, 5000)) if act and not case.is_rated else None

    def _merged(self, case: Standing, chance: random.Random) -> Next:
        return ("unmerge", _minutes(chance, 60, 900)) if chance.random() < 0.1 else None

    def _rating(self, case: Standing, chance: random.Random) -> Mapping[str, Any]:
        weights = [62, 28, 10][: len(self._say.ratings)]
        level = chance.choices(self._say.ratings, weights)[0]
        return {"rating": level, "comment": chance.choice(["", "", *self._say.comments])}

    def _other(self, case: Standing) -> str:
        return self._staff.other_office(case.owner_office_id or 0)


def _work(case: Standing, chance: random.Random) -> timedelta:
    """Give how long an office works: some hours when it is urgent, else some days, now and then weeks."""
    usual = chance.lognormvariate(1.7, 0.7) if "immediate" in case.flags else chance.lognormvariate(3.65, 0.7)
    return timedelta(hours=usual * _pace(case.owner_office_id or 0) * (6 if chance.random() < 0.05 else 1))


def _pace(office_id: int) -> float:
    """Give how slow an office is, 1 being usual: always the same for one office, so that some are often late."""
    return min(random.Random(office_id).lognormvariate(0, 0.5), 3)  # noqa: S311 - invented people


def _minutes(chance: random.Random, least: int, most: int) -> timedelta:
    """Give a wait that is mostly short and sometimes long."""
    return timedelta(minutes=least + (most - least) * chance.random() ** 2)
