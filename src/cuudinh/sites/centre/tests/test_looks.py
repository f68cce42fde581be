"""The page of looks: when, who, which case and why, for auditors and supervisors."""

from datetime import date

import pytest
from tests.desks import PASSWORD, Town, browser_of

from cuudinh.engines.cases import commands
from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity.queries.looks import LOOKS_PAGE
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.kernel.actor import system

PAGE = "/trung-tam/nhat-ky"
REASON = "Gọi lại để hỏi vị trí chính xác"


def _auditor() -> None:
    seat = NewSeat("ioc", "auditor", date(2026, 1, 1))
    asked = NewAccount("staff", "Người kiểm tra", PASSWORD, login="auditor", seats=(seat,))
    identity.open_accounts(system("tests"), [asked])


def test_an_auditor_reads_who_looked_and_why_and_comes_there_from_the_navigation(town: Town) -> None:
    number = town.file()
    commands.reveal_reporter(town["dispatcher"], number=number, reason=REASON)
    _auditor()
    auditor = browser_of("auditor")
    assert auditor.get("/trung-tam")["Location"] == PAGE
    text = auditor.get(PAGE).content.decode()
    for part in (number, "Cán bộ dispatcher", REASON, "23/11/2026 08:00", f'href="{PAGE}"'):
        assert part in text
    assert f'href="/lam-viec/ho-so/{number}"' not in text
    assert f'href="/lam-viec/ho-so/{number}"' in browser_of("supervisor").get(PAGE).content.decode()


def test_it_is_told_in_english_too(town: Town) -> None:
    browser = browser_of("supervisor")
    browser.cookies["cd_lang"] = "en"
    assert "Nobody has looked yet" in browser.get(PAGE).content.decode()
    commands.reveal_reporter(town["dispatcher"], number=town.file(), reason=REASON)
    text = browser.get(PAGE).content.decode()
    assert "<h1>Who saw an identity</h1>" in text
    assert "Who looked" in text


def test_more_looks_come_with_the_next_page(town: Town) -> None:
    first, second = "PA-1", "PA-2"
    for number in (first, *[second] * LOOKS_PAGE):
        identity.break_glass(town["dispatcher"], ("case", number), REASON)
    supervisor = browser_of("supervisor")
    text = supervisor.get(PAGE).content.decode()
    address = text.partition('rel="next" hx-get="')[2].partition('"')[0]
    assert (second in text, first in text) == (True, False)
    more = supervisor.get(address, headers={"HX-Request": "true"}).content.decode()
    assert more.lstrip().startswith("<tr>")
    assert (second in more, first in more) == (False, True)


@pytest.mark.parametrize("name", ["dispatcher", "leader", "an.head", "an.officer"])
def test_nobody_else_is_let_in_or_shown_the_way(town: Town, name: str) -> None:
    browser = browser_of(name)
    assert browser.get(PAGE).status_code == 403
    assert f'href="{PAGE}"' not in browser.get("/trung-tam/goi").content.decode()
