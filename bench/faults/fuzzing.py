"""Odd calls to every route: text nobody types, in addresses, questions, forms, JSON and headers, by number.

In an installation it is run in a process of its own, `python -m bench.faults.fuzzing CALLS LOGIN…`; a test runs it on
its own tables. An answer must be no fault of ours, and what says that it is JSON must be.
"""

import json
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

ODD: Final = (
    "", " ", "\x00", "\x1f", "\x7f", "\u0085", "\ufeff", "\ufffd", "\u202e", "\u200d\u200b",
    "\U0001f468\u200d\U0001f469", "ﷺ" * 20, "e\u0301\u0323" * 30, "Ổ gà", "đ" * 500, "\udcff",
    "%", "%00", "%zz", "../../etc/passwd", "'", '"', "--",
    "{{7*7}}", "${7*7}", "<script>", "&#x0;", "null", "true", "NaN", "Infinity", "-0", "1e309", "9" * 40, "-1", "0",
    "2026-02-30", "0000-00-00", "10000-01-01", "١٢٣", "１２", "Ⅷ", "İ", "ß", "\n\r\n", "a\r\nSet-Cookie: x=1", "[]",
    "{}",    "٠", "²", "a" * 5000, "\U000e0001", "\u2028", "=1+1", "\\", "*", "(" * 60, "16.46,107.58", "-91", "181",
    "BH-20261127-0001",
)  # fmt: skip
METHODS: Final = (*["GET"] * 9, *["POST"] * 9, "HEAD", "PUT", "OPTIONS", "DELETE")
FIELDS: Final = (
    "q", "ma", "cursor", "topic", "state", "unit", "day", "month", "view", "tiep", "chon", "once", "rev", "lat", "lon",
    "location.lat", "location.lon", "location.unit", "description", "ten", "mat_khau", "service_code", "address_string",
    "start_date", "end_date", "status", "page", "page_size", "api_key", "bbox", "zoom", "muc", "sap", "writer", "login",
    "password", "act", "inputs", "answers", "service", "pictures", "ly_do", "name", "phone",
)  # fmt: skip
_PART: Final = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass
class Fuzzed:
    """What came back: how often each status, and the calls that broke something."""

    statuses: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def patterns() -> list[str]:
    """Give the address of every route, with the names of its parts in angles."""
    from django.urls import get_resolver

    return sorted(set(_below(get_resolver().url_patterns, "/")))


def _below(found: Sequence[Any], before: str) -> Iterator[str]:
    for one in found:
        here = before + str(one.pattern)
        yield from _below(one.url_patterns, here) if hasattr(one, "url_patterns") else [here]


def fuzz(calls: Sequence[int], clients: Sequence[Any], known: Sequence[str]) -> Fuzzed:
    """Make the calls of these numbers, each by one of the clients; `known` are texts that lead somewhere."""
    from cuudinh.web import limits

    routes, fuzzed = patterns(), Fuzzed()
    for number in calls:
        chance = random.Random(number)
        route = routes[number % len(routes)]
        method = chance.choice(METHODS)
        path = _filled(route, chance, known)
        limits.forget_all()
        try:
            answer = chance.choice(clients).generic(method, path, **_sent(chance, known))
        except UnicodeError:
            # The client of tests cannot say it; a line could not carry it either.
            continue
        fuzzed.statuses[answer.status_code] += 1
        fault = _fault(answer)
        if fault:
            fuzzed.broken.append(f"{number} {method} {path[:200]!r}: {fault}")
    return fuzzed


def _filled(route: str, chance: random.Random, known: Sequence[str]) -> str:
    return _PART.sub(lambda part: _for_part(part[1], chance, known), route)


def _for_part(kind: str | None, chance: random.Random, known: Sequence[str]) -> str:
    from urllib.parse import quote

    if kind == "int":
        return str(chance.choice((0, 1, 2, 10**9, 2**31, 2**63, 10**30)))
    text = chance.choice(known) if chance.random() < 0.5 else chance.choice(ODD)
    return quote(text, safe="" if chance.random() < 0.8 else "/.", errors="surrogatepass") or "x"


