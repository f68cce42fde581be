"""The money and the papers of a walk: what is charged, what came, what goes back; which papers were given out."""

from collections import Counter
from dataclasses import dataclass, field, replace

from cuudinh.engines.cases.rules.fees import charges_after, gives_back_after
from cuudinh.engines.cases.rules.standing import Standing
from cuudinh.engines.cases.service import ServiceDefinition


@dataclass(frozen=True, slots=True)
class Purse:
    """The fee of one walk, in đồng. What is charged is paid, owed, or asked for no more."""

    charged: int = 0
    paid: int = 0
    dropped: int = 0
    returned: int = 0
    is_drawn: bool = False

    @property
    def owed(self) -> int:
        """What is still asked for."""
        return self.charged - self.paid - self.dropped

    @property
    def kept(self) -> int:
        """What came and was not given back."""
        return self.paid - self.returned

    @property
    def is_settled(self) -> bool:
        """Whether nothing is waited for."""
        return self.is_drawn and self.owed == 0

    def after(self, service: ServiceDefinition, moment: str, fee_vnd: int) -> "Purse":
        """Give the purse after a moment (`filed`, or an act): the fee is drawn up once, or given back."""
        steps, found = service.shape.fee, self
        if charges_after(steps, moment) and not self.is_drawn and _has_fee(service):
            found = replace(found, charged=fee_vnd, is_drawn=True)
        if gives_back_after(steps, moment):
            found = replace(found, dropped=found.dropped + found.owed, returned=found.paid)
        return found


def _has_fee(service: ServiceDefinition) -> bool:
    return service.shape.procedure is not None and service.shape.procedure.fee_table is not None


@dataclass(slots=True)
class Papers:
    """The papers given out on a walk, by kind, as this engine issues them: as many as the acts that give them."""

    given: Counter[str] = field(default_factory=Counter)

    def issue(self, service: ServiceDefinition, case: Standing, kinds: list[str]) -> Counter[str]:
        """Give out the papers of an act that was done on a case; give those given out now."""
        missing = [kind for kind in kinds if self.given[kind] < _times_due(service, case, kind)]
        self.given.update(missing)
        return Counter(missing)


def _times_due(service: ServiceDefinition, case: Standing, kind: str) -> int:
    verbs = {act.do for act in service.shape.acts if kind in act.issues}
    return sum(case.times_done(verb) for verb in verbs)
