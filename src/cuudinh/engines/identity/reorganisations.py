"""Acts of reorganisation: what is wrong with them in a pack, and what they make of each office that ends.

Pure: rows of a pack and views in, faults and endings out. An office that ends without an act that names it gets one
that follows from its successors, so that its work never stays with nobody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from cuudinh.engines.identity.shapes import OfficeRow
from cuudinh.engines.identity.shapes_organisation import ReorganisationShape, ReorganisationsShape
from cuudinh.engines.identity.tree import FOR_EVER, day_after
from cuudinh.engines.identity.types import Ending, OfficeView, ReorganisationView
from cuudinh.kernel.numbers import date_text
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.world import PackWorld

BOTH_WAYS: Final = ("place", "topic")
_SUCCESSORS: Final[Mapping[str, str]] = {
    "merge": "one successor",
    "split": "two successors or more",
    "close": "no successor",
}


def reorganisations_of(world: PackWorld) -> list[ReorganisationShape]:
    """Give the acts of a pack, in the order of its file."""
    return [one for file in world.shapes(ReorganisationsShape) for one in file.value.reorganisations]


def wrong_reorganisations(world: PackWorld, rows: Iterable[OfficeRow]) -> Iterator[Fault]:
    """Give what is wrong with the acts of a pack: names, days, successors, who receives."""
    by_code: dict[str, list[OfficeRow]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    named: dict[tuple[str, str], str] = {}
    seen: set[str] = set()
    for act in reorganisations_of(world):
        if act.id in seen:
            yield world.fault_of(act, f'two acts are called "{act.id}"', "id", expected="each once")
        seen.add(act.id)
        yield from _wrong_receiver(world, act, by_code)
        for code in act.offices:
            yield from _wrong_office(world, act, code, by_code)
            other = named.setdefault((code, act.since), act.id)
            if other != act.id:
                what = f'"{code}" is named by "{other}" too'
                yield world.fault_of(act, what, "offices", expected="one act for each office and day")


def _wrong_receiver(
    world: PackWorld, act: ReorganisationShape, by_code: Mapping[str, Sequence[OfficeRow]]
) -> Iterator[Fault]:
    if act.receiver is None:
        if act.kind in {"split", "close"}:
            what = f'"{act.id}" does not say who gets what nothing else gives to anybody'
            yield world.fault_of(act, what, "receiver", expected="an office")
        return
    if act.receiver not in by_code:
        what = f'unknown office "{act.receiver}"'
        names = sorted(by_code)
        yield world.fault_of(act, what, "receiver", expected=one_of(names), given=act.receiver, names=names)
    elif not any(row.valid_from <= act.since <= (row.valid_to or FOR_EVER) for row in by_code[act.receiver]):
        what = f'"{act.receiver}" is not in force on {act.since}'
        yield world.fault_of(act, what, "receiver", expected="an office in force on that day")


def _wrong_office(
    world: PackWorld, act: ReorganisationShape, code: str, by_code: Mapping[str, Sequence[OfficeRow]]
) -> Iterator[Fault]:
    if code not in by_code:
        names = sorted(by_code)
        what = f'unknown office "{code}"'
        yield world.fault_of(act, what, "offices", expected=one_of(names), given=code, names=names)
        return
    ended = next(
        (row for row in by_code[code] if row.valid_to and day_after(row.valid_to) == act.since), None
    )
    goes_on = any(row.valid_from == act.since for row in by_code[code])
    if ended is None or goes_on != (act.kind == "rename"):
        what = (
            f'"{code}" does not {"change" if act.kind == "rename" else "end"} with the day before {act.since}'
        )
        yield world.fault_of(act, what, "offices", expected="the day that stands in offices.csv")
    elif act.kind != "rename" and _kind_of(len(ended.successors)) != act.kind:
        what = f'"{code}" has {len(ended.successors)} successors'
        yield world.fault_of(act, what, "offices", expected=_SUCCESSORS[act.kind])


def _kind_of(successors: int) -> str:
    return {0: "close", 1: "merge"}.get(successors, "split")


def endings(
    periods: Mapping[int, Sequence[OfficeView]],
    successors: Mapping[tuple[int, date], Sequence[int]],
    acts: Iterable[ReorganisationView],
) -> dict[int, Ending]:
    """Give of each office whose end is known what becomes of it."""
    by_office = {(code, act.since): act for act in acts for code in act.offices if act.kind != "rename"}
    found = {}
    for office_id, views in periods.items():
        last = views[-1]
        if last.valid_to is not None:
            since = last.valid_to + timedelta(days=1)
            heirs = tuple(successors.get((office_id, since), ()))
            act = by_office.get((last.code, since)) or _derived(last, since, len(heirs))
            receiver = act.receiver_id or _receiver(last, since, heirs, periods)
            found[office_id] = Ending(office_id, last.code, since, act, heirs, receiver)
    return found


def _derived(last: OfficeView, since: date, heirs: int) -> ReorganisationView:
    """Give the act that follows from the successors of an office which no act names."""
    kind = _kind_of(heirs)
    return ReorganisationView(
        id=f"{since.isoformat()}-{kind}",
        title={
            "vi": f"Sắp xếp tổ chức ngày {date_text(since)}",
            "en": f"Reorganisation of {date_text(since, 'en')}",
        },
        since=since,
        kind=kind,
        offices=(last.code,),
        document="",
        signed=None,
        divide=BOTH_WAYS,
        receiver_id=None,
        seats="move" if heirs == 1 else "end",
        is_derived=True,
    )


def _receiver(
    last: OfficeView, since: date, heirs: Sequence[int], periods: Mapping[int, Sequence[OfficeView]]
) -> int | None:
    """Give the first heir, else the nearest office above that goes on."""
    if heirs:
        return heirs[0]
    above, seen = last.parent_id, set[int]()
    while above is not None and above not in seen:
        seen.add(above)
        if any(view.in_force(since) for view in periods.get(above, ())):
            return above
        above = periods[above][-1].parent_id if above in periods else None
    return None
