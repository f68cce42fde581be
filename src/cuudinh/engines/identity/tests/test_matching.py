"""Whose account a proved person is: found by what was proved, converted by one claim, else looked at by people."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuudinh.engines.identity import commands, fields, registers
from cuudinh.engines.identity.commands.matching import Settled, settle
from cuudinh.engines.identity.models import (
    Account,
    AssuranceEvent,
    IdentifierClaim,
    MatchReview,
    Person,
    PersonIdentifier,
)
from cuudinh.engines.identity.ports import ProvedPerson
from cuudinh.engines.identity.rules.matching import Held, Holder, Match, Proved, decide
from cuudinh.engines.identity.tests.conftest import CONSOLE, PASSWORD
from cuudinh.journal import audit
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR

HOA = ProvedPerson(subject="s-hoa", level=2, name="Lê Thị Hoà", id_number="000190000002", evidence="acr=2")
Claimer = Callable[..., Account]


def proved(**changes: Any) -> ProvedPerson:
    given_: dict[str, Any] = {
        "subject": "s-hoa",
        "level": 2,
        "name": "Lê Thị Hoà",
        "id_number": "000190000002",
    } | changes
    return ProvedPerson(**given_)


@pytest.fixture
def claimer(province: None) -> Claimer:
    """A function that opens an account as before any sign-on: with a phone, and a number that it states."""
    phones = iter(range(905000001, 905000099))

    def open_one(number: str = "000190000002", name: str = "Lê Thị Hòa", kind: str = "cccd") -> Account:
        view = commands.register_resident(VISITOR, name=name, phone=f"0{next(phones)}", password=PASSWORD)
        account = Account.objects.select_related("person").get(pk=view.id)
        assert account.person is not None
        key = fields.newest_key()
        IdentifierClaim.objects.create(
            person=account.person,
            kind=kind,
            sealed=fields.seal(key, fields.owner_of(account.person), kind, number),
            key=key,
            blind_index=fields.blind_index(kind, number),
            last4=number[-4:],
            stated_at=clock.now(),
        )
        return account

    return open_one


def settled(person: ProvedPerson) -> Settled:
    return settle(VISITOR, person)


def reviews() -> list[tuple[str, list[int]]]:
    return list(MatchReview.objects.order_by("id").values_list("reason", "accounts"))


@pytest.mark.django_db
@pytest.mark.asvs("10.5.2")
def test_somebody_nobody_knows_gets_an_account_that_is_found_again(province: None) -> None:
    first = settled(HOA)
    assert first.kind == "new"
    assert first.account is not None
    person = Person.objects.get(account=first.account)
    assert sorted(person.identifiers.values_list("kind", flat=True)) == ["cccd", "vneid"]
    assert AssuranceEvent.objects.get(person=person).level == 2
    again = settled(HOA)
    assert (again.kind, again.account) == ("known", first.account)
    # One proof is enough for half of its life.
    assert AssuranceEvent.objects.count() == 1
    with clock.frozen(clock.now() + timedelta(days=200)):
        settled(HOA)
        assert AssuranceEvent.objects.count() == 2


@pytest.mark.django_db
def test_the_one_account_that_stated_the_number_under_the_same_name_is_converted(claimer: Claimer) -> None:
    old = claimer()
    found = settled(HOA)
    assert (found.kind, found.account) == ("convert", old)
    assert not IdentifierClaim.objects.exists()
    assert old.person is not None
    assert sorted(old.person.identifiers.values_list("kind", flat=True)) == ["cccd", "phone", "vneid"]
    row = Person.objects.select_related("key").get(pk=old.person.pk)
    assert fields.unseal(row.key, fields.owner_of(row), "name", row.name_sealed) == "Lê Thị Hoà"
    assert not reviews()
    (line,) = [
        one
        for one in audit.lines_about("account", audit.pseudonym(old.pk))
        if one.act == "identity.convert_account"
    ]
    assert dict(line.facts) == {"kind": "resident", "by": "vneid", "level": 2}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "count"), [("Lê Thị Huệ", 1), ("Lê Thị Hoà", 2)])
def test_another_name_or_several_accounts_are_looked_at_by_people_once(
    claimer: Claimer, name: str, count: int
) -> None:
    accounts = [claimer(name=name).pk for _ in range(count)]
    for _ in range(2):
        assert settled(HOA) == Settled("review", None)
    assert reviews() == [("name-differs" if count == 1 else "several-claims", accounts)]
    assert IdentifierClaim.objects.count() == count
    assert Account.objects.count() == count


@pytest.mark.django_db
def test_level_one_proves_no_number(claimer: Claimer) -> None:
    old = claimer()
    low = settled(proved(level=1))
    assert low.kind == "new"
    assert low.account != old
    # Level 2 later: the number is proved, and that another account states it too is for people to see.
    high = settled(HOA)
    assert (high.kind, high.account) == ("known", low.account)
    assert low.account is not None
    assert reviews() == [("another-account", [low.account.pk, old.pk])]
    settled(HOA)
    assert len(reviews()) == 1


@pytest.mark.django_db
def test_a_number_that_is_proved_to_be_somebody_elses_signs_nobody_in(province: None) -> None:
    mine = settled(HOA).account
    assert mine is not None
    assert settled(proved(subject="s-other")).kind == "review"
    theirs = settled(proved(subject="s-tung", id_number="000190000008", name="Võ Thanh Tùng")).account
    assert theirs is not None
    assert settled(proved(subject="s-tung")).kind == "review"
    assert settled(proved(id_number="000190000099")).kind == "review"
    assert reviews() == [
        ("subject-changed", [mine.pk]),
        ("subject-and-number-differ", [theirs.pk, mine.pk]),
        ("number-changed", [mine.pk]),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["accepted", "apart"])
def test_what_people_settled_is_what_the_next_sign_on_does(claimer: Claimer, state: str) -> None:
    old = claimer(name="Lê Thị Huệ")
    settled(HOA)
    account = old if state == "accepted" else None
    MatchReview.objects.update(state=state, account=account, settled_at=clock.now())
    found = settled(HOA)
    assert found.kind == ("convert" if state == "accepted" else "new")
    assert (found.account == old) == (state == "accepted")
    assert settled(HOA).account == found.account


@pytest.mark.django_db
def test_an_account_that_was_merged_is_followed_to_the_one_that_lives(claimer: Claimer) -> None:
    old, living = settled(HOA).account, claimer(number="000190000077")
    assert old is not None
    Account.objects.filter(pk=old.pk).update(merged_into=living)
    (held,) = registers.held_for([registers.proved_of(HOA)])
    assert held.by_subject is not None
    assert held.by_subject.account_id == living.pk


@pytest.mark.django_db
def test_many_are_read_with_the_statements_of_one(
    claimer: Claimer, django_assert_max_num_queries: Any
) -> None:
    people = [proved(subject=f"s{number}", id_number=f"00019000{number:04}") for number in range(40)]
    accounts = [claimer(number=one.id_number) for one in people[:3]]
    with django_assert_max_num_queries(5):
        held = registers.held_for([registers.proved_of(one) for one in people])
    assert [one.by_claim[0].account_id for one in held[:3]] == [one.pk for one in accounts]
    assert not any(one.by_claim for one in held[3:])


@pytest.mark.django_db
def test_whoever_signs_in_again_costs_few_statements_and_writes_nothing_twice(
    claimer: Claimer, django_assert_max_num_queries: Any
) -> None:
    claimer()
    first = settled(HOA)
    before = list(Person.objects.values()), list(PersonIdentifier.objects.order_by("id").values())
    with django_assert_max_num_queries(11):
        assert settled(HOA) == Settled("known", first.account)
    assert (list(Person.objects.values()), list(PersonIdentifier.objects.order_by("id").values())) == before
    assert AssuranceEvent.objects.count() == 1


@pytest.mark.django_db
def test_no_table_of_sign_ons_holds_who_somebody_is(claimer: Claimer) -> None:
    claimer(name="Lê Thị Huệ")
    settled(HOA)
    row: Any = MatchReview.objects.values().get()
    shown = repr(row) + repr(bytes(row["sealed"]))
    for said in ("s-hoa", "000190000002", "Hoà", "Huệ"):
        assert said not in shown


@pytest.mark.django_db
def test_what_was_stated_and_what_is_in_review_is_sealed_again_under_a_new_key(claimer: Claimer) -> None:
    claimer(name="Lê Thị Huệ")
    settled(HOA)
    commands.start_new_key(CONSOLE)
    while commands.reseal():
        pass
    claim, review = IdentifierClaim.objects.get(), MatchReview.objects.get()
    assert fields.unseal(claim.key, fields.owner_of(claim.person), "cccd", claim.sealed) == "000190000002"
    assert "000190000002" in fields.unseal(
        review.key, fields.Owner(review.ref, None), "review", review.sealed
    )
    assert commands.retire_keys(CONSOLE) == 1


NAMES, INDEXES = st.sampled_from(["hoa", "hue"]), st.sampled_from(["", "a", "b"])
HOLDERS = st.builds(Holder, st.integers(1, 3), INDEXES, INDEXES, NAMES)


@given(
    st.builds(Proved, INDEXES, INDEXES, NAMES),
    st.builds(
        Held,
        st.none() | HOLDERS,
        st.none() | HOLDERS,
        st.lists(HOLDERS, max_size=3).map(tuple),
        st.none() | HOLDERS,
        st.booleans(),
    ),
)
def test_nobody_is_let_in_on_a_claim_that_something_speaks_against(proved: Proved, held: Held) -> None:
    match = decide(proved, held)
    assert (match.kind == "review") == (match.account_id is None and match.reason is not None)
    if match.kind == "convert" and held.accepted is None:
        (only,) = held.by_claim
        assert (only.account_id, only.name, only.subject, only.number) == (
            match.account_id,
            proved.name,
            "",
            "",
        )
    if match.kind == "new":
        assert held.by_subject is None
        assert held.by_number is None
    if match.kind == "known":
        found = held.by_subject or held.by_number
        assert found is not None
        assert match.account_id == found.account_id


def test_of_one_account_a_review_sets_aside_what_changed() -> None:
    for subject, number in product(("s1", "s2"), ("n1", "n2")):
        mine = Holder(7, "s1", "n1", "hoa")
        held = Held(by_subject=mine if subject == "s1" else None, by_number=mine if number == "n1" else None)
        if held.by_subject is None and held.by_number is None:
            continue
        fits = (subject, number) == ("s1", "n1")
        assert (decide(Proved(subject, number, "hoa"), held).kind == "known") == fits
        agreed = Held(held.by_subject, held.by_number, accepted=mine)
        assert decide(Proved(subject, number, "hoa"), agreed) == Match("known", 7)
