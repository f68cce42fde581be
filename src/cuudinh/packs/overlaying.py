"""A pack with some files changed, read over what was read before: a studio asks at every saving.

Reading a whole province takes seconds; what did not change was sound before and is taken as it is. Before anything is
put in force, the whole is checked all the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from cuudinh.packs.faults import Fault
from cuudinh.packs.loading import Pack
from cuudinh.packs.manifest import PackShape
from cuudinh.packs.parts import Grammar, Pattern
from cuudinh.packs.shaping import read_file
from cuudinh.packs.world import Located, PackWorld, fits


def overlaid(base: PackWorld, files: Mapping[str, bytes], grammar: Grammar) -> tuple[PackWorld, list[Fault]]:
    """Give a world in which the pack has these files too, in the place of those of the same path; and their faults.

    A file that cannot be read has no shapes there. Files that no part knows are faults.
    """
    found: list[Located[Any]] = []
    faults: list[Fault] = []
    for path, body in files.items():
        pattern = pattern_of(path, grammar)
        if pattern is None:
            faults.append(Fault(path, 1, f'unknown file "{path}"', "a file that packs have"))
            continue
        shapes, wrong = read_file(pattern, path, path, body)
        found += shapes
        faults += wrong
    kept = (record for record in base.records if record.path not in files)
    records = tuple(sorted([*kept, *found], key=lambda record: (record.path, record.line)))
    manifest = next((one.value for one in found if isinstance(one.value, PackShape)), base.manifest)
    return replace(
        base,
        manifest=manifest,
        packs=tuple(_packs(base, files)),
        files=dict(sorted({**base.files, **files}.items())),
        origins={**base.origins, **dict.fromkeys(files, base.id)},
        records=records,
    ), sorted(set(faults))


def pattern_of(path: str, grammar: Grammar) -> Pattern | None:
    """Give how a file of this path is written; None when packs have none such."""
    patterns = grammar.patterns
    return next((one for one in patterns if fits(path, one.glob)), None)


def _packs(base: PackWorld, files: Mapping[str, bytes]) -> Iterator[Pack]:
    for pack in base.packs:
        yield Pack(pack.id, {**pack.files, **files}) if pack.id == base.id else pack
