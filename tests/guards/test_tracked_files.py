"""Version control holds what was written here: no third-party files, nothing that is made, nothing huge."""

import re
from collections.abc import Iterator

from tests.guards.sources import ROOT, report, tracked_files

MADE = re.compile(
    r"(^|/)(node_modules|vendor|\.venv|var|build|dist|__pycache__|[^/]+\.egg-info)(/|$)"
    r"|\.(min\.js|min\.css|mo|pyc|sqlite3|woff2?|ttf|otf|whl|parquet|gz|zip|tar)$"
)
BYTES_MAX = 1_500_000


def _does_not_belong(path: str, size_bytes: int) -> Iterator[str]:
    if MADE.search(path):
        yield f"{path}: made or third-party; the set-up makes or installs it"
    if size_bytes > BYTES_MAX:
        yield f"{path}: {size_bytes:,} bytes, at most {BYTES_MAX:,}"


def test_version_control_holds_only_what_was_written_here() -> None:
    files = [(path, (ROOT / path).stat().st_size) for path in tracked_files()]
    faults = [fault for path, size_bytes in files for fault in _does_not_belong(path, size_bytes)]
    assert not faults, report(faults)


def test_planted_third_party_files_are_caught() -> None:
    planted = (
        "src/static/vendor/htmx.js",
        "node_modules/a/b.js",
        "node_modules",
        "a.min.js",
        "font.woff2",
        "locale/en/django.mo",
    )
    assert [path for path in planted if not list(_does_not_belong(path, 1))] == []
    assert not list(_does_not_belong("src/cuudinh/web/static/web/js/page.js", 1000))
    assert list(_does_not_belong("packs/a.csv", BYTES_MAX + 1))
