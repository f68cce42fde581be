"""Passkeys: made and used by their owner, here and now; whatever else a device says is refused and signs nobody in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.freshness import FRESH_FOR
from cuudinh.engines.identity.models import Passkey, Session, SpentProof
from cuudinh.engines.identity.passkeys import Site
from cuudinh.engines.identity.sessions import COOKIE, actor_by_token
from cuudinh.engines.identity.tests.conftest import CONSOLE, PASSWORD, Staffer
from cuudinh.engines.identity.tests.devices import Device
from cuudinh.engines.identity.types import FactorNotThere, PasskeyRefused, SecondFactorNeeded, SignedIn
from cuudinh.journal.audit import lines_about, pseudonym
from cuudinh.journal.models import OutboxEvent
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.kernel.refusal import StepUpNeeded

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
HERE = Site("tinh.example", "https://dichvu.tinh.example", "Tỉnh thử")


def actor_of(token: str) -> Actor:
    found = actor_by_token(token)
    assert found is not None
    return found


def token_of(login: str) -> str:
    return commands.sign_in(VISITOR, login=login, password=PASSWORD).token


def register(token: str, device: Device, **lies: Any) -> None:
    terms = commands.registration_terms(actor_of(token), site=HERE)
    answer = device.made(terms, HERE, **lies)
    commands.register_passkey(actor_of(token), site=HERE, answer=answer, name="Máy cơ quan", token=token)


def enter(device: Device, site: Site = HERE, **lies: Any) -> SignedIn:
    terms = commands.sign_in_terms(site=HERE)
    return commands.sign_in_by_passkey(VISITOR, site=site, answer=device.signed(terms, HERE, **lies))


@pytest.fixture
def token(staff: Staffer) -> str:
    staff("canbo", "so-xd", "officer")
    staff("khac", "so-xd", "officer")
    return token_of("canbo")


@pytest.fixture
def device(token: str) -> Device:
    found = Device()
    register(token, found)
    return found


def test_a_key_signs_its_owner_in_by_itself_with_two_factors(token: str, device: Device) -> None:
    signed_in = enter(device)
    assert signed_in.actor.account_id == actor_of(token).account_id
    assert (signed_in.actor.strength, commands.is_strong(signed_in.actor)) == (2, True)
    assert Session.objects.latest("id").method == "passkey"
    assert enter(device).actor.is_signed_in
    with pytest.raises(SecondFactorNeeded):
        token_of("canbo")


def test_several_keys_have_names_and_each_is_taken_away_alone(token: str, device: Device) -> None:
    second = Device()
    register(token, second)
    elsewhere = enter(device).token
    first, other = queries.factors_of(actor_of(token)).passkeys
    assert (first.name, other.used_at) == ("Máy cơ quan", None)
    with pytest.raises(FactorNotThere):
        commands.remove_passkey(actor_of(token_of("khac")), passkey_id=first.id, token="")
    commands.remove_passkey(actor_of(token), passkey_id=first.id, token=token)
    assert actor_by_token(elsewhere) is None
    assert enter(second).actor.is_signed_in
    with pytest.raises(PasskeyRefused):
        enter(device)


def test_an_answer_is_taken_once(device: Device) -> None:
    terms = commands.sign_in_terms(site=HERE)
    answer = device.signed(terms, HERE)
    commands.sign_in_by_passkey(VISITOR, site=HERE, answer=answer)
    Passkey.objects.update(counter=0)
    with pytest.raises(PasskeyRefused):
        commands.sign_in_by_passkey(VISITOR, site=HERE, answer=answer)
    Passkey.objects.update(counter=0)
    with pytest.raises(PasskeyRefused):
        commands.sign_in_by_passkey(VISITOR, site=HERE, answer=device.signed(terms, HERE))
    assert SpentProof.objects.count() == 2


@pytest.mark.parametrize(
    "lies",
    [
        {"client": {"origin": "https://dichvu.tinh-example.evil"}},
        {"client": {"type": "webauthn.create"}},
        {"client": {"challenge": "AAAA"}},
        {"client": {"challenge": "A" * 75}},
        {"rp_id": "evil.example"},
        {"handle": b"x" * 32},
        {"handle": b""},
    ],
)
def test_what_was_not_asked_here_is_refused(device: Device, lies: dict[str, Any]) -> None:
    before = Session.objects.count()
    with pytest.raises(PasskeyRefused):
        enter(device, **lies)
    assert Session.objects.count() == before


@pytest.mark.parametrize("answer", ["", "[]", "{}", '{"id": 1, "response": {}}', "x" * 30_000, '{"id": "é"}'])
def test_what_is_no_answer_is_refused(device: Device, answer: str) -> None:
    with pytest.raises(PasskeyRefused):
        commands.sign_in_by_passkey(VISITOR, site=HERE, answer=answer)


def test_a_key_is_good_at_its_own_host_only(device: Device) -> None:
    with pytest.raises(PasskeyRefused):
        enter(device, site=Site("khac.example", HERE.origin, ""))


def test_another_key_cannot_pass_for_one_that_is_known(device: Device) -> None:
    stranger = Device(credential=device.credential, handle=device.handle)
    with pytest.raises(PasskeyRefused):
        enter(stranger)


def test_a_device_that_did_not_see_its_owner_is_refused(token: str, device: Device) -> None:
    device.verifies = False
    with pytest.raises(PasskeyRefused):
        enter(device)
    with pytest.raises(PasskeyRefused):
        register(token, Device(verifies=False))


def test_a_copied_key_is_refused_and_its_owner_told(token: str, device: Device) -> None:
    for _ in range(3):
        enter(device)
    copy = Device(device.private, device.credential, device.handle, counter=1)
    with pytest.raises(PasskeyRefused):
        enter(copy)
    account = actor_of(token).account_id or 0
    assert "identity.passkey_copied" in [one.act for one in lines_about("account", pseudonym(account))]
    assert OutboxEvent.objects.filter(name="SignInChanged", body__contains="passkey-copied").exists()


def test_keys_that_do_not_count_go_on(token: str) -> None:
    device = Device()
    register(token, device)
    for _ in range(2):
        device.counter = -1
        assert enter(device).actor.is_signed_in


def test_a_question_is_over_after_some_minutes(device: Device) -> None:
    with clock.frozen(NOW):
        terms = commands.sign_in_terms(site=HERE)
    with clock.frozen(NOW + timedelta(minutes=6)), pytest.raises(PasskeyRefused):
        commands.sign_in_by_passkey(VISITOR, site=HERE, answer=device.signed(terms, HERE))


def test_a_locked_account_is_not_let_in(token: str, device: Device) -> None:
    commands.set_active(CONSOLE, account_id=actor_of(token).account_id or 0, is_active=False)
    with pytest.raises(PasskeyRefused):
        enter(device)


def test_a_question_to_one_is_not_answered_by_another(token: str, device: Device) -> None:
    other = token_of("khac")
    own = Device()
    register(other, own)
    for asked, by in ((token, own), (other, device)):
        terms = commands.confirm_terms(actor_of(asked), site=HERE)
        with pytest.raises(PasskeyRefused):
            commands.confirm_by_passkey(
                actor_of(asked), site=HERE, answer=by.signed(terms, HERE), token=asked
            )
    terms = commands.confirm_terms(actor_of(other), site=HERE)
    with pytest.raises(PasskeyRefused):
        commands.confirm_by_passkey(
            actor_of(token), site=HERE, answer=device.signed(terms, HERE), token=token
        )
    terms = commands.sign_in_terms(site=HERE)
    with pytest.raises(PasskeyRefused):
        commands.confirm_by_passkey(
            actor_of(token), site=HERE, answer=device.signed(terms, HERE), token=token
        )


def test_a_key_made_for_one_account_is_kept_for_no_other(token: str, device: Device) -> None:
    other = token_of("khac")
    terms = commands.registration_terms(actor_of(token), site=HERE)
    answer = Device().made(terms, HERE)
    with pytest.raises(PasskeyRefused):
        commands.register_passkey(actor_of(other), site=HERE, answer=answer, name="", token=other)
    with pytest.raises(PasskeyRefused):
        register(other, device)


def test_a_key_proves_its_owner_again(staff: Staffer) -> None:
    staff("trucban", "ioc", "dispatcher")
    device = Device()
    with clock.frozen(NOW):
        token = token_of("trucban")
        register(token, device)
    with clock.frozen(NOW + FRESH_FOR):
        with pytest.raises(StepUpNeeded):
            commands.registration_terms(actor_of(token), site=HERE)
        terms = commands.confirm_terms(actor_of(token), site=HERE)
        answer = device.signed(terms, HERE)
        commands.confirm_by_passkey(actor_of(token), site=HERE, answer=answer, token=token)
        assert commands.is_strong(actor_of(token))


def test_pages_ask_by_the_name_of_the_host(client: Client, token: str, device: Device, settings: Any) -> None:
    settings.ALLOWED_HOSTS = [".tinh.example", "127.0.0.1"]
    there: dict[str, Any] = {"headers": {"Host": "dichvu.tinh.example"}, "secure": True}
    assert client.get("/dang-nhap/khoa/cau-hoi", headers={"Host": "127.0.0.1"}).status_code == 422
    assert "data-passkey" not in client.get("/dang-nhap", headers={"Host": "127.0.0.1"}).content.decode()
    assert "data-passkey" in client.get("/dang-nhap", **there).content.decode()
    terms = client.get("/dang-nhap/khoa/cau-hoi", **there)
    assert (terms.json()["rpId"], terms["Cache-Control"]) == ("tinh.example", "private, no-store")
    form = {"dap": device.signed(terms.content.decode(), HERE), "tiep": "/tai-khoan"}
    let_in = client.post("/dang-nhap/khoa", form, **there)
    assert (let_in.status_code, let_in["Location"]) == (303, "/tai-khoan")
    assert actor_of(let_in.cookies[COOKIE].value).strength == 2
    again = client.post("/dang-nhap/khoa", form, **there)
    assert again["Location"] == "/dang-nhap?tiep=%2Ftai-khoan"
