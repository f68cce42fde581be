"""What applying a pack would change, in sentences, before anything is changed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from cuudinh.packs.faults import Fault
from cuudinh.packs.parts import Grammar, Said, Versioned
from cuudinh.packs.world import PackWorld


class OpenCases(Protocol):
    """Who knows how many cases are not finished yet; the cases engine does."""

    def count(self, service_id: str) -> int:
        """Give the number of open cases of a service, under any of its versions."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The sentences of a plan; with faults it cannot be carried out."""

    sentences: tuple[Said, ...]
    faults: tuple[Fault, ...]


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
    return Plan(tuple(said), tuple(sorted(faults)))


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
            kept = open_cases.count(now.id)
            change = f"“{now.id}”: {was.version} → {now.version}"
            yield Said(
                f"{_upper(kind.vi)} {change}; {kept} hồ sơ đang mở giữ phiên bản lúc gửi.",
                f"{_upper(kind.en)} {change}; {kept} open cases keep the version they were filed under.",
            )
    for key, was in before.items():
        if key not in after:
            kept = open_cases.count(was.id)
            yield Said(
                f"Ngừng {was.kind.vi} “{was.id}”; {kept} hồ sơ đang mở vẫn được xử lý đến hết.",
                f"The {was.kind.en} “{was.id}” ends; {kept} open cases are still handled to the end.",
            )


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
