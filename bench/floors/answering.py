"""The floor as a server of its own: RSGI in, one connection to the file, bytes out."""

import base64
import hashlib
import hmac
import json
import sqlite3
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import msgspec
from jinja2 import Environment

from bench.floors import detail, wall
from bench.floors.rows import COLUMNS, brief, moment
from bench.floors.words import Words
from cuudinh.kernel import clock
from cuudinh.kernel.numbers import moment_text

LIST = f"SELECT {COLUMNS} FROM cases_case WHERE is_public ORDER BY published_at DESC, id DESC LIMIT 21"
DESK = (
    f"SELECT {COLUMNS} FROM cases_case WHERE owner_office_id = ? AND phase = 0 ORDER BY sort_at, id LIMIT 51"
)
SESSION = (
    "SELECT s.account_id, s.seen_at FROM identity_session s JOIN identity_account a ON a.id = s.account_id "
    "WHERE s.token_hash = ? AND s.idle_until > ? AND s.ends_at > ? AND a.is_active"
)
SEATS = (
    "SELECT p.descendant_id, m.role FROM identity_membership m JOIN identity_officepath p "
    "ON p.ancestor_id = m.office_id AND p.valid_from <= :day AND (p.valid_to IS NULL OR p.valid_to >= :day) "
    "WHERE m.account_id = :account AND m.valid_from <= :day AND (m.valid_to IS NULL OR m.valid_to >= :day)"
)
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_SEATED = {"officer", "head", "dispatcher", "supervisor", "leader"}
_CENTRE = {"dispatcher", "supervisor", "leader"}
CARDS = Path(__file__).with_name("cards.html")
JSON = [("content-type", "application/json")]
HTML = [("content-type", "text/html; charset=utf-8")]


