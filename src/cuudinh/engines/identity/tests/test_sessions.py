"""Signing in, staying in, and being out."""

import os
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cuudinh.engines.identity import commands, passwords, queries
from cuudinh.engines.identity.models import Attempts, Credential, Session
from cuudinh.engines.identity.sessions import LIVES, SEEN_EVERY, actor_by_token
from cuudinh.engines.identity.tests.conftest import CONSOLE, PASSWORD, Staffer
from cuudinh.engines.identity.types import AccountIncomplete, SignedIn, UnknownAccount, WrongSignIn
from cuudinh.journal.audit import lines_about, pseudonym
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR
from cuudinh.kernel.refusal import SignInFirst, TooOften

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"


@pytest.fixture
def resident(province: None) -> int:
    return commands.register_resident(VISITOR, name="Lê Thị Hoa", phone="0905000001", password=PASSWORD).id


def sign_in(login: str = "0905000001", password: str = PASSWORD, address: str = "203.0.113.9") -> SignedIn:
    return commands.sign_in(VISITOR, login=login, password=password, agent=CHROME, address=address)


@pytest.mark.parametrize("login", ["0905000001", "+84 905 000 001", " 0905-000-001 "])
def test_a_resident_signs_in_by_phone_however_it_is_written(resident: int, login: str) -> None:
    actor = sign_in(login).actor
    assert (actor.kind, actor.account_id, actor.name) == ("resident", resident, "Lê Thị Hoa")
    assert (actor.assurance, actor.seats) == (1, ())


def test_staff_sign_in_by_login_and_bring_their_seats(staff: Staffer) -> None:
    staff("canbo.so-xd", "so-xd", "officer")
    actor = sign_in("CanBo.so-xd").actor
    (seat,) = actor.seats
    assert (actor.kind, seat.office_code, seat.role) == ("staff", "so-xd", "officer")
    under = {queries.office("so-xd").id, queries.office("doi-qldt").id}  # type: ignore[union-attr]
    assert seat.scope_ids == under


def test_a_wrong_password_and_an_unknown_login_are_refused_alike(resident: int) -> None:
    told = set()
    for login, password in (("0905000001", "sai rồi nhé"), ("0905999999", PASSWORD), ("khongai", PASSWORD)):
        with pytest.raises(WrongSignIn) as refused:
            sign_in(login, password)
        told.add((refused.value.code, str(refused.value)))
    assert len(told) == 1
    assert not Session.objects.exists()


