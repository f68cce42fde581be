"""Nothing is left for later in the code, nothing is swallowed without a reason, nothing names a workplace."""

import re
from collections.abc import Iterator

import pytest

from tests.guards.sources import ROOT, Source, all_code, page_files, parse, report, tracked_files

# Written so that this file does not contain what it looks for.
LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
BROAD = re.compile(r"^\s*except (Base)?Exception\b.*:|^\s*except\s*:")
MACHINES = ("/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "127.0.0.1:31" + "28")
REGISTRIES = ("pypi" + ".org", "registry.npmjs" + ".org", "deb.debian" + ".org", "files.python" + "hosted")
HAND = (
    "Clau" + "de Code",
    "Anthro" + "pic",
    "Chat" + "GPT",
    "Open" + "AI ",
    "Co" + "pilot",
    "Co-Authored" + "-By",
)
NAMED = {"a machine": MACHINES, "a package registry": REGISTRIES, "an assistant": HAND}
TEXT_SUFFIXES = (
    ".py",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
    ".json",
    ".html",
    ".js",
    ".css",
    ".po",
    ".csv",
    ".cfg",
)


def _left_for_later(path: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if LATER.search(line):
            yield f"{path}:{number}: left for later: {line.strip()}"


def _swallowed(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        if BROAD.match(line) and not _has_reason(line):
            yield f"{source.path}:{number}: catches everything and does not say why"


def _has_reason(line: str) -> bool:
    comment = line.partition("#")[2].replace("noqa: BLE001", "").strip(" -:")
    return len(comment.split()) >= 3


def _names_a_workplace(path: str, text: str) -> Iterator[str]:
    for what, words in NAMED.items():
        for word in words:
            if word.lower() in text.lower():
                line = text.lower()[: text.lower().index(word.lower())].count("\n") + 1
                yield f"{path}:{line}: names {what}: {word}"


def _tracked_texts() -> Iterator[tuple[str, str]]:
    for path in tracked_files():
        if path.endswith((*TEXT_SUFFIXES, "Makefile", "run")):
            yield path, (ROOT / path).read_text("utf-8")


def test_nothing_is_left_for_later() -> None:
    files = [(source.path, source.text) for source in all_code()]
    faults = [fault for path, text in (*files, *page_files()) for fault in _left_for_later(path, text)]
    assert not faults, report(faults)


def test_whoever_catches_everything_says_why() -> None:
    faults = [fault for source in all_code() if not source.is_test for fault in _swallowed(source)]
    assert not faults, report(faults)


def test_no_file_names_a_machine_a_registry_or_an_assistant() -> None:
    faults = [fault for path, text in _tracked_texts() for fault in _names_a_workplace(path, text)]
    assert not faults, report(faults)


def test_planted_marks_are_caught() -> None:
    assert list(_left_for_later("a.js", "x\n// " + "TO" + "DO: mend\n")) == [
        "a.js:2: left for later: // TO" + "DO: mend"
    ]


@pytest.mark.parametrize(
    ("line", "is_caught"),
    [
        ("    except Exception:", True),
        ("    except Exception:  # noqa: BLE001", True),
        ("    except BaseException as fault:", True),
        ("    except:", True),
        ("    except Exception:  # noqa: BLE001 - a listener may fail in any way", False),
        ("    except ValueError:", False),
    ],
)
def test_a_planted_broad_catch_is_caught(line: str, is_caught: bool) -> None:
    source = Source("src/x.py", line, parse("src/x.py", "").tree)
    assert bool(list(_swallowed(source))) is is_caught


def test_a_planted_machine_path_is_caught() -> None:
    planted = "one\nsee " + MACHINES[0] + "main\n"
    assert list(_names_a_workplace("a.md", planted)) == [f"a.md:2: names a machine: {MACHINES[0]}"]