class Exchange(Protocol):
    """What an answer is given to."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes, /) -> None:
        """Answer with a body."""


class Floor:
    """Answers the measured addresses from one file. `around` is what stands before and after the cards."""

    def __init__(self, file: Path, words: Words, around: tuple[str, str] = ("", ""), icons: str = "") -> None:
        self._database = sqlite3.connect(f"file:{file}?mode=ro", uri=True, check_same_thread=False)
        self._database.execute("PRAGMA cache_size=-16000")
        self._words, self._around = words, around
        made = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        self._cards = made.from_string(CARDS.read_text("utf-8"), {"icons": icons})
        self._key = hashlib.sha256(b"floor").digest()

    async def __rsgi__(self, scope: Any, proto: Exchange) -> None:
        """Answer one request."""
        path = scope.path
        if path == "/api/v1/cases":
            proto.response_bytes(200, *_with_etag(self.public_list()))
        elif path == "/phan-anh":
            proto.response_bytes(200, HTML, self.page())
        elif path == "/api/v1/desk":
            self._seated(scope, proto, _SEATED, self.desk)
        elif path == "/trung-tam/man-hinh/du-lieu":
            self._seated(scope, proto, _CENTRE, self.wall)
        elif path.startswith("/api/v1/cases/"):
            found = detail.one(self._words, self._database, path[14:], _whole_minute())
            body = msgspec.json.encode(found)
            proto.response_bytes(200 if found else 404, *_with_etag(body))
        else:
            proto.response_bytes(404, JSON, b"{}")

    def public_list(self) -> bytes:
        """Give the newest published cases."""
        rows = self._database.execute(LIST).fetchall()
        now = _whole_minute()
        shown = [brief(self._words, row, now, is_public=True) for row in rows[:20]]
        return msgspec.json.encode({"rows": shown, "next": _cursor(rows, 20, 22)})

    def page(self) -> bytes:
        """Give the newest published cases as a page."""
        rows = self._database.execute(LIST).fetchall()
        whole, now = _whole_minute(), clock.now()
        cards = [self._card(row, whole, now) for row in rows[:20]]
        before, after = self._around
        drawn = self._cards.render(cards=cards, next=_cursor(rows, 20, 22))
        return f"{before}{drawn}{after}".encode()

    def _card(self, row: tuple[Any, ...], whole: datetime, now: datetime) -> dict[str, Any]:
        shown = brief(self._words, row, whole, is_public=True)
        filed_at, due_at = moment(row[14]), moment(row[16])
        assert filed_at is not None
        shown["icon"] = self._words.service(row[25], row[26]).topics[row[3]][1]
        shown["filed_title"] = moment_text(filed_at, _ZONE)
        shown["filed_text"] = filed_at.isoformat()
        shown["ago"] = _ago(now - filed_at, filed_at)
        shown["due"] = moment_text(due_at, _ZONE) if due_at is not None else ""
        shown["left"] = _left(shown["clock"]["left_minutes"], is_wall=row[7] == 1)
        return shown

    def desk(self, seats: list[tuple[int, str]]) -> bytes:
        """Give the open cases of the caller's offices by remaining working time."""
        offices = sorted({office for office, _role in seats})
        rows = [row for office in offices for row in self._database.execute(DESK, [office])]
        rows.sort(key=lambda row: (row[18], row[0]))
        now = _whole_minute()
        shown = [brief(self._words, row, now, is_public=False) for row in rows[:50]]
        return msgspec.json.encode({"rows": shown, "next": _cursor(rows, 50, 18)})

    def wall(self, _seats: list[tuple[int, str]]) -> bytes:
        """Give the wall's snapshot, and a ticket for its stream."""
        facts = wall.snapshot(self._words, self._database, clock.now())
        text = base64.urlsafe_b64encode(f'{{"language":"vi"}}:{int(time.time())}'.encode())
        sealed = base64.urlsafe_b64encode(hmac.digest(self._key, text, "sha256"))
        return msgspec.json.encode({"wall": facts, "ticket": f"{text.decode()}:{sealed.decode()}"})

    def _seated(self, scope: Any, proto: Exchange, roles: set[str], give: Any) -> None:
        """Let in who holds one of the roles today, by the token that came along."""
        asked = scope.headers.get("authorization", "").removeprefix("Bearer ")
        token = asked or scope.headers.get("cookie", "").partition("cd_session=")[2].partition(";")[0]
        now = clock.now()
        moment_now, today = f"{now:%Y-%m-%d %H:%M:%S}", f"{now.astimezone(_ZONE):%Y-%m-%d}"
        key = hashlib.sha256(token.encode()).hexdigest()
        found = self._database.execute(SESSION, [key, moment_now, moment_now]).fetchone()
        asks = {"account": found[0] if found else 0, "day": today}
        seats = self._database.execute(SEATS, asks).fetchall()
        held = [seat for seat in seats if seat[1] in roles]
        if not held:
            proto.response_bytes(403 if found else 401, JSON, b"{}")
            return
        proto.response_bytes(200, *_with_etag(give(held)))


def _with_etag(body: bytes) -> tuple[list[tuple[str, str]], bytes]:
    return [*JSON, ("etag", f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"')], body


def _whole_minute() -> datetime:
    return clock.now().replace(second=0, microsecond=0)


def _cursor(rows: list[Any], page: int, order: int) -> str | None:
    if len(rows) <= page:
        return None
    last = rows[page - 1]
    at = moment(last[order])
    assert at is not None
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), last[0]]).encode()).decode().rstrip("=")


def _ago(passed: timedelta, filed_at: datetime) -> str:
    seconds = int(passed.total_seconds())
    for unit, word in ((86_400, "ngày"), (3_600, "giờ"), (60, "phút")):
        if seconds >= 7 * 86_400:
            return f"{filed_at.astimezone(_ZONE):%d/%m/%Y}"
        if seconds >= unit:
            return f"{seconds // unit} {word} trước"
    return "vừa xong"


def _left(left: int | None, *, is_wall: bool) -> str:
    if left is None:
        return ""
    days, rest = divmod(abs(left), 1440 if is_wall else 480)
    hours, rest = divmod(rest, 60)
    told = [f"{n} {word}" for n, word in ((days, "ngày"), (hours, "giờ"), (rest, "phút")) if n][:2]
    told = told[:1] if days and not hours else told
    amount = " ".join(told) or "0 phút"
    return f"{'còn' if left >= 0 else 'quá hạn'} {amount}{'' if is_wall else ' làm việc'}"
