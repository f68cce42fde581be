"""A conversion: tried first, carried out in batches, stopped by its rule, undone exactly."""

import hashlib
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.converting import counting
from cuudinh.engines.identity.models import (
    AssuranceEvent,
    ConversionRun,
    ConversionSnapshot,
    PersonIdentifier,
)
from cuudinh.engines.identity.tests.registers import (
    CONSOLE,
    PASSWORD,
    Register,
    apply,
    begun,
    carry_out,
    number_of,
    open_residents,
    phone_of,
    scenario,
    tried,
)
from cuudinh.engines.identity.types import (
    AlreadyConverting,
    DryRunNeeded,
    NothingToUndo,
    OtherRules,
    OutsideWindow,
    ReasonNeeded,
    Share,
    Stated,
    WrongSignIn,
)
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.kernel.numbers import number, percent
from cuudinh.kernel.refusal import NotYours

pytestmark = pytest.mark.django_db

WHY = "Kiểm tra lại theo kế hoạch"
TABLES = (
    "identity_account",
    "identity_person",
    "identity_personidentifier",
    "identity_identifierclaim",
    "identity_assuranceevent",
    "identity_credential",
    "identity_session",
)
KEPT = (*TABLES, "identity_conversionmember", "identity_conversionbatch", "identity_conversionchange")
LENIENT = {"errors_percent": 100, "duplicates_percent": 100}


def digest(tables: tuple[str, ...] = TABLES) -> str:
    """Give a hash of everything that stands in tables."""
    found = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3")
            for row in cursor:
                shown = [bytes(one) if isinstance(one, memoryview) else one for one in row]
                found.update(repr(shown).encode())
    return found.hexdigest()


@pytest.fixture
def twelve(province: None) -> list[int]:
    """Twelve residents in batches of five: ten state their numbers, eight of those are known to the register."""
    apply(scenario(batch_size=5, stop=LENIENT))
    accounts = open_residents(12, stating=range(10))
    register = Register(range(8), moved=frozenset({6}), others=frozenset({7}))
    commands.ask_register(CONSOLE, register)
    return accounts


def states(run_id: int) -> dict[str, int]:
    found = queries.conversion_run(CONSOLE, run_id).states
    return {state: count for state, count in found.items() if count}


def test_a_dry_run_changes_no_row_and_says_what_would_come_out(twelve: list[int]) -> None:
    before = digest(KEPT)
    run = queries.conversion_run(CONSOLE, tried())
    assert digest(KEPT) == before
    assert (run.state, run.population, run.converted) == ("done", 12, 6)
    expected = {"converted": 6, "matched": 1, "refused": 1, "legacy": 2, "missing": 2}
    assert states(run.id) == expected
    live = commands.start_live_run(CONSOLE, scenario_id="vneid", dry_run_id=run.id)
    carry_out(live)
    assert states(live) == expected


def test_only_what_the_register_confirms_becomes_a_proof(twelve: list[int]) -> None:
    carry_out(begun())
    proved = PersonIdentifier.objects.filter(kind="vneid").values_list("person__account", flat=True)
    assert sorted(proved) == twelve[:6]
    assert set(AssuranceEvent.objects.values_list("level", "source")) == {(2, "register")}
    with pytest.raises(WrongSignIn):
        commands.sign_in(VISITOR, login=phone_of(0), password=PASSWORD)
    for only_stated in (6, 7, 8, 11):
        assert commands.sign_in(VISITOR, login=phone_of(only_stated), password=PASSWORD).actor.assurance == 1


def test_a_live_run_cites_a_finished_dry_run_of_the_same_rules(twelve: list[int]) -> None:
    with pytest.raises(DryRunNeeded):
        commands.start_live_run(CONSOLE, scenario_id="vneid", dry_run_id=None)
    unfinished = commands.start_dry_run(CONSOLE, scenario_id="vneid")
    with pytest.raises(DryRunNeeded):
        commands.start_live_run(CONSOLE, scenario_id="vneid", dry_run_id=unfinished)
    done = tried()
    apply(scenario(batch_size=5, stop=LENIENT, message={"vi": "Lời khác."}))
    assert queries.conversion_run(CONSOLE, done).can_be_cited
    apply(scenario(batch_size=4, stop=LENIENT))
    with pytest.raises(OtherRules):
        commands.start_live_run(CONSOLE, scenario_id="vneid", dry_run_id=done)
    live = begun()
    with pytest.raises(DryRunNeeded):
        commands.start_live_run(CONSOLE, scenario_id="vneid", dry_run_id=live)
    with pytest.raises(AlreadyConverting):
        begun()


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize(
    ("state", "last"), [("preparing", "keep"), ("running", "keep"), ("running", "freeze_day")]
)
def test_a_step_that_is_killed_leaves_nothing_and_is_taken_again(
    twelve: list[int], monkeypatch: pytest.MonkeyPatch, state: str, last: str
) -> None:
    live = begun()
    while ConversionRun.objects.get(pk=live).state != state:
        commands.convert_step(CONSOLE, run_id=live)
    before = digest(KEPT)

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(counting, last, killed)
        with pytest.raises(Killed):
            commands.convert_step(CONSOLE, run_id=live)
    assert digest(KEPT) == before
    carry_out(live)
    assert (states(live)["converted"], queries.conversion_run(CONSOLE, live).batches) == (6, 2)