def _odd(chance: random.Random, known: Sequence[str]) -> str:
    roll = chance.random()
    if roll < 0.2:
        return chance.choice(known)
    if roll < 0.3:
        return "".join(chr(chance.randrange(1, 0xD7FF)) for _ in range(chance.randrange(1, 40)))
    return chance.choice(ODD) + (chance.choice(ODD) if chance.random() < 0.3 else "")


def _sent(chance: random.Random, known: Sequence[str]) -> dict[str, Any]:
    from urllib.parse import urlencode

    fields = {name: _odd(chance, known) for name in chance.sample(FIELDS, chance.randrange(0, 6))}
    query = urlencode(fields, errors="surrogatepass") if chance.random() < 0.7 else ""
    kind = chance.choice(
        (
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/plain",
        )
    )
    headers = {
        "Accept": chance.choice(("text/html", "application/json", "*/*", "x")),
        "Accept-Language": chance.choice(("vi", "en;q=0.9", "x-\u00ff", "*;q=9999999", "a" * 3000)),
        "HX-Request": chance.choice(("true", "")),
        "If-None-Match": chance.choice(("", '"x"', "W/" * 50)),
        "Cookie": chance.choice(("", "cd_lang=%00; cd_toast=x", "a=b; cd_theme=\u00ff")),
    }
    chosen = {name: value for name, value in headers.items() if value and chance.random() < 0.4}
    return {
        "data": _body(chance, kind, fields),
        "content_type": kind,
        "QUERY_STRING": query,
        "headers": chosen,
    }


def _body(chance: random.Random, kind: str, fields: dict[str, str]) -> bytes:
    from urllib.parse import urlencode

    if kind.startswith("application/json"):
        shapes: tuple[Any, ...] = (
            fields,
            [fields],
            {"answers": fields},
            {"act": fields},
            None,
            1,
            "x",
            [[[[]]]],
        )
        shape = chance.choice(shapes)
        text = json.dumps(shape, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
        return text[: chance.randrange(len(text) + 1)] if chance.random() < 0.2 else text
    if kind.startswith("multipart"):
        parts = [
            b'--x\r\nContent-Disposition: form-data; name="'
            + name.encode()
            + b'"\r\n\r\n'
            + value.encode("utf-8", "surrogatepass")
            + b"\r\n"
            for name, value in fields.items()
        ]
        return b"".join(parts) + (b"--x--\r\n" if chance.random() < 0.8 else b"")
    return urlencode(fields, errors="surrogatepass").encode()


def _fault(answer: Any) -> str:
    """Give what is wrong with an answer, or nothing."""
    if answer.status_code >= 500:
        return f"{answer.status_code} {_said(answer)}"
    if "json" in answer.get("Content-Type", "") and not answer.streaming and answer.content:
        try:
            said = json.loads(answer.content)
        except ValueError:
            return "says it is JSON and is not"
        if "problem" in answer["Content-Type"] and not {"status", "code", "detail", "title"} <= said.keys():
            return "a problem without its members"
    return ""


def _said(answer: Any) -> str:
    return "" if answer.streaming else answer.content[:200].decode("utf-8", "replace")


def main() -> None:
    """Fuzz the installation of the environment so many times, signed in as these people and as nobody."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
    import django

    django.setup()
    from django.test import Client

    from cuudinh.engines.cases.models import Case
    from cuudinh.engines.identity import commands
    from cuudinh.kernel.actor import VISITOR

    calls, password, *logins = sys.argv[1:]
    here: dict[str, Any] = {"raise_request_exception": False, "SERVER_NAME": "127.0.0.1"}
    clients = [Client(**here)]
    for login in logins:
        client = Client(**here)
        client.cookies["cd_session"] = commands.sign_in(VISITOR, login=login, password=password).token
        key = commands.sign_in(VISITOR, login=login, password=password, is_key=True).token
        program = Client(**here, headers={"Authorization": f"Bearer {key}"})
        clients += [client, program]
    known = [*Case.objects.values_list("number", flat=True)[:20], "bao-hong", "duong-hong", "assign"]
    fuzzed = fuzz(range(int(calls)), clients, known)
    print(json.dumps({"statuses": fuzzed.statuses, "broken": fuzzed.broken}))


if __name__ == "__main__":
    main()
