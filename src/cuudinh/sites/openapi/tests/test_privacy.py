"""Who reported is in no answer of any address for programs, whoever asks and however far the case has come."""

from collections.abc import Iterator

import pytest
from django.test import Client
from tests.desks import NAME, Town, token_of, tracking_code

from cuudinh.kernel.actor import Actor
from cuudinh.sites.openapi.endpoints import BASE, all_endpoints
from cuudinh.sites.openapi.tests.programs import with_key
from cuudinh.web import limits
from cuudinh.web.routes import all_routes

# A number and words that stand nowhere else, so that finding them means that they were given away.
ACCOUNT = 987_654_321
PHONE = "0905777888"
EXACT = {"lat": 16.46051234, "lon": 107.58056789, "label": "Trước số 12"}
STEPS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("dispatcher", "assign", {}),
    ("an.officer", "accept", {}),
    ("an.officer", "resolve", {"photos": 1, "answer": "Đã vá mặt đường."}),
    ("dispatcher", "approve", {}),
)
CALLERS = ("", "an.officer", "an.head", "dispatcher", "leader")


def addresses(number: str, receipt: str) -> Iterator[str]:
    """Give every address for programs that reads, its parts filled with those of a case."""
    parts = {"number": number, "token": number, "code": receipt, "service": "street"}
    for found in all_endpoints():
        if found.method == "GET":
            yield f"/{BASE}{found.template}".format_map(parts)
    for served in all_routes():
        if served.name.startswith("open311:"):
            template = "/" + served.address.replace("<str:", "{").replace(">", "}")
            code = "o-ga" if served.name == "open311:definition" else receipt
            for extension in ("json", "xml"):
                filled = template.format_map({**parts, "code": code, "extension": extension})
                yield f"{filled}?service_request_id={number}"


def answers(program: Client, number: str, receipt: str) -> Iterator[tuple[str, str, str]]:
    """Give (who asked, address, text) of every address, asked by everybody who may have a key."""
    for login in CALLERS:
        headers = with_key(token_of(login)) if login else {}
        limits.forget_all()
        for address in addresses(number, receipt):
            yield login, address, program.get(address, headers=headers).content.decode()


@pytest.fixture
def filed(town: Town) -> str:
    """A report by somebody whose account, name, telephone number and place stand nowhere else."""
    secret = Actor("resident", ACCOUNT, name=NAME, assurance=1)
    whole = Town({**town.people, "secret": secret})
    return whole.file(
        by="secret", location=EXACT, description=f"Ổ gà lớn, xe dễ ngã. Gọi {PHONE} để hỏi thêm."
    )


@pytest.mark.parametrize("steps", range(len(STEPS) + 1))
@pytest.mark.asvs("8.2.3", "15.3.1")
def test_no_address_tells_anybody_who_reported(town: Town, program: Client, filed: str, steps: int) -> None:
    for by, verb, inputs in STEPS[:steps]:
        town.act(by, filed, verb, **inputs)  # type: ignore[arg-type]
    receipt = town.case(filed).parties.get().receipt
    shown = 0
    for login, address, text in answers(program, filed, receipt):
        for secret in (NAME, str(ACCOUNT), PHONE, PHONE[1:], tracking_code(filed)):
            assert secret not in text, f"{login or 'a visitor'} reads {secret} at {address}"
        if not login:
            assert str(EXACT["lat"]) not in text, f"{address} shows the exact place"
        shown += filed in text
    assert shown > len(CALLERS), "the case was shown nowhere, so nothing was tested"
