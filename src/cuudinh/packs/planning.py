"""What applying a pack would change, in sentences, before anything is changed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from cuudinh.packs.faults import Fault
from cuudinh.packs.parts import Grammar, Said, Versioned
from cuudinh.packs.world import PackWorld


class OpenCases(Protocol):
    """Who knows how many cases are not finished yet; the cases engine does."""

    def by_version(self, service_id: str) -> Mapping[int, int]:
        """Give the number of open cases of a service under each of its versions."""

    def by_piece(self, service_id: str) -> Mapping[str, int]:
        """Give the number of open cases of a service for each of its pieces (its topics)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The sentences of a plan, and whose open cases it touches; with faults it cannot be carried out."""

    sentences: tuple[Said, ...]
    faults: tuple[Fault, ...]
    touched: tuple["Touched", ...] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """A service that changes or ends: `pieces` are those that do, None when all of it does."""

    service_id: str
    pieces: tuple[str, ...] | None


def plan(
    old: PackWorld | None,
    new: PackWorld,
    grammar: Grammar,
    open_cases: OpenCases,
    others: Iterable[PackWorld] = (),
) -> Plan:
    """Give the difference between what is in force (None: nothing yet) and a sound pack.

    What is published under a version stays as it is, because cases keep the version they were filed under:
    content that changed without a raised version is a fault. So is what the new pack lacks and numbers are held
    of, in the pack itself and in `others` that are in force here.
    """
    before = _versions(old, grammar) if old else {}
    faults = {
        fault
        for key, now in _versions(new, grammar).items()
        if key in before
        for fault in _not_raised(new, before[key], now)
    }
    for held in (*([old] if old else ()), *others):
        faults |= {fault for part in grammar.parts for fault in part.losses(held, new)}
    said = [_headline(old, new), *_versions_said(before, _versions(new, grammar), open_cases)]
    for part in grammar.parts:
        said += part.sentences(old, new)
    said += _files_said(old, new)
    return Plan(tuple(said), tuple(sorted(faults)), tuple(_touched(before, _versions(new, grammar))))


Key = tuple[str, str]


def _versions(world: PackWorld, grammar: Grammar) -> dict[Key, Versioned]:
    return {(one.kind.en, one.id): one for part in grammar.parts for one in part.versions(world)}


def _not_raised(world: PackWorld, before: Versioned, now: Versioned) -> Iterator[Fault]:
    expected = f"version {before.version + 1} or higher"
    if now.version < before.version:
        what = f'{now.kind.en} "{now.id}" goes back from version {before.version} to {now.version}'
        yield world.fault_at(now.path, ("version",), what, expected)
    elif now.version == before.version and now.content != before.content:
        what = f'{now.kind.en} "{now.id}" changed, and is still version {now.version}'
        yield world.fault_at(now.path, ("version",), what, expected)


def _headline(old: PackWorld | None, new: PackWorld) -> Said:
    if old is None:
        return Said(
            f"Gói “{new.id}” được áp dụng lần đầu, phiên bản {new.version}.",
            f"Pack “{new.id}” is applied for the first time, version {new.version}.",
        )
    if old.files == new.files:
        return Said(
            f"Gói “{new.id}” không có gì thay đổi so với bản đang dùng.",
            f"Nothing in pack “{new.id}” differs from what is in force.",
        )
    if old.version == new.version:
        return Said(
            f"Gói “{new.id}” thay đổi mà vẫn là phiên bản {new.version}: nên nâng phiên bản và ghi vào CHANGELOG.md.",
            f"Pack “{new.id}” changed, and is still version {new.version}: raise it, and tell in CHANGELOG.md.",
        )
    return Said(
        f"Gói “{new.id}”: phiên bản {old.version} → {new.version}.",
        f"Pack “{new.id}”: version {old.version} → {new.version}.",
    )


def _versions_said(
    before: dict[Key, Versioned], after: dict[Key, Versioned], open_cases: OpenCases
) -> Iterator[Said]:
    for key, now in after.items():
        was, kind = before.get(key), now.kind
        if was is None:
            yield Said(f"Thêm {kind.vi} “{now.id}”.", f"New {kind.en} “{now.id}”.")
        elif was.version != now.version:
            kept = open_cases.by_version(now.id)
            change = f"“{now.id}”: {was.version} → {now.version}; {sum(kept.values())}"
            yield Said(
                f"{_upper(kind.vi)} {change} hồ sơ đang mở giữ phiên bản lúc gửi{_each(kept, 'phiên bản')}.",
                f"{_upper(kind.en)} {change} open cases keep the version they were filed under"
                f"{_each(kept, 'version')}.",
            )
            yield from _pieces_said(was, now, open_cases)
    for key, was in before.items():
        if key not in after:
            left = sum(open_cases.by_version(was.id).values())
            yield Said(
                f"Ngừng {was.kind.vi} “{was.id}”; {left} hồ sơ đang mở vẫn được xử lý đến hết.",
                f"The {was.kind.en} “{was.id}” ends; {left} open cases are still handled to the end.",
            )


def _each(kept: Mapping[int, int], word: str) -> str:
    """Give the numbers of each version, where there are several.

    >>> _each({1: 40, 2: 3}, "version"), _each({1: 40}, "version")
    (' (version 1: 40, version 2: 3)', '')
    """
    if len(kept) < 2:
        return ""
    return f" ({', '.join(f'{word} {version}: {count}' for version, count in sorted(kept.items()))})"


def _pieces_said(was: Versioned, now: Versioned, open_cases: OpenCases) -> Iterator[Said]:
    """Say of every piece that changes or goes how many open cases are of it."""
    changed = _changed_pieces(was, now)
    counts = open_cases.by_piece(now.id) if changed else {}
    for piece in changed:
        count = counts.get(piece, 0)
        if piece in now.pieces:
            yield Said(
                f"“{piece}” thay đổi; {count} hồ sơ đang mở thuộc phần này.",
                f"“{piece}” changes; {count} open cases are of it.",
            )
        else:
            yield Said(
                f"“{piece}” bị bỏ; {count} hồ sơ đang mở thuộc phần này.",
                f"“{piece}” goes; {count} open cases are of it.",
            )


def _changed_pieces(was: Versioned, now: Versioned) -> tuple[str, ...]:
    return tuple(piece for piece, content in was.pieces.items() if now.pieces.get(piece) != content)


def _touched(before: Mapping[Key, Versioned], after: Mapping[Key, Versioned]) -> Iterator[Touched]:
    for key, was in before.items():
        now = after.get(key)
        if now is None or (now.version != was.version and now.rest != was.rest):
            yield Touched(was.id, None)
        elif now.version != was.version:
            yield Touched(was.id, _changed_pieces(was, now))


def _files_said(old: PackWorld | None, new: PackWorld) -> Iterator[Said]:
    """Count for every file what comes, changes and goes: rows of a table, else the file."""
    if old is None:
        yield Said(f"{len(new.files)} tệp mới.", f"{len(new.files)} new files.")
        return
    for path in sorted(old.files.keys() | new.files.keys()):
        if old.files.get(path) == new.files.get(path):
            continue
        if path not in old.files:
            yield Said(f"{path}: tệp mới.", f"{path}: new file.")
        elif path not in new.files:
            yield Said(f"{path}: bỏ tệp.", f"{path}: file removed.")
        else:
            yield _lines_said(path, old.files[path], new.files[path])


def _lines_said(path: str, old: bytes, new: bytes) -> Said:
    before, after = Counter(old.splitlines()), Counter(new.splitlines())
    come, gone = (after - before).total(), (before - after).total()
    return Said(
        f"{path}: {come} dòng mới hoặc sửa, {gone} dòng bỏ hoặc thay.",
        f"{path}: {come} lines new or changed, {gone} removed or replaced.",
    )


def _upper(word: str) -> str:
    return word[:1].upper() + word[1:]