def test_undoing_a_batch_puts_everything_back_exactly(twelve: list[int]) -> None:
    live = begun()
    while ConversionRun.objects.get(pk=live).state == "preparing":
        commands.convert_step(CONSOLE, run_id=live)
    before = digest()
    carry_out(live)
    assert digest() != before
    assert commands.undo_batch(CONSOLE, run_id=live, number=2, reason=WHY) == 1
    assert commands.undo_batch(CONSOLE, run_id=live, number=1, reason=WHY, account_id=twelve[2]) == 1
    assert commands.undo_batch(CONSOLE, run_id=live, number=1, reason=WHY) == 4
    assert digest() == before
    assert states(live)["rolled_back"] == 6
    with pytest.raises(NothingToUndo):
        commands.undo_batch(CONSOLE, run_id=live, number=1, reason=WHY)
    assert commands.sign_in(VISITOR, login=phone_of(0), password=PASSWORD).actor.assurance == 1


def test_who_has_proved_it_alone_since_is_not_undone(twelve: list[int]) -> None:
    live = begun()
    carry_out(live)
    person = PersonIdentifier.objects.get(kind="vneid", person__account=twelve[0]).person
    AssuranceEvent.objects.create(person=person, level=2, source="vneid", at=clock.now())
    assert commands.undo_batch(CONSOLE, run_id=live, number=1, reason=WHY) == 4
    assert PersonIdentifier.objects.filter(person=person, kind="vneid").exists()


def test_too_many_duplicates_stop_a_run_before_anything_is_converted(province: None) -> None:
    apply(scenario())
    first = open_residents(10)
    commands.ask_register(CONSOLE, Register(range(10)))
    commands.state_numbers(CONSOLE, [Stated(first[1], number_of(0))])
    live = begun()
    carry_out(live)
    run = queries.conversion_run(CONSOLE, live)
    assert (run.state, run.why, run.duplicates, run.converted) == ("stopped", "duplicates", 2, 0)
    with pytest.raises(ReasonNeeded):
        commands.resume_run(CONSOLE, run_id=live, reason="tiếp")
    commands.resume_run(CONSOLE, run_id=live, reason=WHY)
    carry_out(live)
    assert states(live) == {"converted": 8, "duplicate": 2}


def test_too_many_errors_stop_a_run_after_their_batch(province: None) -> None:
    apply(scenario(batch_size=5))
    accounts = open_residents(10)
    commands.ask_register(CONSOLE, Register(range(10)))
    live = begun()
    while ConversionRun.objects.get(pk=live).state == "preparing":
        commands.convert_step(CONSOLE, run_id=live)
    commands.set_active(CONSOLE, account_id=accounts[9], is_active=True)
    commands.state_numbers(CONSOLE, [Stated(accounts[0], number_of(99))])
    carry_out(live)
    run = queries.conversion_run(CONSOLE, live)
    assert (run.state, run.why, run.converted, run.batches) == ("stopped", "errors", 4, 1)


def test_a_run_is_stopped_by_hand_and_goes_on(twelve: list[int]) -> None:
    live = begun()
    commands.convert_step(CONSOLE, run_id=live)
    commands.stop_run(CONSOLE, run_id=live, reason=WHY)
    before = digest(KEPT)
    assert carry_out(live) == 1
    assert digest(KEPT) == before
    commands.resume_run(CONSOLE, run_id=live, reason=WHY)
    carry_out(live)
    assert states(live)["converted"] == 6


def test_nothing_begins_outside_the_window(twelve: list[int]) -> None:
    done = tried()
    apply(scenario(batch_size=5, stop=LENIENT, window={"first_day": "2024-06-01", "last_day": "2024-06-30"}))
    with pytest.raises(OutsideWindow):
        commands.start_live_run(CONSOLE, scenario_id="vneid", dry_run_id=done)


def test_days_that_are_over_keep_their_figures(twelve: list[int]) -> None:
    live = begun()
    carry_out(live)
    (day,) = queries.progress(CONSOLE, live).days
    assert day.share == Share(6, 12)
    with clock.frozen(clock.now() + timedelta(days=1)):
        commands.undo_batch(CONSOLE, run_id=live, number=1, reason=WHY)
        found = queries.progress(CONSOLE, live)
        assert [one.share for one in found.days] == [Share(6, 12), Share(1, 12)]
    assert ConversionSnapshot.objects.filter(day=day.day, converted=6).exists()
    assert found.share == Share(1, 12)
    assert [one.share for one in found.units] == [Share(1, 12)]
    assert [one.share.total for one in found.populations] == [0, 12]


def test_accounts_opened_after_the_list_was_frozen_are_not_counted(twelve: list[int]) -> None:
    live = begun()
    open_residents(2, first=50)
    carry_out(live)
    assert queries.progress(CONSOLE, live).share == Share(6, 12)


def test_the_figure_of_the_article_is_rounded_by_half_up() -> None:
    share = Share(229_991, 944_620)
    assert f"{number(share.converted)}/{number(share.total)} = {percent(share.percent)}" == (
        "229.991/944.620 = 24,35%"
    )
    assert Share(0, 0).percent == Decimal(0)


def test_nobody_but_those_of_the_policy_may(twelve: list[int]) -> None:
    resident = Actor("resident", twelve[0], assurance=1)
    with pytest.raises(NotYours):
        commands.start_dry_run(resident, scenario_id="vneid")
    with pytest.raises(NotYours):
        queries.progress(resident, 1)
