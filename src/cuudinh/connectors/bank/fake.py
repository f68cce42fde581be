"""A bank, played: it keeps an account, signs notices, gives statements, and is wrong in one way when told to be."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs

import httpx

from cuudinh.connectors.bank.manifest import manifest
from cuudinh.connectors.bank.notices import signature_of

CLIENT: Final = "tinh"
SECRET: Final = "a secret of nobody's"  # noqa: S105  of the fake alone
ACCOUNT: Final = "0190000001"
ADDRESS: Final = "https://bank.example"
# What can be wrong with a notice, and by which code it is refused.
NOTICE_DEFECTS: Final[Mapping[str, str]] = {
    "forged": "notice-forged",
    "unsigned": "notice-forged",
    "old": "notice-forged",
    "ahead": "notice-forged",
    "changed": "notice-forged",
    "other-account": "notice-unreadable",
    "dollars": "notice-unreadable",
    "half-a-dong": "notice-unreadable",
    "amount-in-words": "notice-unreadable",
    "nothing": "notice-unreadable",
    "less-than-nothing": "notice-unreadable",
    "no-words": "notice-unreadable",
    "no-name": "notice-unreadable",
    "no-zone": "notice-unreadable",
    "unknown-kind": "notice-unreadable",
    "garbage": "notice-unreadable",
    "a-list": "notice-unreadable",
}
# What can be wrong with an answer, and by which code it is refused.
ANSWER_DEFECTS: Final[Mapping[str, str]] = {
    "out": "bank-silent",
    "slow": "bank-silent",
    "broken": "bank-silent",
    "redirects": "bank-silent",
    "refuses": "bank-silent",
    "page": "bank-silent",
    "too-large": "bank-silent",
    "other-day": "notice-unreadable",
    "no-moves": "notice-unreadable",
    "endless": "notice-unreadable",
    "other-account": "notice-unreadable",
}
_CHANGES: Final[Mapping[str, Mapping[str, Any]]] = {
    "other-account": {"account": "1"},
    "dollars": {"currency": "USD"},
    "half-a-dong": {"amount": 0.5},
    "amount-in-words": {"amount": "50000"},
    "nothing": {"amount": 0},
    "less-than-nothing": {"amount": -1},
    "no-words": {"words": None},
    "no-name": {"transaction": ""},
    "no-zone": {"at": "2026-11-23T08:00:00"},
    "unknown-kind": {"kind": "maybe"},
}
_PAGE_ROWS: Final = 50


@dataclass
class FakeBank:
    """One account. `defect` is the one thing that is wrong; `expected` holds what it was told of."""

    now: datetime
    defect: str = ""
    expected: list[tuple[str, str]] = field(default_factory=list)
    moves: list[dict[str, Any]] = field(default_factory=list)

    def pay(
        self, words: str, amount: int, *, kind: str = "credit", at: datetime | None = None
    ) -> dict[str, Any]:
        """Let somebody transfer money, or let the bank take some back; give the movement."""
        move = {
            "transaction": f"FT{len(self.moves) + 1:08d}",
            "account": ACCOUNT,
            "currency": "VND",
            "amount": amount,
            "kind": kind,
            "words": words,
            "at": (at or self.now).isoformat(),
        }
        self.moves.append(move)
        return move

    def notice(self, move: Mapping[str, Any]) -> tuple[dict[str, str], bytes]:
        """Give the headers and the body by which a movement is told."""
        body = self._told({**move, **_CHANGES.get(self.defect, {})})
        off = {"old": -timedelta(hours=1), "ahead": timedelta(hours=1)}.get(self.defect, timedelta())
        time = str(int((self.now + off).timestamp()))
        signature = signature_of("another" if self.defect == "forged" else SECRET, time, body)
        agreed = manifest()
        headers = {agreed.time_header: time, agreed.signature_header: signature}
        if self.defect == "unsigned":
            del headers[agreed.signature_header]
        return headers, body + b" " if self.defect == "changed" else body

    def _told(self, move: Mapping[str, Any]) -> bytes:
        if self.defect == "garbage":
            return b"\xff{"
        return json.dumps([move] if self.defect == "a-list" else move).encode()

    def transport(self) -> httpx.MockTransport:
        """Give what stands for the network."""
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.defect == "out":
            raise httpx.ConnectError("down", request=request)
        if self.defect == "slow":
            raise httpx.ReadTimeout("slow", request=request)
        plain = {
            "broken": httpx.Response(500),
            "refuses": httpx.Response(403),
            "redirects": httpx.Response(302, headers={"Location": "https://elsewhere.example"}),
            "page": httpx.Response(200, text="<html>"),
            "too-large": httpx.Response(200, content=b"0" * 100_000),
        }
        if self.defect in plain:
            return plain[self.defect]
        return self._expect(request) if request.method == "POST" else self._state(request)

    def _expect(self, request: httpx.Request) -> httpx.Response:
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {known}":
            return httpx.Response(401)
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        asked = (form["reference"], form["amount"])
        if asked in self.expected:
            return httpx.Response(409)
        self.expected.append(asked)
        return httpx.Response(201)

    def _state(self, request: httpx.Request) -> httpx.Response:
        if request.headers.get("Authorization") != f"Bearer {SECRET}":
            return httpx.Response(401)
        day, page = request.url.params["day"], int(request.url.params["page"] or 0)
        # The day of the bank is that of Viet Nam.
        of_day = [one for one in self.moves if day_of(one) == day]
        rows = of_day[page * _PAGE_ROWS : (page + 1) * _PAGE_ROWS]
        is_more = self.defect == "endless" or len(of_day) > (page + 1) * _PAGE_ROWS
        said: dict[str, Any] = {"day": day, "moves": rows, "next": str(page + 1) if is_more else ""}
        if self.defect == "other-day":
            said["day"] = "2020-01-01"
        if self.defect == "no-moves":
            del said["moves"]
        if self.defect == "other-account":
            said["moves"] = [{**one, "account": "1"} for one in rows]
        return httpx.Response(200, json=said)


def day_of(move: Mapping[str, Any]) -> str:
    """Give the day on which the bank books a movement."""
    there = datetime.fromisoformat(move["at"]).astimezone(UTC) + timedelta(hours=7)
    return there.date().isoformat()
