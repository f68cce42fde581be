"""Ordinary trouble at the console is one sentence with its remedy; bugs rise; brackets stay brackets."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import DataError, OperationalError, ProgrammingError
from pytest_django import Settings

from cuudinh.project import cli, settings_declared
from cuudinh.project.edge import trouble_of
from cuudinh.project.trouble import Trouble


def _run(words: str, state: Path, **given: str) -> tuple[int, str]:
    """Run the command line as a person does, on an installation of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CUUDINH_")}
    done = subprocess.run(
        [sys.executable, "-m", "cuudinh.project.cli", *words.split()],
        env={
            **kept,
            "DJANGO_SETTINGS_MODULE": "cuudinh.project.settings",
            "CUUDINH_STATE": str(state),
            **given,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_an_installation_without_tables_is_told_how_to_make_them(tmp_path: Path) -> None:
    for words in ("pack apply demo", "demo"):
        code, said = _run(words, tmp_path / "state")
        assert (code, "Traceback" in said) == (1, False), said
        assert "cuudinh setup-database" in said
    code, said = _run("doctor", tmp_path / "state")
    assert code == 1
    assert "steps behind" in said
    assert "no such table" not in said


@pytest.mark.slow
def test_a_database_or_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    code, said = _run("pack plan demo", tmp_path, CUUDINH_DATABASE="postgresql://nobody@127.0.0.1:1/none")
    assert (code, "Traceback" in said, "CUUDINH_DATABASE" in said) == (1, False, True), said
    taken = tmp_path / "taken"
    taken.write_text("a file", "utf-8")
    code, said = _run("pack check demo", taken / "state")
    assert (code, "Traceback" in said, str(taken) in said) == (1, False, True), said


@pytest.mark.slow
def test_a_setting_that_cannot_be_meant_is_refused(tmp_path: Path) -> None:
    for name, given in (("PORT", "abc"), ("DURABILITY", "quick"), ("HTTPS", "maybe")):
        code, said = _run("pack check demo", tmp_path, **{f"CUUDINH_{name}": given})
        assert (code, "Traceback" in said) == (1, False), said
        assert f"CUUDINH_{name} is “{given}”" in said
    code, said = _run("pack check demo", tmp_path, CUUDINH_DURABILTY="full")
    assert code == 1
    assert "Did you mean CUUDINH_DURABILITY?" in said


def test_values_are_read_by_their_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUUDINH_DURABILITY", "Full")
    assert settings_declared.value("DURABILITY") == "full"
    monkeypatch.setenv("CUUDINH_HTTPS", "True")
    assert settings_declared.flag("HTTPS")
    for number in ("0", "-1", "70000", "8000.0"):
        monkeypatch.setenv("CUUDINH_PORT", number)
        with pytest.raises(Trouble, match="CUUDINH_PORT"):
            settings_declared.number("PORT")


def test_a_slip_in_the_file_of_settings_is_found_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "settings.env").write_text("CUUDINH_HTTP=yes\n", "utf-8")
    monkeypatch.setenv("CUUDINH_STATE", str(tmp_path))
    with pytest.raises(Trouble, match="Did you mean CUUDINH_HTTPS"):
        settings_declared.refuse_unknown()


def test_what_a_person_can_mend_is_told_from_a_bug() -> None:
    mended = {
        "setup-database": ProgrammingError('relation "journal_release" does not exist\nLINE 1'),
        "restore": sqlite3.DatabaseError("database disk image is malformed"),
        "CUUDINH_DATABASE": OperationalError("connection refused"),
        "Give it to": OperationalError("attempt to write a readonly database"),
        "Look at the path": PermissionError(13, "Permission denied", "/backups"),
    }
    for remedy, fault in mended.items():
        assert remedy in str(trouble_of(fault))
    away = OperationalError('FATAL:  database "none" does not exist')
    assert "CUUDINH_DATABASE" in str(trouble_of(away))
    for bug in (DataError("value too long"), ProgrammingError("syntax error"), ValueError("x"), OSError()):
        assert trouble_of(bug) is None


@pytest.fixture
def packs(tmp_path: Path, settings: Settings) -> Path:
    """Give a folder of packs of this test's own."""
    for name in ("vn", "demo"):
        shutil.copytree(django_settings.CUUDINH_PACKS / name, tmp_path / name)
    settings.CUUDINH_PACKS = tmp_path
    return tmp_path


def _said(words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["cuudinh", *words.split()])
    with pytest.raises(SystemExit) as end:
        cli.main()
    shown = capsys.readouterr()
    return int(end.value.code or 0), shown.out + shown.err


@pytest.mark.django_db
def test_brackets_of_a_pack_are_shown_as_they_stand(
    packs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = packs / "demo" / "pack.yaml"
    sheet.write_text(sheet.read_text("utf-8") + '\n"[/red]x": 1\n"[red]y": 2\n', "utf-8")
    for words in ("pack apply demo", "pack check demo"):
        code, said = _said(words, monkeypatch, capsys)
        assert code == 1
        assert "[/red]x" in said
        assert "[red]y" in said


def test_every_pack_is_checked_though_one_cannot_be_read(
    packs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (packs / "demo" / "link.yaml").symlink_to(packs / "vn" / "pack.yaml")
    code, said = _said("pack check", monkeypatch, capsys)
    assert code == 1
    assert "demo/link.yaml:1: a link" in said
    assert "✓ vn: sound" in said


def test_a_folder_without_packs_is_no_sound_one(
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.CUUDINH_PACKS = tmp_path / "nowhere"
    code, said = _said("pack check", monkeypatch, capsys)
    assert code == 1
    assert "There is no pack in" in said
