"""Commands on reorganisations: what an act would do, doing it, and the proof that nothing was lost."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Final

import typer
from rich.console import Console

from cuudinh.engines.cases import commands as cases_commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import Inherits
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Ending, ReorganisationView
from cuudinh.engines.messages import queries as messages
from cuudinh.engines.places import queries as places
from cuudinh.journal import clerk
from cuudinh.kernel.actor import system
from cuudinh.project.console.days import day_of
from cuudinh.project.console.saying import done, plain, wrong
from cuudinh.project.trouble import Trouble

reorganise = typer.Typer(
    help="Offices that end, merge, divide or are renamed: plan, carry out, prove.", no_args_is_help=True
)

CONSOLE: Final = system("console")
_BY: Final = {
    "only": "the one successor",
    "place": "by where the case lies",
    "topic": "by its topic",
    "receiver": "the receiver of what is left",
}
Act = Annotated[str, typer.Argument(help="Name of the act: cuudinh reorganise list; none: all that are due.")]


@reorganise.command(name="list")
def list_acts() -> None:
    """List every act, of the pack and those that follow from successors, with its day and its offices."""
    console = Console(soft_wrap=True)
    for act in identity.reorganisations():
        document = act.document or "no document named"
        plain(console, f"{act.since}  {act.kind:6}  {act.id}  {len(act.offices)} offices  {document}")


@reorganise.command()
def plan(
    act: Act = "", on: Annotated[str, typer.Option(help="All acts of this day, such as 2025-07-01.")] = ""
) -> None:
    """Say with figures what an act would move, office by office, by the rules of the deed; nothing is changed."""
    console = Console(soft_wrap=True)
    for chosen in _chosen(act, on):
        _show_plan(console, chosen)


def _show_plan(console: Console, act: ReorganisationView) -> None:
    signed = f" of {act.signed}" if act.signed else ""
    plain(
        console,
        f"{act.name('en')} ({act.id}), in force from {act.since}; {act.document or 'no document'}{signed}",
    )
    ends = _endings_of(act)
    if not ends:
        plain(console, f"  {len(act.offices)} offices are renamed; nothing is moved.")
        return
    inherits = cases.inheritance_plan(CONSOLE, [one.office_id for one in ends], act.since)
    by_office: dict[int, list[Inherits]] = defaultdict(list)
    for one in inherits:
        by_office[one.office_id].append(one)
    for ended in ends:
        _show_office(console, ended, by_office[ended.office_id])
    total, parts = sum(one.cases for one in inherits), sum(one.parts for one in inherits)
    seats = identity.seats_in([one.office_id for one in ends], act.since)
    notices = messages.unread_among(identity.holders([one.office_id for one in ends], act.since))
    plain(
        console,
        f"  In all {len(ends)} offices, {total} open cases, {parts} parts, {seats} seats, {notices} unread notices.",
    )


def _show_office(console: Console, ended: Ending, inherits: Iterable[Inherits]) -> None:
    name = identity.office_name(ended.office_id, "en")
    moved = list(inherits)
    if not moved:
        return
    total, parts = sum(one.cases for one in moved), sum(one.parts for one in moved)
    plain(console, f"  {name} ({ended.code}): {total} open cases, {parts} parts")
    for one in moved:
        also = f" and {one.parts} parts" if one.parts else ""
        plain(console, f"    {one.cases}{also} to {identity.office_name(one.heir_id, 'en')}, {_BY[one.by]}")


@reorganise.command(name="carry-out")
def carry_out(act: Act = "") -> None:
    """Move seats and open work of offices that are gone; it may be stopped and begun again, and repeats nothing."""
    console = Console(soft_wrap=True)
    for chosen in _chosen(act, ""):
        if chosen.since > identity.today():
            raise Trouble(
                f"{chosen.id} is in force from {chosen.since}.", "The clerk carries it out on that day."
            )
        ids = [one.office_id for one in _endings_of(chosen)]
        seats = [identity_commands.hand_over_seats(CONSOLE, office_id=office_id) for office_id in ids]
        moved = cases_commands.hand_over_all(CONSOLE, ids)
        changed = sum(one.moved + one.ended for one in seats)
        done(console, f"{chosen.id}: {moved} cases moved, {changed} seats moved or ended")
    clerk.run_until_idle("outbox")


@reorganise.command()
def prove() -> None:
    """Prove that nothing was lost: what each office left is somewhere, all has an owner, all trees count the same.

    Answers 1 when anything does not hold.
    """
    console = Console(soft_wrap=True)
    sound = [_prove_offices(console), _prove_owners(console), _prove_trees(console)]
    raise typer.Exit(int(not all(sound)))


def _prove_offices(console: Console) -> bool:
    rows = cases.handed_over(CONSOLE)
    before, moved, settled = (
        (
            sum(counts)
            for counts in zip(*((one.cases_before, one.moved, one.settled) for one in rows), strict=True)
        )
        if rows
        else (0, 0, 0)
    )
    for one in rows:
        if not one.adds_up:
            code = identity.office_by_id(one.office_id).code
            wrong(
                console,
                f"{code}: {one.cases_before} before, {one.moved} moved, {one.settled} settled meanwhile",
            )
    if all(one.adds_up for one in rows):
        done(
            console,
            f"{len(rows)} offices left {before} open cases: {moved} moved, {settled} settled meanwhile, 0 lost",
        )
    return all(one.adds_up for one in rows)


def _prove_owners(console: Console) -> bool:
    left = cases.strays(CONSOLE)
    for one in left:
        office = identity.office_by_id(one.office_id).code if one.office_id is not None else "no office"
        wrong(console, f"{one.count} × {one.what} still with {office}")
    if not left:
        done(console, "every open case and every part has an owner that is in force today")
    return not left


def _prove_trees(console: Console) -> bool:
    days = [tree.first for tree in places.tree_days()]
    counts = {day: cases.open_by_unit(day) for day in days}
    expected = cases.open_cases_with_place()
    sound = set(counts.values()) <= {expected}
    told = ", ".join(f"{count} on the tree from {day}" for day, count in counts.items())
    (done if sound else wrong)(console, f"open cases with a place: {expected}; {told}")
    return sound


def _chosen(act: str, on: str) -> list[ReorganisationView]:
    """Give the acts that are meant: the named one, those of a day, or all that are in force."""
    acts = identity.reorganisations()
    if act:
        found = [one for one in acts if one.id == act]
        if not found:
            raise Trouble(f"No act is called {act}.", "cuudinh reorganise list names them.")
        return found
    day: date | None = day_of(on) if on else None
    return [one for one in acts if (one.since == day if day else one.since <= identity.today())]


def _endings_of(act: ReorganisationView) -> list[Ending]:
    return [one for one in identity.endings(act.since) if one.act.id == act.id]


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.add_typer(reorganise, name="reorganise")
