"""The part of a pack that documents understands: the forms on which papers are printed, each with its days."""

from collections.abc import Collection, Iterator

from cuudinh.engines.documents.rules import lists_of, names_of, placeholders_in, row_names_of
from cuudinh.engines.documents.shapes import ColumnShape, HeadingShape, LayoutShape, PaperShape, PapersShape
from cuudinh.engines.documents.types import PAPERS, Paper
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.grammar import Shape
from cuudinh.packs.parts import Part, Pattern
from cuudinh.packs.world import PackWorld

__all__ = ["PART", "HeadingShape", "LayoutShape", "PaperShape", "PapersShape", "papers_of"]

KINDS: dict[str, type[Paper]] = {paper.kind: paper for paper in PAPERS}


def papers_of(world: PackWorld) -> list[tuple[HeadingShape, PaperShape]]:
    """Give the kinds of paper of a pack and of those it stands on, each with what stands above it."""
    return [(one.value.heading, paper) for one in world.shapes(PapersShape) for paper in one.value.papers]


def _check(world: PackWorld) -> Iterator[Fault]:
    seen: set[str] = set()
    for heading, shape in papers_of(world):
        if shape.id in seen:
            what = f'two kinds of paper are called "{shape.id}"'
            yield world.fault_of(shape, what, "id", expected="a name that is used once")
        seen.add(shape.id)
        paper = KINDS.get(shape.id)
        if paper is None:
            what = f'unknown kind of paper "{shape.id}"'
            yield world.fault_of(
                shape, what, "id", expected=one_of(KINDS), given=shape.id, names=sorted(KINDS)
            )
            continue
        yield from _wrong_texts(world, heading, ("state", "motto", "dateline", "check"), names_of(paper))
        yield from _wrong_forms(world, shape)
        for layout in shape.layouts:
            yield from _wrong_layout(world, layout, paper)


def _wrong_forms(world: PackWorld, shape: PaperShape) -> Iterator[Fault]:
    known = [layout.id for layout in shape.layouts]
    days = [dated.since for dated in shape.forms]
    for place, dated in enumerate(shape.forms):
        if dated.since in days[:place]:
            what = f'two forms of "{shape.id}" hold from {dated.since}'
            yield world.fault_of(dated, what, "since", expected="one form for each day")
        if known.count(dated.value.layout) != 1:
            given = dated.value.layout
            what = f'"{shape.id}" has {known.count(given) or "no"} layout called "{given}"'
            yield world.fault_of(
                dated.value, what, "layout", expected=one_of(known), given=given, names=known
            )


def _wrong_layout(world: PackWorld, form: LayoutShape, paper: type[Paper]) -> Iterator[Fault]:
    names, rows = names_of(paper), row_names_of(paper)
    yield from _wrong_texts(world, form, ("reference", "greeting"), names)
    lists = {f"{{{name}}}" for name in lists_of(paper)}
    for place, line in enumerate(form.body):
        if line in lists:
            continue
        yield from _wrong_text(world, form, line, names, "body", place)
    for signature in form.signatures:
        yield from _wrong_texts(world, signature, ("name",), names)
    for column in form.table:
        yield from _wrong_column(world, column, rows)
    if rows and not form.table:
        what = "the rows of this kind of paper have no table"
        yield world.fault_of(form, what, "table", expected="a column for each thing a row says")


def _wrong_column(world: PackWorld, column: ColumnShape, rows: Collection[str]) -> Iterator[Fault]:
    if not rows:
        yield world.fault_of(column, "this kind of paper has no rows", expected="no table")
        return
    yield from _wrong_text(world, column, column.cell, rows, "cell")


def _wrong_texts(
    world: PackWorld, shape: Shape, keys: tuple[str, ...], names: Collection[str]
) -> Iterator[Fault]:
    for key in keys:
        yield from _wrong_text(world, shape, getattr(shape, key), names, key)


def _wrong_text(
    world: PackWorld, shape: Shape, text: str, names: Collection[str], *keys: str | int
) -> Iterator[Fault]:
    try:
        found = list(placeholders_in(text))
    except ValueError as fault:
        yield world.fault_of(shape, f"{fault}", *keys, expected="braces around names only")
        return
    for name, is_plain in found:
        if not is_plain:
            yield world.fault_of(
                shape, f'"{{{name}}}" is more than a name', *keys, expected="a name in braces"
            )
        elif name not in names:
            what = f'unknown placeholder "{name}"'
            known = sorted(names)
            yield world.fault_of(shape, what, *keys, expected=one_of(known), given=name, names=known)


PART = Part(name="documents", patterns=(Pattern("papers/*.yaml", PapersShape),), check=_check)
