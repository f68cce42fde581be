"""Rows of the policy: what a decision with its reason costs, and what narrowing a list by the policy costs."""

import statistics
from collections.abc import Callable
from itertools import cycle
from typing import Final

from bench.measuring import Row, cpu_us, most_row, paired
from bench.store import Store
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import ListFilter
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.kernel.actor import VISITOR

FILTER_MOST: Final = 1.3
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


def list_filter(store: Store) -> Row:
    """Measure the list that the policy narrows to an office, against the list of all that it narrows by nothing.

    Only pages that are equally long say anything: a store of a few hundred cases has none.
    """
    plain = ListFilter()
    narrowed = cases.worklist(store.officer, plain)
    whole = cases.centre_queue(store.dispatcher, "all", plain)
    assert len(whole.rows) >= len(narrowed.rows) > 0, "both lists have rows"
    pair = paired(
        lambda: cases.worklist(store.officer, plain),
        lambda: cases.centre_queue(store.dispatcher, "all", plain),
        times=20,
    )
    what = (
        f"a list under the policy ({len(narrowed.rows)} rows), beside the unnarrowed one ({len(whole.rows)})"
    )
    offices = len(identity.handling_offices())
    against = f"{pair.ours_us:.0f} µs, unnarrowed {pair.floor_us:.0f} µs; {store.reports:,} cases, {offices} offices"
    most = FILTER_MOST if len(narrowed.rows) == len(whole.rows) else None
    return most_row("list-filter", what, 1 / pair.ratio, "times", most=most, against=against)


DECIDING: Final[dict[str, Callable[[Store], Row]]] = {"decision": decision, "list-filter": list_filter}
