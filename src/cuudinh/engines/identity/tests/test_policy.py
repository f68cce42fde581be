"""One policy for one thing and for lists: whatever the rules are, both say the same."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuudinh.engines.identity.rules import (
    COOPERATING,
    OWNER,
    PLAIN,
    RECEIVING,
    can,
    is_relative,
    relations,
    rule_of,
    scope,
)
from cuudinh.engines.identity.tests.worlds import ROLE_IDS, national_policy, roles_file
from cuudinh.engines.identity.types import Facts, Policy, Rule
from cuudinh.kernel.actor import Actor, Seat, system

ACTS = ("case.list", "case.act", "identity.reveal")
RELATIONS = sorted(
    [*PLAIN, *ROLE_IDS, *(beside + role for beside in (OWNER, COOPERATING, RECEIVING) for role in ROLE_IDS)]
)

offices = st.integers(1, 6)
facts = st.builds(
    Facts,
    owner_office_id=st.none() | offices,
    cooperating_office_ids=st.frozensets(offices, max_size=3),
    receiving_office_id=st.none() | offices,
    is_apart=st.booleans(),
    is_reporter=st.booleans(),
    is_follower=st.booleans(),
    published=st.booleans(),
    sensitive=st.booleans(),
    has_purpose=st.booleans(),
)


@st.composite
def seats(draw: st.DrawFn) -> Seat:
    office = draw(offices)
    below = draw(st.frozensets(offices, max_size=3))
    return Seat(office, f"office-{office}", draw(st.sampled_from(ROLE_IDS)), below | {office})


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Give any rule that a checked pack can hold: under a condition no relation depends on the thing, and only
    roles are kept to offices.
    """
    who = draw(st.frozensets(st.sampled_from(RELATIONS), min_size=1, max_size=4))
    free = not any(is_relative(relation) for relation in who)
    when = draw(st.sampled_from([None, "published", "ordinary"])) if free else None
    acts = draw(st.frozensets(st.sampled_from(ACTS), min_size=1))
    of_roles = when is None and who.isdisjoint(PLAIN)
    return Rule(
        draw(st.sampled_from("abc")),
        acts,
        who,
        {"vi": "Vì vậy."},
        when,  # type: ignore[arg-type]
        scope=draw(st.sampled_from([None, "office", "below"])) if of_roles else None,
        assurance=draw(st.sampled_from([0, 0, 1, 2, 3])),
        strength=draw(st.sampled_from([0, 0, 2])),
        is_fresh=draw(st.booleans()),
        is_for_purpose=draw(st.booleans()),
    )


actors = st.one_of(
    st.just(Actor("visitor")),
    st.just(system("clerk")),
    st.builds(Actor, st.just("resident"), account_id=st.just(7), assurance=st.integers(0, 3)),
    st.builds(
        Actor,
        st.just("staff"),
        account_id=st.just(8),
        seats=st.lists(seats(), max_size=3).map(tuple),
        assurance=st.integers(1, 3),
        strength=st.integers(0, 2),
    ),
)
policies = st.lists(rules(), max_size=6).map(lambda found: Policy(tuple(found)))


@given(actors, st.sampled_from(ACTS), facts, policies, st.booleans())
def test_a_list_shows_a_thing_exactly_when_the_actor_may_see_it(
    actor: Actor, act: str, thing: Facts, policy: Policy, is_fresh: bool
) -> None:
    listed = scope(actor, act, policy, has_purpose=thing.has_purpose, is_fresh=is_fresh)
    assert listed.covers(thing) == can(actor, act, thing, policy, is_fresh=is_fresh).allowed


@given(actors, st.sampled_from(ACTS), facts, policies)
def test_who_brings_what_a_no_says_is_lacking_gets_a_yes(
    actor: Actor, act: str, thing: Facts, policy: Policy
) -> None:
    decision = can(actor, act, thing, policy)
    if decision.needs:
        brought = replace(actor, assurance=3, strength=2)
        assert can(brought, act, replace(thing, has_purpose=True), policy, is_fresh=True).allowed


