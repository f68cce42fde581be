"""The generated reference is what the code gives, and commands named in documents exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from cuudinh.project import documenting
from cuudinh.project.console import app
from tests.guards.sources import ROOT, report, tracked_files

COMMAND = re.compile(r"(?:^|[`$(]\s*)cuudinh ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)", re.MULTILINE)
TARGET = re.compile(r"(?:^|[`$(]\s*)make ([a-z]+)", re.MULTILINE)


def _command_line() -> TyperGroup:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return group


def _targets() -> frozenset[str]:
    return frozenset(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def _unknown_commands(path: str, text: str) -> Iterator[str]:
    for words in COMMAND.findall(text):
        command: object = _command_line()
        for word in words.split():
            if not isinstance(command, TyperGroup):
                break
            command = command.commands.get(word)
        if command is None:
            yield f"{path}: there is no command `cuudinh {words}`"
    for target in set(TARGET.findall(text)) - _targets():
        yield f"{path}: there is no `make {target}`"


def test_the_reference_is_what_the_code_gives() -> None:
    stale = documenting.stale_pages(_command_line())
    assert not stale, f"stale: {', '.join(stale)}; write them anew with: cuudinh docs"


def test_commands_named_in_documents_exist() -> None:
    documents = [path for path in tracked_files() if path.endswith(".md")]
    faults = [
        fault for path in documents for fault in _unknown_commands(path, (ROOT / path).read_text("utf-8"))
    ]
    assert not faults, report(faults)


def test_a_planted_stale_page_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documenting, "FOLDER", tmp_path)
    everything = documenting.write(_command_line())
    assert len(everything) >= 4
    assert documenting.stale_pages(_command_line()) == ()
    (tmp_path / "settings.md").write_text("old", "utf-8")
    assert documenting.stale_pages(_command_line()) == ("settings.md",)


def test_a_planted_command_nobody_wrote_is_caught() -> None:
    planted = "Run `cuudinh fly` or `make coffee`, then\ncuudinh serve\n"
    assert len(list(_unknown_commands("a.md", planted))) == 2
