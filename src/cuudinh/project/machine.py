"""What this machine has, and how what it lacks is installed here.

Standard library only: the set-up asks before anything is installed.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT = ".venv/bin/playwright install chromium"
ANSWER_SECONDS_MAX = 30
_ON_A_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Where Playwright keeps the browsers it fetches, and where the program is in such a folder.
_KEPT_BY_PLAYWRIGHT = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
_IN_ITS_FOLDER = ("chromium-*/chrome-*/chrome", "chromium-*/chrome-*/*.app/Contents/MacOS/*")

# The packages that bring a tool, by the program that installs packages.
_PACKAGES = {
    "npm": {"apt-get": "nodejs npm", "brew": "node"},
    "venv": {"apt-get": f"python3.{sys.version_info.minor}-venv"},
    "postgresql": {"apt-get": "postgresql", "brew": "postgresql@17"},
    "chromium": {"apt-get": "chromium"},
}
_INSTALLERS = {"darwin": ("brew",), "linux": ("apt-get",)}


def remedy(tool: str) -> str:
    """Give what a person does to install npm, venv, postgresql or chromium on this machine.

    A browser that only a snap brings (Ubuntu) cannot be driven from a container, so Playwright's own is named.
    """
    packages = apt_packages(tool) if _installer() == "apt-get" else _PACKAGES[tool].get(_installer(), "")
    if packages:
        return f"{_installer()} install {packages}"
    return PLAYWRIGHT if tool == "chromium" else f"Install {tool} with the package manager of this system."


def apt_packages(tool: str) -> str:
    """Give the packages by which apt-get brings a tool; nothing where it brings none that works."""
    return "" if tool == "chromium" and _is_ubuntu() else _PACKAGES[tool].get("apt-get", "")


@cache
def browser() -> Path | None:
    """Give the program of a Chromium that answers, looked for by several names; None when there is none."""
    return next((path for path in _browsers() if _answers(path)), None)


def _browsers() -> Iterator[Path]:
    yield from (Path(found) for name in BROWSERS if (found := shutil.which(name)))
    yield from (path for path in map(Path, _ON_A_MAC) if path.exists())
    for folder in (Path(name).expanduser() for name in _KEPT_BY_PLAYWRIGHT):
        for pattern in _IN_ITS_FOLDER:
            yield from sorted(folder.glob(pattern), reverse=True)


def _answers(path: Path) -> bool:
    """Tell whether a browser says its version: the one of Ubuntu may be a script that only asks for a snap."""
    try:
        asked = subprocess.run(  # noqa: S603 - a program found on this machine, and no words from outside
            [str(path), "--version"], capture_output=True, timeout=ANSWER_SECONDS_MAX, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _installer() -> str:
    wanted = _INSTALLERS.get(sys.platform, ())
    # On a Mac brew is what one installs first; elsewhere only what is there helps.
    return next((name for name in wanted if sys.platform == "darwin" or shutil.which(name)), "")


def _is_ubuntu() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "\nID=ubuntu" in f"\n{release.read_text('utf-8')}"
