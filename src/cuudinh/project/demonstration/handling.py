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


class Handling:
    """Chooses the next act of a case.

    `photos_after` gives pictures of the mended place for a topic, `twins` the number of the report that a
    report repeats.
    """

    def __init__(
        self,
        staff: Staff,
        sayings: Sayings,
        photos_after: Callable[[str, random.Random], tuple[int, ...]],
        twins: Mapping[str, str],
    ) -> None:
        self._staff = staff
        self._say = sayings
        self._photos_after = photos_after
        self._twins = twins
        self._by_state: Mapping[str, Callable[[Standing, random.Random], Choice]] = {
            "received": self._received,
            "verifying": self._verifying,
            "waiting_reporter": self._reply,
            "assigned": self._assigned,
            "in_progress": self._in_progress,
            "awaiting_approval": self._approval,
            "resolved": self._resolved,
            "merged": self._merged,
        }

    def choose(self, case: Standing, chance: random.Random) -> Choice:
        """Give the next act and how long until it; None when the case is left to itself."""
        step = self._by_state.get(case.state)
        return step(case, chance) if step is not None else None

    def _received(self, case: Standing, chance: random.Random) -> Choice:
        twin, roll = self._twins.get(case.number), chance.random()
        if twin is not None and roll < 0.85:
            return self._by_centre("merge", {"master": twin}, _minutes(chance, 10, 120))
        if roll < 0.05:
            inputs = {
                "reason": chance.choice(self._say.refusal_reasons),
                "explanation": chance.choice(self._say.reworks),
            }
            return self._by_centre("refuse", inputs, _minutes(chance, 20, 300))
        if roll < 0.09:
            question = {"question": chance.choice(self._say.questions)}
            return self._by_centre("ask", question, _minutes(chance, 15, 200))
        if roll < 0.19:
            return self._by_centre("verify", {}, _minutes(chance, 10, 120))
        if roll < 0.21 and case.reporter is not None:
            return Move("withdraw", case.reporter), _minutes(chance, 20, 200)
        return self._assign(_minutes(chance, 4, 160))

    def _verifying(self, case: Standing, chance: random.Random) -> Choice:
        return self._assign(_minutes(chance, 60, 2200))

    def _assign(self, wait: timedelta) -> Choice:
        return Move("assign", self._staff.dispatcher(), shows_pictures=True), wait

    def _merged(self, case: Standing, chance: random.Random) -> Choice:
        if chance.random() > 0.1:
            return None
        return self._by_centre(
            "unmerge", {"why": chance.choice(self._say.reworks)}, _minutes(chance, 60, 900)
        )

    def _by_centre(self, act: str, inputs: Mapping[str, Any], wait: timedelta) -> Choice:
        return Move(act, self._staff.dispatcher(), inputs), wait

    def _reply(self, case: Standing, chance: random.Random) -> Choice:
        if case.reporter is None or chance.random() < 0.3:
            return None
        move = Move("reply", case.reporter, {"text": chance.choice(self._say.replies)})
        return move, _minutes(chance, 60, 2600)

    def _assigned(self, case: Standing, chance: random.Random) -> Choice:
        officer = self._officer(case)
        if officer is None or chance.random() < 0.02:
            return None
        if case.round < 4 and chance.random() < 0.04:
            inputs = {
                "reason": chance.choice(self._say.return_reasons),
                "note": chance.choice(self._say.returns),
            }
            return Move("return", officer, inputs), _minutes(chance, 20, 300)
        if case.round < 4 and chance.random() < 0.03:
            return self._transfer(case, chance)
        return Move("accept", officer), _minutes(chance, 10, 700)

    def _transfer(self, case: Standing, chance: random.Random) -> Choice:
        other = self._staff.other_office(case.owner_office_id or 0)
        inputs = {"office": other, "note": chance.choice(self._say.returns)}
        return self._by_centre("transfer", inputs, _minutes(chance, 30, 400))

    def _in_progress(self, case: Standing, chance: random.Random) -> Choice:
        officer = self._officer(case)
        if officer is None:
            return None
        if "extension_asked" in case.flags:
            act = "grant_extension" if chance.random() < 0.8 else "deny_extension"
            note = {"note": chance.choice(self._say.extensions)}
            return Move(act, self._staff.supervisor(), note), _minutes(chance, 60, 2400)
        return self._work(case, chance, officer)

    def _work(self, case: Standing, chance: random.Random, officer: Actor) -> Choice:
        roll = chance.random()
        if roll < 0.05 and "extended" not in case.flags and case.owner_office_id is not None:
            inputs = {
                "span": {"working_days": chance.randint(2, 5)},
                "note": chance.choice(self._say.extensions),
            }
            return Move("request_extension", officer, inputs), _minutes(chance, 600, 4000)
        if roll < 0.09 and "joint" not in case.flags and case.owner_office_id is not None:
            return self._ask_joint(case, chance, officer)
        if "joint" in case.flags and case.open_task_codes:
            return self._answer_joint(case, chance)
        inputs = {"answer": chance.choice(self._say.answers(case.topic))}
        days = 9 if chance.random() < 0.13 else 1
        wait = timedelta(hours=chance.lognormvariate(3.1, 0.7) * days * _pace(case.owner_office_id or 0))
        return Move("resolve", officer, inputs, self._photos_after(case.topic, chance)), wait

    def _ask_joint(self, case: Standing, chance: random.Random, officer: Actor) -> Choice:
        other = self._staff.other_office(case.owner_office_id or 0)
        inputs = {"offices": [other], "question": chance.choice(self._say.joint_questions)}
        return Move("request_joint", officer, inputs), _minutes(chance, 30, 600)

    def _answer_joint(self, case: Standing, chance: random.Random) -> Choice:
        officer = self._staff.officer_of_code(case.open_task_codes[0])
        if officer is None:
            return None
        inputs = {"answer": chance.choice(self._say.joint_answers)}
        return Move("answer_joint", officer, inputs), _minutes(chance, 200, 2500)

    def _approval(self, case: Standing, chance: random.Random) -> Choice:
        if chance.random() < 0.07:
            return self._by_centre(
                "rework", {"note": chance.choice(self._say.reworks)}, _minutes(chance, 30, 400)
            )
        return Move("approve", self._staff.dispatcher(), shows_pictures=True), _minutes(chance, 10, 700)

    def _resolved(self, case: Standing, chance: random.Random) -> Choice:
        if case.reporter is None or case.is_rated:
            return None
        roll = chance.random()
        if roll < 0.04:
            reason = {"reason": chance.choice(self._say.reopenings)}
            return Move("reopen", case.reporter, reason), _minutes(chance, 300, 5000)
        if roll < 0.55:
            weights = [62, 28, 10][: len(self._say.ratings)]
            level = chance.choices(self._say.ratings, weights)[0]
            inputs = {"rating": level, "comment": chance.choice(["", "", *self._say.comments])}
            return Move("rate", case.reporter, inputs), _minutes(chance, 30, 4000)
        return None

    def _officer(self, case: Standing) -> Actor | None:
        return self._staff.officer(case.owner_office_id) if case.owner_office_id is not None else None


def _pace(office_id: int) -> float:
    """Give how slow an office is, 1 being usual: always the same for one office, so that some are often late."""
    return random.Random(office_id).lognormvariate(0, 0.6)  # noqa: S311 - invented people


def _minutes(chance: random.Random, least: int, most: int) -> timedelta:
    """Give a wait that is mostly short and sometimes long."""
    return timedelta(minutes=least + (most - least) * chance.random() ** 2)
