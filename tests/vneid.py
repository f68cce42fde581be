"""A fake VNeID beside the tests, and browsers that sign on by it through the pages: fixtures to import."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client

from cuudinh.connectors.asking import wire
from cuudinh.connectors.vneid import client as vneid
from cuudinh.connectors.vneid.fake import CLIENT, SECRET
from cuudinh.connectors.vneid.fake.provider import FakeProvider
from cuudinh.connectors.vneid.fake.serving import running
from cuudinh.engines.identity import commands, snapshot
from cuudinh.engines.identity.sessions import COOKIE
from cuudinh.engines.identity.tests.worlds import small_world
from cuudinh.project.sign_on import Agreement
from cuudinh.web import limits


@pytest.fixture(scope="session")
def served_fake() -> Iterator[FakeProvider]:
    """The fake as a server of this test run; its keys take a moment to make."""
    with running() as provider:
        yield provider


@pytest.fixture
def agreed(served_fake: FakeProvider, settings: Any, tmp_path: Path, db: None) -> FakeProvider:
    """The fake without a fault, an installation that agreed with it, and nothing remembered of earlier tests."""
    settings.CUUDINH_VNEID = Agreement(served_fake.issuer, CLIENT, SECRET)
    settings.CUUDINH_SIGN_ON = "cuudinh.connectors.vneid.client.connected"
    settings.CUUDINH_STATE = tmp_path
    served_fake.defect = ""
    vneid._connected.cache_clear()
    snapshot.forget()
    limits.forget_all()
    return served_fake


@pytest.fixture
def fake(agreed: FakeProvider) -> FakeProvider:
    """The fake, and a small province that agreed with it."""
    commands.apply_organisation(small_world())
    commands.apply_policy(small_world())
    return agreed


@dataclass
class Browser:
    """Somebody's browser: the pages of the province, and those of VNeID."""

    fake: FakeProvider
    pages: Client = field(default_factory=Client)

    def begin(self, **query: str) -> Any:
        """Press the button of the sign-in page."""
        return self.pages.get("/dang-nhap/vneid", query)

    def confirm(self, address: str, persona: str) -> str:
        """Confirm at VNeID as somebody; give the address that VNeID sends the browser to."""
        with httpx.Client(base_url=self.fake.issuer, trust_env=False) as there:
            waiting = there.get(address).headers["Location"]
            name = parse_qs(urlsplit(waiting).query)["luot"][0]
            return there.post("/xac-nhan", data={"luot": name, "nguoi": persona}).headers["Location"]

    def come_back(self, address: str) -> Any:
        """Follow where VNeID sent us."""
        parts = urlsplit(address)
        return self.pages.get(f"{parts.path}?{parts.query}")

    def sign_on(self, persona: str = "lan", **query: str) -> Any:
        """Sign on as somebody, from the button to the answer of the province."""
        begun = self.begin(**query)
        if begun.status_code != 303:
            return begun
        return self.come_back(self.confirm(begun["Location"], persona))

    @property
    def is_signed_in(self) -> bool:
        """Whether the browser holds a session."""
        return bool(self.pages.cookies.get(COOKIE) and self.pages.cookies[COOKIE].value)


@pytest.fixture
def visitor(fake: FakeProvider, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A browser of somebody nobody knows, in a province that does not wait long for what will not come."""
    monkeypatch.setattr(wire, "ANSWER_SECONDS_MAX", 0.4)
    return Browser(fake)
