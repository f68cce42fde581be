"""People without an account file what anybody may, on one page, and track it by its code; floods are turned away."""

import re

import pytest
from django.test import Client

from cuudinh.engines.cases.models import Case, Party, SealedAnswers
from cuudinh.kernel import clock
from cuudinh.kernel.actor import system
from cuudinh.project import packing
from cuudinh.web import limits
from cuudinh.web.limits import Limit
from cuudinh.web.routes import url
from tests.dossiers.hall import at

SOS, TOURIST = "cuu-ho-khan-cap-sos", "phan-anh-du-lich"
ASKED = {
    "place.unit": "05443-2025-07",
    "kind": "lu",
    "people": "4",
    "phone": "0905 123 456",
    "text": "Nước lên mái bếp.",
}


@pytest.fixture
def visitor(db: None) -> Client:
    """A browser of somebody nobody knows, in a province with both services."""
    limits.forget_all()
    with clock.frozen(at("2026-12-01 08:00")):
        packing.apply_pack(system("tests"), "thai-nguyen")
    return Client()


def test_a_call_for_help_is_sent_without_an_account_and_tracked_by_its_code(visitor: Client) -> None:
    address = url("portal:visitor_form", service=SOS)
    assert address in visitor.get(url("portal:service", service=SOS)).content.decode()
    assert "Không cần tài khoản" in visitor.get(address).content.decode()
    wrong = visitor.post(address, {**ASKED, "phone": "12"})
    assert wrong.status_code == 422
    assert "Nước lên mái bếp." in wrong.content.decode()
    assert not Case.objects.exists()
    sent = visitor.post(address, ASKED)
    assert sent.status_code == 201
    assert sent.headers["Cache-Control"] == "private, no-store"
    case = Case.objects.get()
    assert Party.objects.get(case=case).account_id is None
    assert b"905123456" not in bytes(SealedAnswers.objects.get(case=case).sealed)
    code = re.findall(r'name="ma" value="([^"]+)"', sent.content.decode())[0]
    assert case.number in visitor.post(url("portal:track"), {"so": case.number, "ma": code}).content.decode()
    refused = visitor.post(url("portal:track"), {"so": case.number, "ma": "0000-0000"})
    assert refused.status_code == 422


def test_who_sends_too_often_waits_and_what_needs_an_account_has_no_such_page(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.LIMITS, "report", Limit(burst=2, every_seconds=1000))
    address = url("portal:visitor_form", service=SOS)
    answers = [visitor.post(address, ASKED) for _ in range(3)]
    assert [one.status_code for one in answers] == [201, 201, 429]
    assert Case.objects.count() == 2
    for service in ("dang-ky-khai-sinh", "nothing-such"):
        assert visitor.get(url("portal:visitor_form", service=service)).status_code == 404