def test_a_role_kept_to_its_office_reaches_no_office_below_it() -> None:
    def may(where: str, owner: int) -> bool:
        rule = Rule("a", frozenset({"x"}), frozenset({"head"}), {"vi": "V."}, scope=where)  # type: ignore[arg-type]
        return can(of("head", 3, 4), "x", Facts(owner_office_id=owner), Policy((rule,))).allowed

    assert (may("office", 3), may("office", 4)) == (True, False)
    assert (may("below", 3), may("below", 4), may("below", 5)) == (True, True, False)


@given(actors, facts, policies)
def test_what_no_rule_names_is_denied_and_says_so(actor: Actor, thing: Facts, policy: Policy) -> None:
    decision = can(actor, "case.erase", thing, policy)
    assert not decision.allowed
    assert decision.rule_id == "deny"
    assert decision.reason("vi") == "Không quy định nào cho phép việc này."


@given(facts, offices)
def test_a_head_is_whatever_an_officer_of_the_same_office_is(thing: Facts, office: int) -> None:
    held = {
        role: relations(Actor("staff", 1, seats=(Seat(office, "x", role, frozenset({office})),)), thing)
        for role in ("officer", "head")
    }
    assert held["officer"] <= held["head"]


def national() -> Policy:
    found = [rule_of(rule.id, rule.model_dump(exclude_none=True)) for rule in national_policy().rules]
    return Policy(tuple(found), {role.id: role.title for role in roles_file().roles})


def of(role: str, *scope_ids: int) -> Actor:
    return Actor("staff", 5, seats=(Seat(scope_ids[0], "x", role, frozenset(scope_ids)),))


@pytest.mark.parametrize(
    ("actor", "act", "thing", "allowed"),
    [
        (Actor("visitor"), "case.read_public", Facts(published=True), True),
        (Actor("visitor"), "case.read_public", Facts(), False),
        (Actor("visitor"), "case.file", Facts(), False),
        (Actor("resident", 7), "case.read_own", Facts(is_reporter=True), True),
        (Actor("resident", 7), "case.read_own", Facts(published=True), False),
        (of("officer", 3, 4), "case.act", Facts(owner_office_id=4), True),
        (of("officer", 4), "case.act", Facts(owner_office_id=3), False),
        (of("head", 9), "case.read_office", Facts(owner_office_id=3, cooperating_office_ids=frozenset({9})), True),
        (of("head", 3), "identity.reveal", Facts(owner_office_id=3), False),
        (of("leader", 1, 2, 3), "identity.reveal", Facts(owner_office_id=3), False),
        (of("leader", 1), "case.list", Facts(owner_office_id=3), True),
        (of("dispatcher", 2), "identity.reveal", Facts(has_purpose=True), True),
        (of("dispatcher", 2), "identity.reveal", Facts(), False),
        (of("auditor", 2), "case.read_office", Facts(), False),
        (system("clerk"), "case.act", Facts(), True),
        (system("clerk"), "identity.reveal", Facts(), False),
    ],
)  # fmt: skip
def test_the_national_policy_decides_as_offices_expect(
    actor: Actor, act: str, thing: Facts, allowed: bool
) -> None:
    assert can(actor, act, thing, national(), is_fresh=True).allowed is allowed


def test_a_no_says_what_is_lacking() -> None:
    decision = can(of("dispatcher", 2), "identity.reveal", Facts(), national())
    assert (decision.rule_id, decision.needs) == ("deny:centre-reveals", ("fresh", "purpose"))
    said = "Bạn làm được việc này khi có: xác nhận lại rằng chính bạn đang thao tác, lý do được ghi rõ."
    assert decision.reason() == said


def test_a_refusal_names_those_who_may() -> None:
    decision = can(of("officer", 3), "identity.reveal", Facts(owner_office_id=3), national())
    assert decision.rule_id == "deny:centre-reveals"
    assert decision.reason("vi") == "Việc này chỉ dành cho: dispatcher, supervisor."
    assert decision.reason("en") == "Only for: dispatcher, supervisor."


def test_a_refusal_says_under_which_condition_it_would_be_a_yes() -> None:
    decision = can(Actor("visitor"), "case.read_public", Facts(), national())
    assert decision.reason("vi") == "Việc này chỉ dành cho: mọi người (khi đã công khai), người theo dõi."
