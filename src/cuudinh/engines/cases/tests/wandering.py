"""Random handling: whatever people of the province might do, possible or not, while time goes on."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cuudinh.engines.cases import commands
from cuudinh.engines.cases.models import PHASES
from cuudinh.engines.cases.shapes import ActShape, InputShape
from cuudinh.engines.cases.tasks import fire_due
from cuudinh.engines.cases.tests.street import at, street
from cuudinh.engines.cases.tests.town import FORM, Town, picture
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Refusal

# No account of the identity engine: a number that could stand nowhere by chance.
REPORTER = Actor("resident", 987_654_321, "Nguyễn Thị Bí Mật", assurance=1)
SECRETS = ("987654321", "Bí Mật", "0905123456", "0905 123 456")
OFFICES = ("duong-an", "duong-binh", "den-tinh")
TOPICS = ("o-ga", "nap-cong", "den", "cay")


@dataclass
class Wanderer:
    """Somebody who tries things; the same seed tries the same things."""

    town: Town
    seed: int
    now: datetime = field(default_factory=lambda: at("2026-11-23 07:31"))
    numbers: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def go(self, steps: int) -> None:
        """Try so many things, one after the other."""
        for _ in range(steps):
            self.now += timedelta(minutes=self.chance.choice([1, 3, 17, 17, 90, 90, 400, 3000]))
            with clock.frozen(self.now):
                fire_due()
                self._try()

    def _try(self) -> None:
        if not self.numbers or self.chance.random() < 0.07:
            self._file()
            return
        ended = self.chance.random() < 0.15
        number = self.chance.choice([n for n in self.numbers if self._is_ended(n) == ended] or self.numbers)
        state = self.town.case(number).state
        acts = street().acts_from(state) or street().shape.acts
        act = self.chance.choice(acts)
        actor = self._actor(act)
        try:
            commands.perform_act(
                actor, number=number, act=act.do, inputs=self._inputs(act, actor), photos=self._photos(act)
            )
            self.done.add(act.do)
        except Refusal:
            return

    def _is_ended(self, number: str) -> bool:
        return self.town.case(number).phase == PHASES["final"]

    def _file(self) -> None:
        answers = {
            **FORM,
            "topic": self.chance.choice(TOPICS),
            "location": {"unit": self.chance.choice(["a-2025", "b-2025"])},
        }
        self.numbers.append(commands.file_case(REPORTER, service_id="street", answers=answers).number)

    def _actor(self, act: ActShape) -> Actor:
        """Give somebody who may most likely do the act, now and then anybody."""
        if "reporter" in act.by and self.chance.random() < 0.8:
            return REPORTER
        people = list(self.town.people.values())
        wanted = [actor for actor in people if any(name.split(".")[-1] in actor.roles for name in act.by)]
        return self.chance.choice(wanted if wanted and self.chance.random() < 0.9 else people)

    def _photos(self, act: ActShape) -> list[int]:
        takes = any(shape.kind == "photos" for shape in act.inputs)
        return [picture()] if takes and self.chance.random() < 0.7 else []

    def _inputs(self, act: ActShape, actor: Actor) -> Mapping[str, Any]:
        knows = actor is REPORTER or actor.has_role("dispatcher", "supervisor")
        return {shape.id: self._input(shape, knows) for shape in act.inputs if shape.kind != "photos"}

    def _input(self, shape: InputShape, knows: bool) -> Any:
        words = self.chance.choice(["Đã xem", "Gọi 0905 123 456" if knows else "Chờ đá", "…", "Trước chợ"])
        by_kind = {
            "text": words,
            "long_text": words,
            "office": self.chance.choice(OFFICES),
            "offices": [self.chance.choice(OFFICES)],
            "span": self.chance.randint(1, 6),
            "reason": self.chance.choice(["ngoai-pham-vi", "khong-thuoc-tham-quyen"]),
            "case": self.chance.choice(self.numbers),
            "rating": self.chance.choice(["hai-long", "khong-hai-long"]),
            "place": {"unit": "b-2025"},
            "topic": self.chance.choice(TOPICS),
        }
        return by_kind[shape.kind]
