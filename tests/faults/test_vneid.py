"""Whatever VNeID does wrong, nobody is signed in, and everybody is told why and what to do."""

import re
from html import escape
from pathlib import Path
from typing import Any

import pytest

from cuudinh.connectors.asking import circuit
from cuudinh.connectors.vneid import client as vneid
from cuudinh.connectors.vneid.fake.defects import DEFECTS, UNSEEN, Defect
from cuudinh.connectors.vneid.fake.provider import FakeProvider
from cuudinh.engines.identity.models import Account, PersonIdentifier, Session, SignOn
from cuudinh.engines.identity.reasons import REASONS
from cuudinh.engines.identity.sessions import COOKIE
from cuudinh.journal.models import AuditInbox
from tests.vneid import Browser

ROOT = Path(__file__).resolve().parents[2]
OF_US = {
    "apart",
    "browser",
    "level-too-low",
    "linked-elsewhere",
    "locked",
    "not-anew",
    "not-invited",
    "not-linked",
    "other-name",
    "resting",
    "somebody-else",
}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda one: one.id)
@pytest.mark.asvs(
    "6.8.2", "9.1.1", "9.1.2", "9.2.1", "9.2.3", "10.2.1", "10.2.2", "10.5.1", "10.5.3", "10.5.4"
)
def test_a_defect_signs_nobody_in_and_says_why(fake: FakeProvider, visitor: Browser, defect: Defect) -> None:
    if defect.id not in {"discovery", "weak", "unsafe", "no-keys", "out"}:
        # As in a process that has worked for a while.
        assert Browser(fake).sign_on("sau").status_code == 303
    accounts, sessions = Account.objects.count(), Session.objects.count()
    begun = visitor.begin() if defect.reason != "discovery" and defect.id != "out" else None
    fake.defect = defect.id if defect.id != "state" else ""
    if begun is None:
        answer = visitor.sign_on()
    elif defect.id == "state":
        answer = visitor.come_back(visitor.confirm(begun["Location"], "lan").replace("state=", "state=x"))
    else:
        answer = visitor.come_back(visitor.confirm(begun["Location"], "lan"))
    assert answer.status_code in {401, 503}
    assert escape(REASONS[defect.reason]) in text_of(answer)
    assert not visitor.is_signed_in
    assert COOKIE not in answer.cookies
    assert (Account.objects.count(), Session.objects.count()) == (accounts, sessions)
    assert not PersonIdentifier.objects.filter(last4="0001").exists()


def test_every_reason_has_its_defect_or_is_of_our_own() -> None:
    assert {one.reason for one in DEFECTS} | OF_US == REASONS.keys()
    assert len(DEFECTS) >= 30
    assert len({one.id for one in (*DEFECTS, UNSEEN)}) == len(DEFECTS) + 1


@pytest.mark.asvs("10.1.2")
def test_a_code_put_into_another_sign_on_is_refused_even_where_no_verifier_is_compared(
    fake: FakeProvider, visitor: Browser
) -> None:
    fake.defect = UNSEEN.id
    attacker = Browser(fake)
    stolen = attacker.confirm(attacker.begin()["Location"], "lan")
    mine = visitor.confirm(visitor.begin()["Location"], "sau")
    code, other = (one.partition("code=")[2].partition("&")[0] for one in (mine, stolen))
    answer = visitor.come_back(mine.replace(code, other))
    assert escape(REASONS["nonce"]) in text_of(answer)
    assert not visitor.is_signed_in
    # With a provider that compares, the code alone is of no use.
    fake.defect = ""
    stolen = attacker.confirm(attacker.begin()["Location"], "lan")
    mine = visitor.confirm(visitor.begin()["Location"], "sau")
    code, other = (one.partition("code=")[2].partition("&")[0] for one in (mine, stolen))
    assert escape(REASONS["code"]) in text_of(visitor.come_back(mine.replace(code, other)))


@pytest.mark.asvs("10.1.2")
def test_an_answer_is_good_once_and_in_the_browser_that_asked(fake: FakeProvider, visitor: Browser) -> None:
    back = visitor.confirm(visitor.begin()["Location"], "lan")
    stranger = Browser(fake)
    assert escape(REASONS["browser"]) in text_of(stranger.come_back(back))
    assert not stranger.is_signed_in
    assert visitor.come_back(back).status_code == 303
    assert visitor.is_signed_in
    again = Browser(fake, visitor.pages)
    assert escape(REASONS["state"]) in text_of(again.come_back(back))


def test_whoever_declines_is_told_so_and_can_begin_again(visitor: Browser) -> None:
    answer = visitor.sign_on("")
    assert escape(REASONS["declined"]) in text_of(answer)
    assert 'href="/dang-nhap/vneid"' in text_of(answer)
    assert visitor.sign_on("lan").status_code == 303


def test_new_keys_of_the_provider_are_read_when_they_are_needed(
    fake: FakeProvider, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert visitor.sign_on("sau").status_code == 303
    provider = vneid.connected()._provider
    monkeypatch.setattr(provider, "_keys_at", provider._keys_at - 60)
    monkeypatch.setattr(fake, "keys", fake.keys[::-1])
    for key in provider._keys or []:
        if key.kid == fake.keys[0].kid:
            provider._keys.remove(key)  # type: ignore[union-attr]
    assert visitor.sign_on("lan").status_code == 303


def test_the_log_says_the_kind_of_a_refusal_and_names_nobody(fake: FakeProvider, visitor: Browser) -> None:
    fake.defect = "signature"
    visitor.sign_on("lan")
    bodies = "".join(AuditInbox.objects.values_list("body", flat=True))
    assert '"reason":"signature"' in bodies
    for said in ("000190000001", "Nguyễn Thị Lan", "gia-lap-lan"):
        assert said not in bodies
    assert not SignOn.objects.exists()


def test_the_circuit_rests_after_three_silences_and_closes_by_itself(
    fake: FakeProvider, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.defect = "out"
    for _ in range(3):
        assert escape(REASONS["down"]) in text_of(visitor.begin())
    assert escape(REASONS["resting"]) in text_of(visitor.begin())
    page = text_of(visitor.pages.get("/dang-nhap"))
    assert "VNeID đang gián đoạn" in page
    assert "<details" in page
    assert " open>" in page
    fake.defect = ""
    monkeypatch.setattr(circuit, "REST_SECONDS", 0.0)
    assert visitor.sign_on("lan").status_code == 303
    assert "VNeID đang gián đoạn" not in text_of(Browser(fake).pages.get("/dang-nhap"))


def test_the_guide_names_every_reason_with_the_defects_that_show_it() -> None:
    guide = (ROOT / "docs" / "guide" / "vneid.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| ([^|]+) \|$", guide, re.MULTILINE))
    assert rows.keys() == REASONS.keys()
    for reason, shown in rows.items():
        assert set(re.findall(r"`([a-z0-9-]+)`", shown)) == {
            one.id for one in DEFECTS if one.reason == reason
        }
