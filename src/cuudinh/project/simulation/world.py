"""The world of one run: its clock, its people, what is known of each case, and the one way to do something in it.

Whatever is done goes through `World.attempt`: it may be struck by a fault, it is compared with what was there
before, every case it touched is looked through, and a line is left on the trail.
"""

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from cuudinh.engines.cases.queries import agreeing
from cuudinh.engines.cases.queries.agreeing import Examined
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Refusal
from cuudinh.project.simulation.faults import Disturbed, Killed, struck
from cuudinh.project.simulation.people import Cast
from cuudinh.project.simulation.stage import START, Ticks
from cuudinh.project.simulation.trail import Trail

KILLED_SHARE: Final = 0.06
DISTURBED_SHARE: Final = 0.03
WRITES_MOST: Final = 22
# Everything an act may leave: a row more, a counter or a revision moved. One query, asked before and after.
_LEFT: Final = """
    SELECT (SELECT group_concat(name || seq, ' ') FROM (SELECT name, seq FROM sqlite_sequence ORDER BY name)),
           (SELECT count(*) || ' ' || total(value) || ' ' || total(value * value) FROM journal_counter),
           (SELECT total(value) FROM journal_sequence),
           (SELECT count(*) || ' ' || total(rev) || ' ' || total(follower_count) FROM cases_case),
           (SELECT count(*) FROM cases_duetime)
"""


class Violation(Exception):
    """Something that must always hold does not."""


@dataclass
class Known:
    """What the run knows of a case beside what the platform says: who reported it, and with which code."""

    examined: Examined
    reporter: int | None
    code: str
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt: `done` with its value, a refusal's code, `killed` or `disturbed`."""

    word: str
    value: Any = None

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return self.word == "done"


@dataclass
class World:
    """Everything one run holds; the same seed always holds the same."""

    seed: int
    cast: Cast
    ticks: Ticks
    trail: Trail = field(default_factory=Trail)
    step: int = 0
    true_now: datetime = START
    # By how much the clock of the machine is wrong.
    slip: timedelta = timedelta()
    cases: dict[str, Known] = field(default_factory=dict)
    # What was sent and not answered, or written and not sent yet.
    unsent: list[Any] = field(default_factory=list)
    sent_keys: int = 0
    imported: int = 0
    faults_are_on: bool = True
    _seen: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311  it decides what happens, and keeps no secret

    @property
    def now(self) -> datetime:
        """What the clock of the machine says."""
        return self.true_now + self.slip

    def say(self, who: str, what: str, outcome: str, state: str = "") -> None:
        """Leave a line on the trail."""
        self.trail.add(self.step, self.now, who, what, outcome, state)

    def attempt(
        self,
        who: Actor,
        what: str,
        do: Callable[[], Any],
        *,
        touching: Collection[str] = (),
        must_fail: bool = False,
        is_one: bool = True,
    ) -> Outcome:
        """Do something, perhaps struck by a fault, and look at everything it may have changed.

        `touching` names the cases it is about; no other may change but those tied to them. `is_one` says that it
        is one transaction, so that what fails leaves nothing. `must_fail` is for those who have no right to it.
        """
        before = _left()
        outcome = self._struck(do, is_one=is_one)
        if is_one and not outcome.is_done and _left() != before:
            self.say(called(who), what, outcome.word)
            raise Violation(f"{what} ended as {outcome.word} and left something behind")
        if must_fail and outcome.is_done:
            self.say(called(who), what, outcome.word)
            raise Violation(f"{what} was done by {called(who)}, who has no right to it")
        changed = self.look_again(None if not is_one else touching)
        states = " ".join(
            self.cases[number].examined.digest[:12] for number in changed if number in self.cases
        )
        self.say(called(who), what, outcome.word, states)
        self.judge(changed)
        return outcome

    def _struck(self, do: Callable[[], Any], *, is_one: bool) -> Outcome:
        writes, fault = self._fault()
        try:
            with struck(writes, fault):
                return Outcome("done", do())
        except Refusal as refusal:
            return Outcome(refusal.code)
        except Disturbed:
            return Outcome("disturbed")
        except Killed:
            connection.close()
            return Outcome("killed")

    def _fault(self) -> tuple[int | None, type[BaseException]]:
        drawn, writes = self.chance.random(), self.chance.randrange(WRITES_MOST)
        if not self.faults_are_on or drawn > KILLED_SHARE + DISTURBED_SHARE:
            return None, Killed
        return writes, Killed if drawn < KILLED_SHARE else Disturbed

    def look_again(self, touching: Collection[str] | None) -> list[str]:
        """Look through every case that changed since it was last seen; give their numbers.

        Raises `Violation` when one changed that has nothing to do with those touched (None: any may).
        """
        tied = self._tied(touching) if touching is not None else None
        changed = []
        for number, seen in agreeing.revisions().items():
            known = self.cases.get(number)
            if known is None or seen != self._seen.get(number):
                changed.append(number)
                self._seen[number] = seen
            if known is not None and number in changed:
                known.examined = agreeing.examined(number)
                if tied is not None and number not in tied:
                    raise Violation(f"{number} changed, and nobody touched it")
        return changed

    def judge(self, numbers: Collection[str]) -> None:
        """Raise `Violation` with everything that does not agree with cases that were looked through."""
        for number in numbers:
            known = self.cases.get(number)
            if known is not None and known.examined.faults:
                raise Violation(f"{number}: {'; '.join(known.examined.faults)}")

    def learn(self, number: str, reporter: int | None, code: str, receipt: str = "") -> None:
        """Take up a case that was filed."""
        self.cases[number] = Known(agreeing.examined(number), reporter, code, receipt)
        self._seen[number] = agreeing.revisions()[number]
        self.judge([number])

    def _tied(self, touching: Collection[str]) -> set[str]:
        """Give the cases that may change with those touched: what they went into, and what went into them."""
        tied = set(touching)
        by_id = {known.examined.id: number for number, known in self.cases.items()}
        while True:
            more = {
                by_id[known.examined.master_id]
                for number, known in self.cases.items()
                if number in tied and known.examined.master_id in by_id
            }
            more |= {
                number
                for number, known in self.cases.items()
                if by_id.get(known.examined.master_id or 0) in tied
            }
            if more <= tied:
                return tied
            tied |= more

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        self.true_now += by
        self.ticks.forward()

    def frozen(self) -> Any:
        """Give the block in which the platform's clock says what the machine's says now."""
        return clock.frozen(self.now)


def called(who: Actor) -> str:
    """Give how the trail calls somebody."""
    if who.kind == "staff":
        seats = ",".join(sorted(f"{seat.role}@{seat.office_code}" for seat in who.seats))
        return f"{who.account_id}:{seats}"
    return f"{who.kind} {who.account_id or who.name}".strip()


def _left() -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_LEFT)
        return tuple(cursor.fetchone())