def test_an_unknown_login_costs_a_hash_as_well(resident: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: the same slow function runs once for each way of being wrong."""
    verified: list[str] = []
    real = passwords._HASHER.verify

    class Counting:
        hash = passwords._HASHER.hash

        def verify(self, stored: str, password: str) -> bool:
            verified.append(stored)
            return real(stored, password)

    monkeypatch.setattr(passwords, "_HASHER", Counting())
    for login in ("0905000001", "0905999999", "khongai", ""):
        with pytest.raises(WrongSignIn):
            sign_in(login, "sai rồi nhé")
    assert len(verified) == 4
    assert all("$m=19456,t=2,p=1$" in stored for stored in verified)


@pytest.mark.asvs("7.2.1", "7.2.2", "7.2.3")
def test_the_token_is_stored_as_a_hash_only(resident: int) -> None:
    signed_in = sign_in()
    (row,) = Session.objects.all()
    assert signed_in.token not in (row.token_hash, row.agent)
    assert row.agent == "Chrome, Windows"
    assert actor_by_token(row.token_hash) is None
    assert signed_in.token not in repr(signed_in)


@pytest.mark.asvs("7.4.2")
def test_a_locked_account_neither_signs_in_nor_stays_in(resident: int) -> None:
    token = sign_in().token
    commands.set_active(CONSOLE, account_id=resident, is_active=False)
    assert actor_by_token(token) is None
    with pytest.raises(WrongSignIn):
        sign_in()
    commands.set_active(CONSOLE, account_id=resident, is_active=True)
    assert actor_by_token(token) is None
    assert sign_in().actor.account_id == resident


@pytest.mark.parametrize("kind", ["resident", "staff"])
@pytest.mark.asvs("7.3.1", "7.3.2", "7.4.1")
def test_a_session_ends_when_idle_and_at_the_latest_when_its_time_is_over(kind: str, staff: Staffer) -> None:
    staff("canbo", "so-xd", "officer")
    commands.register_resident(VISITOR, name="Hoa", phone="0905000001", password=PASSWORD)
    life = LIVES[kind]
    with clock.frozen(NOW):
        token = sign_in("canbo" if kind == "staff" else "0905000001").token
    with clock.frozen(NOW + life.idle - timedelta(seconds=1)):
        assert actor_by_token(token) is not None
    with clock.frozen(NOW + 2 * life.idle):
        assert actor_by_token(token) is None
    with clock.frozen(NOW):
        token = sign_in("canbo" if kind == "staff" else "0905000001").token
    step, at = life.idle / 2, NOW
    while at + step < NOW + life.most:
        at += step
        with clock.frozen(at):
            assert actor_by_token(token) is not None
    with clock.frozen(NOW + life.most + timedelta(seconds=1)):
        assert actor_by_token(token) is None


def test_using_a_session_writes_seldom(resident: int, django_assert_num_queries: Any) -> None:
    with clock.frozen(NOW):
        token = sign_in().token
    with clock.frozen(NOW + timedelta(minutes=1)):
        actor_by_token(token)
        with django_assert_num_queries(1):
            assert actor_by_token(token) is not None
    assert Session.objects.get().seen_at == NOW
    later = NOW + SEEN_EVERY
    with clock.frozen(later):
        actor_by_token(token)
    assert Session.objects.get().seen_at == later


def test_seats_cost_a_query_only_once(staff: Staffer, django_assert_num_queries: Any) -> None:
    staff("canbo", "so-xd", "officer")
    token = sign_in("canbo").token
    with django_assert_num_queries(1):
        actor = actor_by_token(token)
    assert actor is not None
    assert actor.seats


def test_a_seat_that_ends_is_gone_with_the_next_request(staff: Staffer) -> None:
    officer = staff("canbo", "so-xd", "officer")
    token = sign_in("canbo").token
    (membership,) = queries.memberships_of(officer.account_id or 0)
    today = clock.day_in("Asia/Ho_Chi_Minh")
    commands.end_membership(
        CONSOLE, membership_id=membership.id, last_day=today - timedelta(days=1), document="QĐ 2"
    )
    actor = actor_by_token(token)
    assert actor is not None
    assert actor.seats == ()


def test_a_seat_that_begins_tomorrow_is_held_tomorrow(staff: Staffer) -> None:
    with clock.frozen(NOW):
        staff("canbo", "so-xd", "officer", since=date(2026, 11, 24))
        token = sign_in("canbo").token
        assert actor_by_token(token).seats == ()  # type: ignore[union-attr]
    with clock.frozen(NOW + timedelta(hours=9)):
        assert actor_by_token(token).seats == ()  # type: ignore[union-attr]
    # Midnight in Huế is 17:00 in UTC.
    with clock.frozen(NOW + timedelta(hours=9)):
        token = sign_in("canbo").token
    with clock.frozen(datetime(2026, 11, 23, 17, 1, tzinfo=UTC)):
        assert len(actor_by_token(token).seats) == 1  # type: ignore[union-attr]


@pytest.mark.asvs("6.3.1")
def test_guessing_one_login_from_one_address_is_stopped_and_others_go_on(resident: int) -> None:
    with clock.frozen(NOW):
        for _ in range(10):
            with pytest.raises(WrongSignIn):
                sign_in(password="sai rồi nhé")
        with pytest.raises(TooOften) as refused:
            sign_in()
        assert 0 < refused.value.facts["wait_seconds"] <= 900
        assert sign_in(address="203.0.113.10").actor.account_id == resident
    with clock.frozen(NOW + timedelta(minutes=15)):
        assert sign_in().actor.account_id == resident


def _guess(login: str, address: str, device: str = "") -> str:
    """Guess wrongly, and give the code of the answer."""
    with pytest.raises((WrongSignIn, TooOften)) as refused:
        commands.sign_in(VISITOR, login=login, password="sai rồi nhé", address=address, device=device)
    return str(refused.value.code)


@pytest.mark.asvs("6.3.1")
def test_one_stranger_cannot_lock_a_login_everywhere(resident: int) -> None:
    with clock.frozen(NOW):
        answers = [_guess("0905000001", "203.0.113.66") for _ in range(130)]
        assert answers.count("too-often") == 120
        assert sign_in(address="203.0.113.10").actor.account_id == resident


def test_strangers_everywhere_cannot_lock_an_owner_out_of_their_own_device(resident: int) -> None:
    with clock.frozen(NOW):
        device = sign_in().device
        for number in range(70):
            _guess("0905000001", f"198.51.100.{number}")
        with pytest.raises(TooOften):
            sign_in(address="203.0.113.10")
        signed_in = commands.sign_in(
            VISITOR, login="0905 000 001", password=PASSWORD, address="203.0.113.10", device=device
        )
        assert signed_in.actor.account_id == resident


def test_a_device_is_good_for_its_login_only_and_has_few_tries_too(resident: int, staff: Staffer) -> None:
    staff("canbo", "so-xd", "officer")
    with clock.frozen(NOW):
        device = sign_in().device
        for number in range(70):
            _guess("canbo", f"198.51.100.{number}")
        assert _guess("canbo", "203.0.113.10", device) == "too-often"
        assert _guess("canbo", "203.0.113.10", "a.b") == "too-often"
        answers = [_guess("0905000001", f"203.0.113.{number}", device) for number in range(12)]
        assert answers.count("too-often") == 2


def test_changing_a_password_is_counted_for_each_account_alone(staff: Staffer) -> None:
    officers = [staff(f"canbo.{number}", "so-xd", "officer") for number in range(7)]
    with clock.frozen(NOW):
        for officer in officers:
            for _ in range(10):
                with pytest.raises(WrongSignIn):
                    commands.change_password(officer, old="sai rồi nhé", new="Một mật khẩu mới")
        for officer in officers:
            with pytest.raises(TooOften):
                commands.change_password(officer, old=PASSWORD, new="Một mật khẩu mới")


@pytest.mark.asvs("6.3.1")
def test_guessing_many_logins_from_one_address_is_stopped(resident: int) -> None:
    with clock.frozen(NOW):
        Attempts.objects.all().delete()
        for number in range(3):
            with pytest.raises(WrongSignIn):
                sign_in(f"canbo.{number}")
        Attempts.objects.update(count=100)
        with pytest.raises(TooOften):
            sign_in("canbo.99")


def test_signing_in_rightly_does_not_use_up_tries(resident: int) -> None:
    with clock.frozen(NOW):
        Attempts.objects.all().delete()
        for _ in range(12):
            sign_in()
        assert set(Attempts.objects.values_list("count", flat=True)) == {0}


def test_what_was_tried_is_not_readable_in_the_table(resident: int) -> None:
    with pytest.raises(WrongSignIn):
        sign_in("canbo.bimat", "sai rồi nhé")
    held = repr(list(Attempts.objects.values_list()))
    assert "bimat" not in held
    assert "203.0.113.9" not in held


@pytest.mark.asvs("7.4.1")
def test_signing_out_ends_this_session_only(resident: int) -> None:
    here, there = sign_in(), sign_in()
    commands.sign_out(here.actor, token=here.token)
    commands.sign_out(here.actor, token=here.token)
    assert actor_by_token(here.token) is None
    assert actor_by_token(there.token) is not None
    acts = [line.act for line in lines_about("account", pseudonym(resident))]
    assert acts.count("identity.sign_out") == 1


@pytest.mark.asvs("7.5.2")
def test_ones_own_sessions_are_listed_and_revoked_and_nobody_elses(resident: int, staff: Staffer) -> None:
    here, there = sign_in(), sign_in()
    views = queries.sessions_of(here.actor, here.token)
    assert [view.is_this for view in views].count(True) == 1
    other = next(view for view in views if not view.is_this)
    stranger = staff("canbo", "so-xd", "officer")
    with pytest.raises(UnknownAccount):
        commands.revoke_session(stranger, session_id=other.id)
    commands.revoke_session(here.actor, session_id=other.id)
    assert actor_by_token(there.token) is None
    with pytest.raises(SignInFirst):
        queries.sessions_of(VISITOR)


@pytest.mark.asvs("6.2.2", "7.4.3")
def test_a_new_password_ends_the_other_sessions(resident: int) -> None:
    here, there = sign_in(), sign_in()
    with pytest.raises(WrongSignIn):
        commands.change_password(here.actor, old="sai rồi nhé", new="Một mật khẩu mới", token=here.token)
    with pytest.raises(AccountIncomplete):
        commands.change_password(here.actor, old=PASSWORD, new=PASSWORD, token=here.token)
    commands.change_password(here.actor, old=PASSWORD, new="Một mật khẩu mới", token=here.token)
    assert actor_by_token(here.token) is not None
    assert actor_by_token(there.token) is None
    assert sign_in(password="Một mật khẩu mới").actor.account_id == resident


def test_old_sessions_are_dropped_and_living_ones_stay(resident: int) -> None:
    with clock.frozen(NOW):
        sign_in()
    with clock.frozen(NOW + timedelta(days=3)):
        living = sign_in()
        assert commands.drop_old_sessions() == 1
        assert actor_by_token(living.token) is not None


def test_a_broken_stored_hash_signs_nobody_in(resident: int) -> None:
    Credential.objects.update(secret="not a hash")
    with pytest.raises(WrongSignIn):
        sign_in()


@pytest.mark.asvs("15.2.2")
def test_the_gate_lets_some_wait_and_turns_the_rest_away() -> None:
    gate = passwords.Gate(slots=1, queue_most=1)
    inside, leave = threading.Event(), threading.Event()
    done: list[str] = []

    def work(name: str) -> None:
        with gate.passed():
            inside.set()
            leave.wait(5)
            done.append(name)

    first = threading.Thread(target=work, args=("first",))
    first.start()
    assert inside.wait(5)
    second = threading.Thread(target=work, args=("second",))
    second.start()
    while gate._room:
        threading.Event().wait(0.01)
    with pytest.raises(TooOften), gate.passed():
        pytest.fail("a third one passed")
    leave.set()
    first.join(5)
    second.join(5)
    assert sorted(done) == ["first", "second"]
    with gate.passed():
        pass


def test_places_to_hash_are_shared_by_all_processes(tmp_path: Path) -> None:
    """Locked files stand for places: another process, here another opening of the same files, finds them taken."""
    here, there = (passwords.SharedSlots(2, lambda: tmp_path / "hashing") for _ in range(2))
    with here.held(), there.held():
        assert here._free() is None
        assert there._free() is None
    place = here._free()
    assert place is not None
    os.close(place)


@pytest.mark.asvs("6.2.8", "6.2.9")
def test_a_password_is_taken_as_it_was_typed_however_long(province: None) -> None:
    long = " Mật khẩu Dài " + "é𝕏 " * 38
    assert len(long) == 128
    commands.register_resident(VISITOR, name="Hoa", phone="0905000001", password=long)
    for other in (long.strip(), long.lower(), long[:72], long[:64], long.replace("é", "e\u0301")):
        with pytest.raises(WrongSignIn):
            commands.sign_in(VISITOR, login="0905000001", password=other)
    assert commands.sign_in(VISITOR, login="0905000001", password=long).token
