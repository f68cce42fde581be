"""A missing tool is told with what installs it on this very machine; a browser is found by any of its names."""

import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cuudinh.project import machine


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    machine.browser.cache_clear()
    yield
    machine.browser.cache_clear()


def _on(monkeypatch: pytest.MonkeyPatch, platform: str, *, has: str = "", is_ubuntu: bool = False) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name == has else None)
    monkeypatch.setattr(machine, "_is_ubuntu", lambda: is_ubuntu)


def _program(path: Path, code: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {code}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_the_remedy_is_that_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    _on(monkeypatch, "linux", has="apt-get")
    assert machine.remedy("npm") == "apt-get install nodejs npm"
    assert machine.remedy("chromium") == "apt-get install chromium"
    _on(monkeypatch, "linux", has="apt-get", is_ubuntu=True)
    assert machine.remedy("chromium") == ".venv/bin/playwright install chromium"
    assert machine.apt_packages("chromium") == ""
    _on(monkeypatch, "darwin")
    assert machine.remedy("npm") == "brew install node"
    assert machine.remedy("chromium") == ".venv/bin/playwright install chromium"
    _on(monkeypatch, "linux")
    assert machine.remedy("npm") == "Install npm with the package manager of this system."


def test_a_browser_is_found_by_any_of_its_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _program(tmp_path / "google-chrome", 0)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.browser() == found


def test_a_browser_that_only_asks_for_a_snap_is_none_and_that_of_playwright_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(tmp_path / "bin" / "chromium-browser", 1)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(machine, "_ON_A_MAC", ())
    monkeypatch.setattr(machine, "_KEPT_BY_PLAYWRIGHT", (str(tmp_path / "kept"),))
    assert machine.browser() is None
    machine.browser.cache_clear()
    kept = _program(tmp_path / "kept" / "chromium-1200" / "chrome-linux64" / "chrome", 0)
    assert machine.browser() == kept
