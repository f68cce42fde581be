"""One policy for one case and for lists of cases: whatever the rules are, the list shows what may be seen."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from pydantic import BaseModel

from cuudinh.engines.cases import commands, queries
from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.queries.permitting import case_scope, facts_of
from cuudinh.engines.cases.tests.town import Town, world
from cuudinh.engines.cases.types import CaseNotThere, ListFilter
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.definitions import PolicyShape, RuleShape
from cuudinh.kernel.actor import Actor, Seat
from cuudinh.packs.world import Located, PackWorld

ACTS = ("case.list", "case.read_office")
ROLES = ("officer", "head", "dispatcher", "leader")
FREE = ("anyone", "signed_in", *ROLES)
RELATIVE = (
    "reporter",
    "follower",
    *(f"{beside}.{role}" for beside in ("owner", "cooperating") for role in ROLES),
)


def under(rules: Sequence[RuleShape]) -> PackWorld:
    """Give the test pack with another policy."""
    kept = tuple(one for one in world().records if not isinstance(one.value, PolicyShape))
    policy: Located[BaseModel] = Located("policy/drawn.yaml", 1, PolicyShape(rules=list(rules)))
    return replace(world(), records=(*kept, policy))


def drawn_rule(draw: Random, number: int) -> RuleShape:
    """Give any rule that a checked pack can hold: under a condition nothing depends on the case."""
    when = draw.choice([None, None, "published", "ordinary"])
    who = draw.sample(FREE if when else (*FREE, *RELATIVE, *RELATIVE), draw.randint(1, 2))
    given: dict[str, Any] = {"id": f"rule-{number}", "may": [draw.choice(ACTS)], "who": who, "when": when}
    return RuleShape.model_validate({**given, "why": {"vi": "Vì vậy.", "en": "So."}})


def drawn_actor(draw: Random, town: Town, offices: Sequence[int]) -> Actor:
    known = draw.choice([Actor("visitor"), town["resident"], town["neighbour"]])
    if draw.random() < 0.3:
        return known
    seats = [
        Seat(office, f"office-{office}", draw.choice(ROLES), frozenset(draw.sample(offices, 2)) | {office})
        for office in draw.sample(offices, draw.randint(1, 2))
    ]
    return Actor("staff", draw.choice([known.account_id, 999_999]), seats=tuple(seats))


@pytest.fixture
def cases(town: Town) -> list[Case]:
    """Cases of every kind that a policy can tell apart."""
    town.resolved()
    town.file(topic="cay")
    joint = town.accepted()
    town.act("an.officer", joint, "request_joint", offices=["duong-binh"], question="Ai lấp?")
    commands.follow_case(town["neighbour"], number=joint)
    town.file("neighbour")
    return list(Case.objects.order_by("id"))


def test_a_list_shows_a_case_exactly_when_the_policy_lets_the_actor_see_it(
    town: Town, cases: list[Case]
) -> None:
    draw = Random(4)
    found = [identity.office(code) for code in ("ioc", "den-tinh", "duong-an", "duong-binh")]
    offices = [office.id for office in found if office is not None]
    shown = 0
    for _ in range(60):
        identity_commands.apply_policy(under([drawn_rule(draw, n) for n in range(draw.randint(1, 4))]))
        for actor in [drawn_actor(draw, town, offices) for _ in range(6)]:
            for act in ACTS:
                listed = set(Case.objects.filter(case_scope(actor, act)))
                allowed = {case for case in cases if identity.can(actor, act, facts_of(actor, case)).allowed}
                assert listed == allowed, (actor, act)
                shown += len(listed)
    assert shown > 100, "the drawn policies show something"


def test_what_is_sensitive_is_hidden_from_whom_the_policy_shows_only_the_ordinary(town: Town) -> None:
    number = town.file(topic="cay")
    rule = {"id": "only-ordinary", "may": list(ACTS), "who": ["leader"], "when": "ordinary"}
    rules = [RuleShape.model_validate({**rule, "why": {"vi": "Vì vậy.", "en": "So."}})]
    identity_commands.apply_policy(under(rules))
    assert not Case.objects.filter(case_scope(town["leader"]), number=number).exists()
    with pytest.raises(CaseNotThere):
        queries.office_case(town["leader"], number)


def test_the_worklist_and_its_counts_hold_only_what_the_policy_lists(town: Town) -> None:
    town.accepted()
    officer = town["an.officer"]
    assert len(queries.worklist(officer, ListFilter()).rows) == 1
    rule = {"id": "leaders", "may": ["case.list"], "who": ["leader"], "why": {"vi": "Vì vậy.", "en": "So."}}
    identity_commands.apply_policy(under([RuleShape.model_validate(rule)]))
    assert queries.worklist(officer, ListFilter()).rows == ()
    assert {one.count for one in queries.worklist_buckets(officer)} == {0}
