"""Freezing a population: each account gets its unit, its population and the first decision, a portion at a time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.converting import facts
from cuudinh.engines.identity.converting.counting import Tally
from cuudinh.engines.identity.converting.facts import Known
from cuudinh.engines.identity.models import ConversionReview, ConversionReviewed, ConversionRun, Membership
from cuudinh.engines.identity.rules.conversion import Facts, Matcher, Outcome, decide
from cuudinh.engines.identity.seats import on_day
from cuudinh.engines.identity.shapes_conversions import PopulationShape, ScenarioShape
from cuudinh.journal.statements import database
from cuudinh.kernel import clock

_MEMBER: Final = (
    "INSERT INTO identity_conversionmember (run_id, account_id, population, unit_code, state, rule, is_due) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s)"
)
Asked = tuple[str, str, int]


@dataclass
class Done:
    """What one step did, to be added to the figures of its run."""

    tallies: Counter[Tally] = field(default_factory=Counter)
    cursor: int | None = None
    population: int = 0
    duplicates: int = 0
    converted: int = 0
    tried: int = 0
    errors: int = 0
    batches: int = 0

    def add(self, other: "Done") -> None:
        """Add what a further step did."""
        self.tallies.update(other.tallies)
        self.cursor = other.cursor if other.cursor is not None else self.cursor
        for name in ("population", "duplicates", "converted", "tried", "errors", "batches"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Scenario:
    """A scenario as a run holds it, with what it needs to place accounts."""

    def __init__(self, body: dict[str, Any]) -> None:
        self.shape = ScenarioShape.model_validate(body)
        self.rules: Sequence[Matcher] = tuple(Matcher(one.id, one.by, one.then) for one in self.shape.rules)
        self._holders = {one.id: _holders(one) for one in self.shape.populations if one.roles}
        self._decided: dict[Facts, Outcome] = {}

    def population_of(self, known: Known) -> str:
        """Give the first population an account belongs to, or nothing when it is not counted."""
        for one in self.shape.populations:
            is_held = one.id not in self._holders or known.account_id in self._holders[one.id]
            if known.kind in one.kinds and is_held:
                return one.id
        return ""

    def decide(self, known: Known) -> Outcome:
        """Decide on an account by the rules of the scenario."""
        found = self._decided.get(known.facts)
        if found is None:
            found = self._decided[known.facts] = decide(known.facts, self.rules)
        return found


def _holders(population: PopulationShape) -> frozenset[int]:
    held = Membership.objects.filter(on_day(snapshot.today()), role__in=population.roles)
    return frozenset(held.values_list("account_id", flat=True))


def prepare_some(run: ConversionRun, scenario: Scenario, most: int) -> Done:
    """Freeze the next accounts of a run; `cursor` of the answer stays empty when there are none left."""
    found = facts.next_accounts(run.cursor, run.last_account, most)
    done, members, asked = Done(), [], list[Asked]()
    for known in found:
        population = scenario.population_of(known)
        if population:
            outcome = scenario.decide(known)
            place = population, known.unit_code
            is_due = outcome.then == "convert"
            members.append((run.pk, known.account_id, *place, outcome.state, outcome.rule, is_due))
            done.tallies[*place, outcome.state] += 1
            asked.extend(_asked(known, outcome))
    with database().cursor() as cursor:
        cursor.executemany(_MEMBER, members)
    _open_reviews(run, asked)
    done.population = len(members)
    done.duplicates = sum(n for (*_, state), n in done.tallies.items() if state == "duplicate")
    done.cursor = found[-1].account_id if found else None
    return done


def _asked(known: Known, outcome: Outcome) -> Iterable[Asked]:
    if outcome.state == "duplicate":
        yield "same", known.number_index, known.account_id
    elif outcome.then == "review":
        yield "alike", known.alike_index, known.account_id


def _open_reviews(run: ConversionRun, asked: Sequence[Asked]) -> None:
    if not asked:
        return
    keys = {(kind, number) for kind, number, _ in asked}
    rows = [
        ConversionReview(run=run, kind=kind, number_index=number, opened_at=clock.now())
        for kind, number in sorted(keys)
    ]
    ConversionReview.objects.bulk_create(rows, ignore_conflicts=True)
    numbers = [number for _, number in keys]
    known: dict[tuple[str, str], int] = defaultdict(int)
    for review in ConversionReview.objects.filter(run=run, number_index__in=numbers):
        known[review.kind, review.number_index] = review.pk
    ConversionReviewed.objects.bulk_create(
        ConversionReviewed(review_id=known[kind, number], account_id=account)
        for kind, number, account in asked
    )
