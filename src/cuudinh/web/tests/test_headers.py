"""What every answer carries, whatever it is: a page, a part, a problem, a refusal of a stranger."""

from typing import Any

import pytest
from django.test import Client

ANSWERS = ("/mau", "/giao-dien.css", "/khoe", "/khong-co-dau", "/mau/dia-ban.json")

pytestmark = pytest.mark.django_db


@pytest.mark.asvs("3.2.1", "3.4.3", "3.4.4", "3.4.5", "3.4.6", "14.2.3")
@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_says_what_a_browser_may_do_with_it(client: Client, address: str) -> None:
    held = client.get(address).headers
    assert held["X-Content-Type-Options"] == "nosniff"
    assert held["Referrer-Policy"] == "same-origin"
    assert held["Cross-Origin-Opener-Policy"] == held["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "microphone=()" in held["Permissions-Policy"]
    policy = held["Content-Security-Policy"]
    for part in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    # Nothing is fetched from, or sent to, another host.
    named = {word for part in policy.split(";") for word in part.split()[1:]}
    own = {word for word in named if word.startswith("http://testserver:")}
    assert named - own == {"'none'", "'self'", "data:", "blob:"}


@pytest.mark.asvs("3.4.1")
def test_under_https_browsers_are_told_to_stay_there_for_a_year(client: Client, settings: Any) -> None:
    assert "Strict-Transport-Security" not in client.get("/mau").headers
    settings.CUUDINH_HTTPS = True
    told = client.get("/mau").headers["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains"


@pytest.mark.asvs("3.4.2")
@pytest.mark.parametrize("address", ANSWERS)
def test_no_other_origin_may_read_an_answer(client: Client, address: str) -> None:
    answer = client.get(address, headers={"Origin": "https://elsewhere.example"})
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


@pytest.mark.asvs("4.1.1")
@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_says_what_it_is(client: Client, address: str) -> None:
    kind = client.get(address).headers["Content-Type"]
    assert kind.startswith("application/") or "charset=utf-8" in kind


@pytest.mark.asvs("13.4.4")
def test_a_request_is_not_given_back(client: Client) -> None:
    assert client.trace("/mau").status_code == 405


def test_who_finds_a_weakness_learns_to_whom_to_tell_it(client: Client, settings: Any) -> None:
    address = "/.well-known/security.txt"
    assert client.get(address).status_code == 404
    settings.CUUDINH_SECURITY_CONTACT = "mailto:an-toan@tinh.example, https://tinh.example/bao-loi"
    told = client.get(address).content.decode()
    assert "Contact: mailto:an-toan@tinh.example\nContact: https://tinh.example/bao-loi\nExpires: " in told
