"""Invented dossiers: people apply for the services a province offers, and its offices take in, appraise, decide.

What is answered is made up from the forms and from examples that are granted, so that a service which is new to a pack
is asked for as well. Each service is asked for before any is asked for again, and once more in the last days, so that
both open and finished dossiers are found. The acts are those of the flow that services share; where a service has no
such act, the dossier is left where it stands.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle
from operator import itemgetter
from typing import Any, Final

from cuudinh.engines.cases import commands, definitions
from cuudinh.engines.cases.definitions import ServiceDefinition
from cuudinh.engines.cases.types import Caller, Checked, Mandate
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.places import queries as places
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Refusal
from cuudinh.project.demonstration.answering import Answering
from cuudinh.project.demonstration.people import RECEIVER
from cuudinh.project.demonstration.simulating import Move, Standing

# One dossier for so many reports, so that a demonstration is made quickly.
REPORTS_A_DOSSIER: Final = 12
# Within this time before the end every service is asked for once more; most of those are open then.
_LATELY: Final = timedelta(hours=60)
# How often one of these is left where it stands, at each step.
_LEFT: Final = 0.3
# Whoever applies has proved who they are, as services of the state ask.
_PROVED: Final = 2
# One dossier in so many is taken in at a desk, for who stands there.
_A_DOSSIER_AT_THE_DESK: Final = 3
_OFFICER: Final = ("receive", "accept", "request_supplement", "appraise", "deliver")
_HEAD: Final = ("approve",)
_SAID: Final[Mapping[str, Mapping[str, Any]]] = {
    "request_supplement": {"text": "Bản chụp bị mờ, xin gửi lại bản rõ."},
    "supplement": {"text": "Đã chụp lại rõ hơn."},
    "appraise": {"answer": "Hồ sơ đủ điều kiện, đề nghị giải quyết."},
}
_SOON, _DAY, _DAYS = (2, 180), (60, 1440), (300, 6000)


class Dossiers:
    """The dossiers of one filling: files them, and chooses what is done on each."""

    def __init__(self, chance: random.Random, answering: Answering) -> None:
        self._chance = chance
        self._answering = answering
        self._services = [one for one in definitions.services() if one.is_dossier]
        self._communes = [unit.code for unit in places.units_in_force()]
        receivers = identity.accounts_with_role(RECEIVER)
        self._desk = identity.staff_actor(receivers[0]) if receivers else None
        self._of: dict[str, ServiceDefinition] = {}
        self._of_late: set[str] = set()
        self._late = clock.now()
        self.refused: dict[str, int] = {}

    def starts(
        self, moments: Sequence[datetime], residents: Sequence[Actor], follow: Callable[[str, Actor], None]
    ) -> Iterator[tuple[datetime, Callable[[], None]]]:
        """Give when each is filed and what files it, in order of time; none where there is no such service."""
        if not self._services or not residents or not moments:
            return
        until = max(moments)
        self._late = until - _LATELY
        lately = (until - _LATELY * self._chance.random() for _ in self._services[: len(moments)])
        turns = [
            (at, one) for times in (moments, lately) for at, one in zip(times, self._turns(), strict=False)
        ]
        for at, service in sorted(turns, key=itemgetter(0)):
            yield at, partial(self._file, service, residents, follow)

    def _turns(self) -> Iterator[ServiceDefinition]:
        """Give the services for ever, in an order of chance, each before any comes again."""
        return cycle(self._chance.sample(self._services, len(self._services)))

    @property
    def filed(self) -> int:
        """Give how many were filed."""
        return len(self._of)

    def knows(self, number: str) -> bool:
        """Whether a case is one of these dossiers."""
        return number in self._of

    def choose(self, case: Standing, chance: random.Random) -> tuple[Move, timedelta] | None:
        """Give the next act of a dossier and how long until it; None when it is left to itself."""
        if case.number in self._of_late and chance.random() < _LEFT:
            return None
        found, service = _next(case, chance), self._of[case.number]
        if found is None or all(act.do != found[0] for act in service.shape.acts):
            return None
        verb, (least, most) = found
        actor = _actor(verb, case)
        wait = timedelta(minutes=least + (most - least) * chance.random() ** 2)
        return (Move(verb, actor, _inputs(verb, service, chance)), wait) if actor is not None else None

    def _file(
        self, service: ServiceDefinition, residents: Sequence[Actor], follow: Callable[[str, Actor], None]
    ) -> None:
        """File one; what is refused was made up badly, and is told at the end."""
        applicant = self._chance.choice(residents)
        commune = self._chance.choice(self._communes)
        answers = self._answering.form(service, commune, clock.now().date())
        try:
            number = self._handed_in(service, applicant, answers)
        except Refusal as refusal:
            key = f"{service.id}: {refusal.code}"
            self.refused[key] = self.refused.get(key, 0) + 1
            return
        self._of[number] = service
        self._of_late |= {number} if clock.now() >= self._late else set()
        follow(number, applicant)

    def _handed_in(self, service: ServiceDefinition, applicant: Actor, answers: Mapping[str, Any]) -> str:
        """Give the number of a dossier that was sent by its applicant, or taken in at the desk where they stood."""
        is_elsewhere = len(self._of) % _A_DOSSIER_AT_THE_DESK or "counter" not in service.shape.channels
        if self._desk is None or is_elsewhere:
            proved = replace(applicant, assurance=_PROVED)
            return commands.file_case(proved, service_id=service.id, answers=answers).number
        procedure = service.shape.procedure
        seen = {one.id: "original" for one in procedure.papers if one.required} if procedure else {}
        return commands.file_case(
            self._desk,
            service_id=service.id,
            answers=answers,
            channel="counter",
            caller=Caller(*self._answering.somebody(), applicant.account_id),
            mandate=Mandate("tai-quay"),
            checked=Checked(seen),
        ).number


def _next(case: Standing, chance: random.Random) -> tuple[str, tuple[int, int]] | None:
    if case.state == "processing":
        return ("request_supplement", _DAY) if chance.random() < 0.1 else ("appraise", _DAYS)
    if case.state in {"done", "handed_over"}:
        if not case.is_rated and chance.random() < 0.5:
            return "rate", _DAY
        return ("deliver", _DAY) if case.state == "done" else None
    steps = {
        "submitted": ("receive", _SOON),
        "received": ("accept", _DAY),
        "supplement": ("supplement", _DAYS),
        "appraised": ("approve", _DAY),
    }
    return steps.get(case.state)


def _actor(verb: str, case: Standing) -> Actor | None:
    if verb not in (*_OFFICER, *_HEAD):
        return case.reporter
    role = "head" if verb in _HEAD else "officer"
    found = identity.members(case.owner_office_id, (role,)) if case.owner_office_id is not None else ()
    return identity.staff_actor(found[0]) if found else None


def _inputs(verb: str, service: ServiceDefinition, chance: random.Random) -> Mapping[str, Any]:
    procedure, rating = service.shape.procedure, service.shape.rating
    if verb == "request_supplement" and procedure is not None:
        return {**_SAID[verb], "papers": [one.id for one in procedure.papers[:1]]}
    if verb == "deliver" and procedure is not None:
        return {"way": chance.choice(procedure.deliver)}
    if verb == "rate" and rating is not None:
        weights = [7, 2, 1][: len(rating.levels)]
        return {"rating": chance.choices([one.id for one in rating.levels], weights)[0]}
    return _SAID.get(verb, {})
