"""Rows of the policy: what a decision with its reason costs."""

import statistics
from collections.abc import Callable
from itertools import cycle
from typing import Final

from bench.measuring import Row, cpu_us, most_row
from bench.store import Store
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.kernel.actor import VISITOR

_ACTS: Final = (
    "case.act",
    "case.read_office",
    "case.list",
    "identity.reveal",
    "account.open",
    "case.read_public",
)


def decision(store: Store) -> Row:
    """Measure decisions with their reasons, yes and no, over the people of a province and its acts."""
    actors = (store.officer, store.dispatcher, store.resident, VISITOR)
    things = (
        Facts(owner_office_id=store.office_id),
        Facts(owner_office_id=1, cooperating_office_ids=frozenset({store.office_id}), has_purpose=True),
        Facts(is_reporter=True, published=True),
    )
    asked = cycle([(actor, act, thing) for actor in actors for act in _ACTS for thing in things])

    def decide() -> str:
        actor, act, thing = next(asked)
        return identity.can(actor, act, thing).reason()

    rounds = sorted(cpu_us(decide, 2_000) for _ in range(15))
    cost = statistics.median(rounds[:8])
    what = "one decision of the policy with its reason, over 4 people, 6 acts and 3 things"
    return most_row("decision", what, cost, "µs CPU", most=10, against="10 µs")


DECIDING: Final[dict[str, Callable[[Store], Row]]] = {"decision": decision}
