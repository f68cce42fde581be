"""A reader who follows a page: types its commands, asks its addresses, edits its files, and compares.

Three kinds of block are followed. `console`: lines after `$ ` are commands (`cuudinh …`, `curl …`, `cp -r …`),
the lines below them what is seen. `python`: a session with `>>> `. `diff`: an edit of files. In what is seen
`…` stands for anything in a line, and a line of `…` alone for any lines.
"""

import contextlib
import doctest
import io
import json
import re
import shlex
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.test import Client

from cuudinh.project import cli
from tests.docs.pages import Block

_JSON_TOOL = ["python3", "-m", "json.tool", "--no-ensure-ascii"]
_VARIABLE = re.compile(r"\$([A-Z]+)")
_KEPT = re.compile(r"([A-Z]+)=\$\((.+)\)")
_LINES = r"(?:.*\n)*?"


class Differs(AssertionError):
    """What is seen is not what the page shows."""


@dataclass
class Reader:
    """Somebody with an installation in `folder`; what one block leaves, the next can use."""

    folder: Path
    names: dict[str, Any] = field(default_factory=dict)
    browser: Client = field(
        default_factory=lambda: Client(enforce_csrf_checks=True, HTTP_HOST="localhost:8000")
    )
    variables: dict[str, str] = field(default_factory=dict)

    def follow(self, block: Block) -> None:
        """Do what a block says. Raises `Differs` when something else is seen than the page shows."""
        {"console": self._type, "python": self._say, "diff": self._edit}[block.language](block)

    def _type(self, block: Block) -> None:
        first, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
        assert not first, f"{block.place}: a console block begins with a command"
        for part in parts:
            command, expected = _command_and_rest(part)
            seen, code = self._run(command, block)
            compare(f"{block.place}: {command}", expected, seen)
            if code != int("✗" in expected):
                raise Differs(f"{block.place}: {command} ended with {code}")

    def _run(self, command: str, block: Block) -> tuple[str, int]:
        if kept := _KEPT.fullmatch(command):
            text, code = self._run(kept[2], block)
            self.variables[kept[1]] = text.strip()
            return "", code
        command, _, pipe = command.partition(" | ")
        program, *words = shlex.split(command)
        if program == "cuudinh" and not pipe:
            return _cuudinh(words)
        if program == "cp":
            shutil.copytree(self.folder / words[1], self.folder / words[2])
            return "", 0
        assert program == "curl", f"{block.place}: a reader of these pages has no {command}"
        text = self._ask([_VARIABLE.sub(lambda found: self.variables[found[1]], word) for word in words])
        return f"{_piped(text, shlex.split(pipe), block) if pipe else text}\n", 0

    def _ask(self, words: list[str]) -> str:
        """Answer as curl would: `-s`, `-d` (fields of a form, or JSON) and `-H "Name: value"` are understood."""
        sent, headers, address = [], {}, ""
        given = iter(words)
        for word in given:
            if word in {"-d", "--data-urlencode"}:
                sent.append(next(given))
            elif word == "-H":
                name, _, value = next(given).partition(": ")
                headers[name] = value
            elif word != "-s":
                address = word
        where = urlsplit(address if "//" in address else f"http://{address}")
        path = f"{where.path}?{where.query}" if where.query else where.path
        if not sent:
            return self.browser.get(path, headers=headers).content.decode()
        kind = headers.pop("Content-Type", "application/x-www-form-urlencoded")
        body = (
            "&".join(sent)
            if kind == "application/json"
            else urlencode(dict(one.split("=", 1) for one in sent))
        )
        return self.browser.post(path, body, content_type=kind, headers=headers).content.decode()

    def _say(self, block: Block) -> None:
        session = doctest.DocTestParser().get_doctest(
            block.text, self.names, block.page, block.page, block.line - 1
        )
        assert session.examples, f"{block.place}: a session has lines that begin with >>>"
        faults = io.StringIO()
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        doctest.DocTestRunner(optionflags=flags).run(session, out=faults.write, clear_globs=False)
        self.names.update(session.globs)
        if faults.getvalue():
            raise Differs(faults.getvalue())

    def _edit(self, block: Block) -> None:
        for old_name, new_name, hunks in re.findall(
            r"^--- (\S+)\n\+\+\+ (\S+)\n((?:(?!--- )[@ +-].*\n|\n)+)", block.text, re.MULTILINE
        ):
            path = self.folder / new_name
            text = "" if old_name == "/dev/null" else path.read_text("utf-8")
            path.parent.mkdir(parents=True, exist_ok=True)
            for hunk in re.split(r"^@@.*\n", hunks, flags=re.MULTILINE)[1:]:
                text = _edited(block, text, hunk.splitlines())
            path.write_text(text, "utf-8")


def _edited(block: Block, text: str, hunk: list[str]) -> str:
    old = "".join(f"{line[1:]}\n" for line in hunk if not line.startswith("+"))
    new = "".join(f"{line[1:]}\n" for line in hunk if not line.startswith("-"))
    if text.count(old) != 1:
        raise Differs(f"{block.place}: these lines stand {text.count(old)} times in the file:\n{old}")
    return text.replace(old, new) if old else text + new


def _piped(text: str, words: list[str], block: Block) -> str:
    """Give what `json.tool`, `jq -r .key`, `grep -c` and `grep -m1 -o` make of a text; words are plain."""
    if words == _JSON_TOOL:
        return json.dumps(json.loads(text), indent=4, ensure_ascii=False)
    *program, wanted = words
    if program == ["jq", "-r"]:
        return str(json.loads(text)[wanted.removeprefix(".")])
    lines = [line for line in text.splitlines() if wanted in line]
    if program == ["grep", "-c"]:
        return str(len(lines))
    assert program == ["grep", "-m1", "-o"], f"{block.place}: a reader of these pages has no {program}"
    return "\n".join(wanted for _ in range(lines[0].count(wanted))) if lines else ""


def _command_and_rest(part: str) -> tuple[str, str]:
    """Take a command apart from what is seen after it; a backslash carries a command on to the next line."""
    lines = part.splitlines(keepends=True)
    taken = 1
    while lines[taken - 1].rstrip().endswith("\\"):
        taken += 1
    command = " ".join(line.strip().removesuffix("\\").strip() for line in lines[:taken])
    return command, "".join(lines[taken:])


def _cuudinh(words: list[str]) -> tuple[str, int]:
    """Run the command line in this process; give what it printed and its exit code."""
    printed, kept = io.StringIO(), sys.argv
    sys.argv = ["cuudinh", *words]
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            cli.main()
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.argv = kept
    return printed.getvalue(), code


def compare(place: str, expected: str, seen: str) -> None:
    """Raise `Differs` unless what is seen is what the page shows.

    >>> compare("a page", "one …\\n…\\nfour\\n", "one and a half\\ntwo\\nthree\\nfour\\n")
    """
    if not re.fullmatch(_pattern(expected), _trimmed(seen)):
        raise Differs(f"{place}\n--- the page shows\n{expected}\n--- is seen\n{_trimmed(seen)}")


def _pattern(expected: str) -> str:
    lines = (
        _LINES if line == "…" else f"{_line_pattern(line)}\n" for line in _trimmed(expected).splitlines()
    )
    return "".join(lines)


def _line_pattern(line: str) -> str:
    return ".*?".join(re.escape(part) for part in line.split("…"))


def _trimmed(text: str) -> str:
    lines = [line.rstrip() for line in text.strip("\n").splitlines()]
    return "".join(f"{line}\n" for line in lines)
