"""Checking a pack: read everything, then give every fault at once, sorted by file and line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cuudinh.packs.faults import Fault, KeyPath, PackRefused, unknown
from cuudinh.packs.grammar import Sentences
from cuudinh.packs.loading import MANIFEST, Pack
from cuudinh.packs.parts import Grammar, Part, Pattern
from cuudinh.packs.requiring import Standing, standing_of
from cuudinh.packs.shaping import read_file
from cuudinh.packs.world import Located, PackWorld, fits, within


def check(pack: Pack, library: Mapping[str, Pack], grammar: Grammar) -> list[Fault]:
    """Give everything that is wrong with a pack; a sound one has no faults."""
    return _read(pack, library, grammar).faults


def world_of(pack: Pack, library: Mapping[str, Pack], grammar: Grammar) -> PackWorld:
    """Give the world of a sound pack; raises `PackRefused` with every fault of another."""
    reading = _read(pack, library, grammar)
    if reading.faults or reading.world is None:
        raise PackRefused(pack.id, reading.faults)
    return reading.world


def world_as_kept(pack: Pack, library: Mapping[str, Pack], grammar: Grammar) -> PackWorld | None:
    """Give what can be read of a pack that was sound when it was applied; None when nothing can be.

    The grammar grows with the platform: what was sound once may have faults today, and is in force still.
    """
    return _read(pack, library, grammar).world


def faults_in(world: PackWorld, grammar: Grammar) -> list[Fault]:
    """Give what is wrong with a world whose files could all be read, such as one with some files changed."""
    spoken = dict.fromkeys(world.origins.values(), world.languages)
    return sorted({*_wrong_texts(world, spoken), *_asked(world, grammar, set())})


@dataclass(frozen=True, slots=True)
class _Reading:
    """What could be read of a pack, and everything that is wrong with it."""

    world: PackWorld | None
    faults: list[Fault]


def _read(pack: Pack, library: Mapping[str, Pack], grammar: Grammar) -> _Reading:
    standing, faults = standing_of(pack, library, grammar.platform)
    if standing is None:
        return _Reading(None, sorted(set(faults)))
    records: list[Located[Any]] = [standing.sheet]
    unsound: set[str] = set()
    for path, body in standing.files.items():
        place = _place_of(path, grammar)
        if place is None:
            faults.append(_unknown_file(standing, path, grammar))
        elif path != MANIFEST:
            part, pattern = place
            found, wrong = read_file(pattern, path, standing.shown(path), body)
            records += found
            faults += wrong
            unsound |= {part.name} if wrong else set()
    world = PackWorld(standing.sheet.value, standing.packs, standing.files, standing.origins, tuple(records))
    spoken = {origin: standing.languages[origin] for origin in set(standing.origins.values())}
    faults += _wrong_texts(world, spoken)
    faults += _asked(world, grammar, unsound)
    return _Reading(world, sorted(set(faults)))


def _place_of(path: str, grammar: Grammar) -> tuple[Part, Pattern] | None:
    for part in grammar.parts:
        for pattern in part.patterns:
            if fits(path, pattern.glob):
                return part, pattern
    return None


def _asked(world: PackWorld, grammar: Grammar, unsound: set[str]) -> Iterator[Fault]:
    """Ask the parts, lowest first, up to the first that has any fault.

    What stands above may rely on what is below: routing walks up a tree of units that has no circle. Asked
    all the same it would walk for ever, or drown the fault that matters in those that follow from it.
    """
    for part in grammar.parts:
        found = list(part.check(world)) if part.name not in unsound else []
        yield from found
        if found or part.name in unsound:
            return


def _unknown_file(standing: Standing, path: str, grammar: Grammar) -> Fault:
    """A file nobody reads is a mistake, most often in its name; what could stand in its folder is named."""
    globs = [_filled(pattern.glob, path) for pattern in grammar.patterns]
    folder = path.rpartition("/")[0]
    beside = {glob for glob in globs if glob.rpartition("/")[0] == folder}
    return unknown("file", path, beside or set(globs), file=standing.shown(path), line=1)


def _filled(glob: str, path: str) -> str:
    """A glob with the names it leaves open filled from a path that lies as deep: what was perhaps meant.

    >>> _filled("services/*/*.yaml", "services/tree/topics.yml")
    'services/tree/topics.yaml'
    """
    names, given = glob.split("/"), path.split("/")
    if len(names) != len(given):
        return glob
    folders = [mine if name == "*" else name for name, mine in zip(names[:-1], given[:-1], strict=True)]
    last = names[-1]
    return "/".join([*folders, given[-1].split(".")[0] + last[1:] if last.startswith("*.") else last])


def _wrong_texts(world: PackWorld, spoken: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """Every text is there in the languages of the pack, and in none that its own pack did not declare (`spoken`)."""
    first = world.languages[0]
    for record in world.records:
        declared = spoken[world.origins[record.path]]
        for keys, value in within(record.value):
            if not isinstance(value, Sentences):
                continue
            if first not in value:
                what = f'no text in "{first}", the first language of the pack'
                yield world.fault_in(record, keys, what, f"a text in {first}")
            yield from _silent(world, record, keys, value, declared)
            for language in value.keys() - set(declared):
                yield world.fault_in(
                    record, (*keys, language), f'a text in "{language}"', f"languages {', '.join(declared)}"
                )


def _silent(
    world: PackWorld, record: Located[Any], keys: KeyPath, value: Sentences, declared: Sequence[str]
) -> Iterator[Fault]:
    """Every text is there in the other languages of the pack too, where its own pack has them, and says something."""
    others = [language for language in world.languages[1:] if language in declared]
    missing = [language for language in others if language not in value]
    if missing:
        what = f"{'.'.join(map(str, keys))} has no text in {', '.join(sorted(missing))}"
        yield world.fault_in(record, keys, what, "a text in every language of the pack")
    for language, text in value.items():
        if not text.strip():
            what = f'the text in "{language}" says nothing'
            yield world.fault_in(record, (*keys, language), what, "words")
