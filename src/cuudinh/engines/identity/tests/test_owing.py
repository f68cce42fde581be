"""A second factor that seats ask for by the pack: led to at signing in, refused without after the days of grace."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyotp
import pytest
from django.test import Client

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.models import Session
from cuudinh.engines.identity.sessions import COOKIE, actor_by_token
from cuudinh.engines.identity.shapes_sign_in import SecondFactorShape, SignInShape
from cuudinh.engines.identity.sign_in_checks import check
from cuudinh.engines.identity.tests.conftest import PASSWORD, Staffer
from cuudinh.engines.identity.tests.test_factors import secret_of
from cuudinh.engines.identity.tests.worlds import small_world
from cuudinh.engines.identity.types import Facts
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.kernel.refusal import FactorOwed, StepUpNeeded

pytestmark = pytest.mark.django_db

IN_GRACE = datetime(2026, 11, 23, 2, tzinfo=UTC)
LAST_DAY = datetime(2026, 11, 30, 2, tzinfo=UTC)
AFTER = datetime(2026, 12, 1, 2, tzinfo=UTC)


def rules(**changes: Any) -> SignInShape:
    """Give rules by which administrators have a second factor from November on, with 30 days of grace."""
    dated = {"since": "2026-01-01", "source": "Thử"}
    asked = {"roles": ["administrator"], "since": "2026-11-01", "grace_days": 30, "source": "Quyết định 1"}
    values = {
        "fresh_minutes": [{**dated, "value": 10}],
        "password_is_enough": [{**dated, "value": True}],
        "second_factor": [asked],
    }
    return SignInShape.model_validate(values | changes)


def in_force(shape: SignInShape) -> None:
    """Put rules in force."""
    world = small_world(extra=[("organisation/sign_in.yaml", shape)])
    assert list(check(world)) == []
    commands.apply_provisions(world)


def enter(login: str = "quantri") -> str:
    return commands.sign_in(VISITOR, login=login, password=PASSWORD).token


def actor_of(token: str) -> Actor:
    found = actor_by_token(token)
    assert found is not None
    return found


def test_seats_open_nothing_after_the_grace_until_a_factor_is_there(staff: Staffer) -> None:
    staff("quantri", "ubnd", "administrator")
    staff("canbo", "so-xd", "officer")
    in_force(rules())
    with clock.frozen(LAST_DAY):
        token, of_officer = enter(), enter("canbo")
        owed = queries.factor_owed(actor_of(token))
        assert (owed and owed.until, owed and owed.is_over) == (date(2026, 11, 30), False)
        assert queries.permit(actor_of(token), "account.open", Facts())
        Session.objects.update(idle_until=AFTER + timedelta(days=1), ends_at=AFTER + timedelta(days=1))
    with clock.frozen(AFTER):
        asked = actor_of(token)
        assert (asked.owes_factor, asked.seats) == (True, ())
        assert not queries.can(asked, "account.open", Facts()).allowed
        assert actor_of(of_officer).has_role("officer")
        key = commands.sign_in(VISITOR, login="quantri", password=PASSWORD, is_key=True).token
        assert actor_of(key).owes_factor
        commands.confirm_by_password(asked, token=token, password=PASSWORD)
        commands.begin_authenticator(actor_of(token))
        code = pyotp.TOTP(secret_of(asked)).at(AFTER)
        commands.confirm_authenticator(actor_of(token), code=code, token=token)
        assert actor_of(token).has_role("administrator")
        assert queries.factor_owed(actor_of(token)) is None


def test_whoever_is_appointed_later_has_the_same_days_of_grace(staff: Staffer) -> None:
    staff("quantri", "ubnd", "administrator", since=date(2026, 12, 1))
    in_force(rules())
    with clock.frozen(AFTER):
        owed = queries.factor_owed(actor_of(enter()))
    assert owed is not None
    assert (owed.until, owed.role, owed.source) == (date(2026, 12, 30), "Administrator", "Quyết định 1")


def test_the_pack_says_how_long_a_proof_is_fresh_and_whether_a_password_is_enough(staff: Staffer) -> None:
    staff("quantri", "ubnd", "administrator")
    dated = {"since": "2026-01-01", "source": "Thử"}
    in_force(rules(fresh_minutes=[{**dated, "value": 3}]))
    with clock.frozen(IN_GRACE):
        token = enter()
    with clock.frozen(IN_GRACE + timedelta(minutes=2)):
        commands.require_strong(actor_of(token))
    with clock.frozen(IN_GRACE + timedelta(minutes=3)), pytest.raises(StepUpNeeded):
        commands.require_strong(actor_of(token))
    in_force(rules(password_is_enough=[{**dated, "value": False}]))
    with clock.frozen(IN_GRACE):
        with pytest.raises(FactorOwed):
            commands.require_strong(actor_of(token))
        with pytest.raises(FactorOwed):
            queries.permit(actor_of(token), "account.open", Facts())
        # What sets a factor up asks for no more than there is.
        commands.begin_authenticator(actor_of(token))


def test_rules_that_mean_nothing_are_found_when_the_pack_is_checked() -> None:
    long, unknown = [{"since": "2026-01-01", "value": 61, "source": "Thử"}], rules().second_factor[0]
    asked = SecondFactorShape(**{**unknown.model_dump(), "roles": ["nobody"]})
    wrong = rules(fresh_minutes=long, second_factor=[asked.model_dump()])
    faults = list(check(small_world(extra=[("organisation/sign_in.yaml", wrong)])))
    assert len(faults) == 2


# On pages.


def test_signing_in_leads_past_the_page_that_says_what_to_set_up(client: Client, staff: Staffer) -> None:
    staff("quantri", "ubnd", "administrator")
    in_force(rules())
    form = {"ten": "quantri", "mat_khau": PASSWORD, "tiep": "/thu/lam-viec"}
    with clock.frozen(IN_GRACE):
        led = client.post("/dang-nhap", form)
        assert led["Location"] == "/tai-khoan/buoc-hai?tiep=%2Fthu%2Flam-viec"
        shown = client.get(led["Location"]).content.decode()
        assert "đến hết ngày 30/11/2026" in shown
        assert 'href="/thu/lam-viec"' in shown


def test_the_office_face_is_shut_after_the_grace_but_for_that_page_and_the_way_out(
    client: Client, staff: Staffer
) -> None:
    staff("quantri", "ubnd", "administrator")
    in_force(rules())
    with clock.frozen(AFTER):
        client.cookies[COOKIE] = enter()
        led = client.get("/lam-viec/to-chuc?ngay=2026-11-01")
        assert led.status_code == 303
        assert led["Location"] == "/tai-khoan/buoc-hai?tiep=%2Flam-viec%2Fto-chuc%3Fngay%3D2026-11-01"
        shown = client.get(led["Location"]).content.decode()
        assert "Thời gian thiết lập đã hết ngày 30/11/2026" in shown
        assert "Để sau" not in shown
        refused = client.post("/lam-viec/ung-dung", {"ten": "Trường học"})
        assert refused.status_code == 403
        assert 'href="/tai-khoan/buoc-hai"' in refused.content.decode()
        told = client.get("/lam-viec/to-chuc", headers={"Accept": "application/json"})
        assert (told.status_code, told.json()["code"]) == (403, "factor-owed")
        assert client.get("/tai-khoan").status_code == 200
        assert client.post("/dang-xuat").status_code == 303
