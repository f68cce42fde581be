"""The pages of a conversion: the figure for leaders; runs, batches and reviews for the team."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.conversions import run_of_the_article
from tests.desks import PASSWORD, Town, browser_of

from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity.commands.matching import settle
from cuudinh.engines.identity.ports import PopulationAnswer, ProvedPerson
from cuudinh.engines.identity.types import NewAccount, NewSeat, Stated
from cuudinh.engines.messages import queries as messages
from cuudinh.journal import clerk
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor, system

HOME = "/lam-viec/chuyen-doi"
WHY = "Đã đối chiếu giấy tờ tại quầy"
CONSOLE = system("tests")
RESIDENTS = 150


def _answer(n: int) -> PopulationAnswer:
    return PopulationAnswer(f"04619000{n:04d}", "known", f"subject-{n}", 2, f"+8490590{n:04d}")


@pytest.fixture
def team(town: Town) -> Client:
    """A browser of one of two administrators; of many more residents two state one number, and 49 are known."""
    seat = NewSeat("ioc", "administrator", date(2026, 1, 1))
    identity.open_accounts(
        CONSOLE,
        [NewAccount("staff", f"Quản Trị {n}", PASSWORD, login=f"quantri{n}", seats=(seat,)) for n in (1, 2)],
    )
    opened = identity.open_accounts(
        CONSOLE,
        [NewAccount("resident", f"Người {n}", PASSWORD, phone=f"090590{n:04d}") for n in range(RESIDENTS)],
    )
    stated = (Stated(account, f"04619000{max(n, 1):04d}") for n, account in enumerate(opened))
    identity.state_numbers(CONSOLE, stated)
    identity.take_answers(CONSOLE, [_answer(n) for n in range(2, 51)])
    return browser_of("quantri1")


def _begin(team: Client, **sent: str) -> int:
    answer = team.post(f"{HOME}/bat-dau", {"scenario": "vneid", **sent})
    assert answer.status_code == 303, answer.content.decode()
    clerk.run_until_idle()
    return int(answer["Location"].rsplit("/", 1)[1])


def _text(browser: Client, address: str) -> str:
    return browser.get(f"{HOME}{address}").content.decode()


def test_the_team_tries_carries_out_and_undoes_and_the_leader_reads_the_figure(
    team: Client, town: Town
) -> None:
    leader = browser_of("leader")
    assert "Chưa có đợt chuyển đổi nào" in _text(leader, "")
    refused = team.post(f"{HOME}/bat-dau", {"scenario": "vneid", "mode": "live"})
    assert (refused.status_code, "Cần chạy thử xong" in refused.content.decode()) == (409, True)
    dry = _begin(team, mode="dry")
    assert "chưa tài khoản nào thay đổi" in _text(team, f"/dot/{dry}")
    live = _begin(team, mode="live", dry_run=str(dry))
    text = _text(leader, "")
    for part in ("49/164 = <strong>29,88%</strong>", "29,88%", "Mọi tài khoản cá nhân", "23/11/2026"):
        assert part in text, part
    assert "Hoàn tác lô 1" in _text(team, f"/dot/{live}")
    act = f"{HOME}/dot/{live}/lam"
    assert team.post(act, {"batch": "1", "reason": "ngắn"}).status_code == 422
    assert team.post(act, {"batch": "1", "reason": WHY}).status_code == 303
    assert "0/164 = <strong>0%</strong>" in _text(leader, "")


def test_the_page_prints_the_figure_of_the_article_in_both_languages_and_maps_its_units(town: Town) -> None:
    run_of_the_article()
    leader = browser_of("leader")
    text = _text(leader, "")
    assert "229.991/944.620 = <strong>24,35%</strong>" in text
    assert [one in text for one in ("data-share-map", 'data-of="a-2025"', "53,14%", "16,67%")] == [True] * 4
    leader.cookies["cd_lang"] = "en"
    assert "229,991/944,620 = <strong>24.35%</strong>" in _text(leader, "")


def test_two_people_decide_a_review(team: Client) -> None:
    dry = _begin(team, mode="dry")
    _begin(team, mode="live", dry_run=str(dry))
    address = _text(team, "/ra-soat").partition(f'href="{HOME}/ra-soat/')[2].partition('"')[0]
    text = _text(team, f"/ra-soat/{address}")
    kept = text.partition('name="kept" value="')[2].partition('"')[0]
    assert "••• 0001" in text
    asked = f"{HOME}/ra-soat/{address}/lam"
    assert team.post(asked, {"act": "merge", "kept": kept, "reason": WHY}).status_code == 303
    own = team.post(asked, {"act": "approve"})
    assert (own.status_code, "không được tự duyệt" in own.content.decode()) == (403, True)
    other = browser_of("quantri2")
    assert "Quản Trị 1 đề xuất" in _text(other, f"/ra-soat/{address}")
    assert other.post(asked, {"act": "approve"}).status_code == 303
    assert "đã gộp" in _text(other, f"/ra-soat/{address}")
    merge = _text(other, f"/ra-soat/{address}").partition('name="merge" value="')[2].partition('"')[0]
    assert other.post(asked, {"act": "undo", "merge": merge, "reason": WHY}).status_code == 303
    assert "đã gộp" not in _text(other, f"/ra-soat/{address}")


def test_two_people_decide_whose_account_somebody_at_the_door_of_vneid_is(team: Client) -> None:
    found = ProvedPerson(subject="s-1", level=2, name="Người 1", id_number="046190000001", evidence="acr=2")
    assert settle(VISITOR, found).kind == "review"
    (part,) = set(re.findall(r"/ra-soat/vneid/\d+", _text(team, "/ra-soat")))
    text = _text(team, part)
    assert "Nhiều tài khoản khai số định danh mà VNeID vừa xác nhận." in text
    kept = text.partition('name="kept" value="')[2].partition('"')[0]
    asked = f"{HOME}{part}/lam"
    assert team.post(asked, {"act": "merge", "kept": kept, "reason": "ngắn"}).status_code == 422
    assert team.post(asked, {"act": "merge", "kept": kept, "reason": WHY}).status_code == 303
    own = team.post(asked, {"act": "approve"})
    assert (own.status_code, "không được tự duyệt" in own.content.decode()) == (403, True)
    other = browser_of("quantri2")
    assert "Quản Trị 1 đề xuất: gộp vào tài khoản được giữ." in _text(other, part)
    assert other.post(asked, {"act": "approve"}).status_code == 303
    settled = settle(VISITOR, found)
    assert settled.account is not None
    assert (settled.kind, settled.account.pk) == ("convert", int(kept))
    clerk.run_until_idle()
    told = messages.inbox(Actor("resident", int(kept), assurance=2))
    assert "Đã gộp tài khoản của bạn" in str(told)
    merge = _text(other, part).partition('name="merge" value="')[2].partition('"')[0]
    assert other.post(asked, {"act": "undo", "merge": merge, "reason": WHY}).status_code == 303
    assert other.post(asked, {"act": "reopen", "reason": WHY}).status_code == 303
    assert "Đề xuất gộp" in _text(team, part)


def test_what_gives_power_over_accounts_asks_who_is_there_and_goes_on(team: Client) -> None:
    asked = {"scenario": "vneid", "mode": "dry"}
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert team.get(f"{HOME}/dot").status_code == 200
        refused = team.post(f"{HOME}/bat-dau", asked)
        assert (refused.status_code, 'name="scenario"' in refused.content.decode()) == (403, True)
        on = team.post("/xac-nhan", {**asked, "xn_gui": f"{HOME}/bat-dau", "xn_mat_khau": PASSWORD})
        assert (on.status_code, on["Location"]) == (307, f"{HOME}/bat-dau")
        done = team.post(on["Location"], asked)
        assert "Đợt số" in team.get(done["Location"]).content.decode()


def test_a_run_is_stopped_let_on_and_ended_by_hand(team: Client) -> None:
    dry = _begin(team, mode="dry")
    answer = team.post(f"{HOME}/bat-dau", {"scenario": "vneid", "mode": "live", "dry_run": dry})
    run = answer["Location"]
    assert team.post(f"{run}/lam", {"act": "stop", "reason": WHY}).status_code == 303
    clerk.run_until_idle()
    assert "đã dừng (do người dừng)" in team.get(run).content.decode()
    assert team.post(f"{run}/lam", {"act": "resume", "reason": WHY}).status_code == 303
    clerk.run_until_idle()
    assert "đã xong" in team.get(run).content.decode()
    assert team.post(f"{run}/lam", {"act": "end", "reason": WHY}).status_code == 303


@pytest.mark.parametrize("name", ["dispatcher", "an.head"])
def test_nobody_else_is_let_in(town: Town, name: str) -> None:
    browser = browser_of(name)
    for address in ("", "/dot", "/dot/1", "/ra-soat", "/ra-soat/1", "/ra-soat/vneid/1"):
        assert browser.get(f"{HOME}{address}").status_code == 403


def test_leaders_read_and_do_not_act(team: Client) -> None:
    leader = browser_of("leader")
    assert leader.get(f"{HOME}/dot").status_code == 403
    assert leader.post(f"{HOME}/bat-dau", {"scenario": "vneid", "mode": "dry"}).status_code == 403


def test_it_is_told_in_english_too(team: Client) -> None:
    team.cookies["cd_lang"] = "en"
    text = _text(team, "/dot")
    assert "Accounts move to sign-on by VNeID" in text
    assert "A dry run by the present rules has to be finished first." in text
