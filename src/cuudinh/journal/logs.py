"""Lines for whoever keeps an installation alive: what was asked, what was done, what broke; never who.

A line holds names of our own making (a route, an act, a kind of actor, the number of a request) and numbers. What
came from outside is in none: no address that was typed, no text, no login, no message of a fault, since a
database puts the values of a row into its messages. The request's number leads to the log of acts, whose readers are
known.
"""

import logging
import os
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final

import msgspec

OURS: Final = "cuudinh"
_FRAMES_MOST: Final = 12


class _Writer:
    """How this process writes lines; before `begin` it writes none."""

    role: str = ""
    as_json: bool = True
    descriptor: int = 2


def begin(role: str, *, as_json: bool) -> None:
    """Write a line for everything `line` is told from now on; called once by each process that serves."""
    _Writer.role, _Writer.as_json = role, as_json


def is_on() -> bool:
    """Whether this process writes lines of what is done."""
    return bool(_Writer.role)


def wants_json(choice: str) -> bool:
    """Whether lines are JSON: as it was said, else text for somebody who sits before a terminal."""
    return choice == "json" or (choice == "auto" and not sys.stderr.isatty())


def line(kind: str, facts: dict[str, Any]) -> None:
    """Write one line at once: a whole one, whatever other processes write meanwhile."""
    if _Writer.role:
        _put({"at": _now(), "role": _Writer.role, "kind": kind, **facts})


def _put(words: dict[str, Any]) -> None:
    text = msgspec.json.encode(words) if _Writer.as_json else _plain(words).encode()
    try:
        os.write(_Writer.descriptor, text + b"\n")
    except OSError:
        # Nobody reads any more; that must not keep a resident from being answered.
        return


def _now() -> str:
    # The moment the machine has, not `clock.now()`: lines are compared with those of other programs.
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _plain(words: dict[str, Any]) -> str:
    """Give a line for a person.

    >>> _plain({"at": "2026-11-25T08:00:00.000+00:00", "role": "web", "kind": "request", "status": 200})
    '08:00:00 web request status=200'
    """
    rest = " ".join(f"{name}={value}" for name, value in words.items() if name not in {"at", "role", "kind"})
    return f"{words['at'][11:19]} {words['role']} {words['kind']} {rest}"


class Lines(logging.Formatter):
    """Makes such a line of what a module, ours or another's, says to Python's logging."""

    def __init__(self, *, as_json: bool = True, with_messages: bool = False) -> None:
        super().__init__()
        self._as_json = as_json
        self._with_messages = with_messages

    def format(self, record: logging.LogRecord) -> str:
        """Give the line; with messages (only for development) the whole of what was said stands under it."""
        words: dict[str, Any] = {
            "at": _now(),
            "role": _Writer.role or "console",
            "kind": "note",
            "level": record.levelname.lower(),
            "from": record.name,
            "says": _said(record),
            **_about_request(record),
            **_fault(record),
        }
        text = msgspec.json.encode(words).decode() if self._as_json else _plain(words)
        return f"{text}\n{super().format(record)}" if self._with_messages else text


def _said(record: logging.LogRecord) -> str:
    """Give a sentence of ours; of others only the line of their code that spoke."""
    if record.name.partition(".")[0] == OURS:
        given = record.args if isinstance(record.args, tuple) else ()
        safe = tuple(type(one).__name__ if isinstance(one, BaseException) else one for one in given)
        return str(record.msg) % safe if safe else str(record.msg)
    return f"{record.module}:{record.lineno}"


def _about_request(record: logging.LogRecord) -> dict[str, str]:
    number = getattr(getattr(record, "request", None), "request_id", "")
    return {"request_id": number} if number else {}


def _fault(record: logging.LogRecord) -> dict[str, Any]:
    """Give what broke and where, by kind and line of code; what the fault says may be somebody's telephone number."""
    kind, fault, trace = record.exc_info if record.exc_info else (None, None, None)
    if kind is None:
        return {}
    found = {"fault": kind.__name__, "where": _frames(trace)}
    cause = fault.__cause__ if fault else None
    return {**found, "cause": type(cause).__name__} if cause else found


def _frames(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-_FRAMES_MOST:]
    return [f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} {frame.name}" for frame in frames]


def config(choice: str, *, with_messages: bool) -> dict[str, Any]:
    """Give the settings of Python's logging for a process of the platform."""
    made = {"()": f"{__name__}.Lines", "as_json": wants_json(choice), "with_messages": with_messages}
    console = {"handlers": ["console"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": made},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "django": {**console, "level": "WARNING"},
            # That somebody asked for what is not there, or not theirs, stands in the line of the request.
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "CRITICAL"},
        },
    }
