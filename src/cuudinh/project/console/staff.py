"""Commands on the accounts of staff: open, appoint, end, lock. Each is one act, and stands in the log."""

import secrets
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries
from cuudinh.kernel import clock
from cuudinh.kernel.actor import STATE, Actor, system
from cuudinh.project.console.days import day_of
from cuudinh.project.console.saying import done, plain

staff = typer.Typer(help="Accounts of staff and the seats they hold.", no_args_is_help=True)

Login = Annotated[str, typer.Argument(help="The name with which this person signs in.")]
Side = Annotated[str, typer.Option("--domain", help="Side of the organisation: state, party or front.")]
Signed = Annotated[str, typer.Option(help="Day of the document, as 2025-06-20.")]
Document = Annotated[str, typer.Option(help="Number of the decision that says so.")]


@staff.command(name="open")
def open_account(
    login: Login,
    name: Annotated[str, typer.Argument(help="Full name, as offices and residents see it.")],
    language: Annotated[str, typer.Option(help="Language of the pages: vi or en.")] = "vi",
    ask: Annotated[
        bool, typer.Option("--ask", help="Type the password; else one is made and shown once.")
    ] = False,
) -> None:
    """Open an account; what it may do comes by `staff appoint`."""
    # Never an argument: those stand in the list of processes and in the history of the shell.
    typed = typer.prompt("Password", hide_input=True, confirmation_prompt=True) if ask else ""
    password = typed or secrets.token_urlsafe(12)
    identity.open_staff_account(
        system("console"), login=login, name=name, password=password, language=language
    )
    console = Console(soft_wrap=True)
    done(console, f"{login} can sign in")
    if not typed:
        plain(console, f"Password, shown this once: {password}")
        plain(console, "Its owner changes it on the page of the account.")


@staff.command()
def show(login: Login, side: Side = STATE) -> None:
    """Show an account and every seat it holds or held on one side, each with its number."""
    view = queries.staff_account(login)
    console = Console(soft_wrap=True)
    plain(console, f"{view.login}  {view.name}  {'may sign in' if view.is_active else 'locked'}")
    for seat in queries.memberships_of(view.id, side):
        office = queries.office_by_id(seat.office_id, side).name("en")
        period = f"{seat.valid_from} – {seat.valid_to or '…'}"
        plain(console, f"  seat {seat.id}: {seat.role}, {office}, {period}, {seat.document}")


@staff.command()
def appoint(
    login: Login,
    office: Annotated[str, typer.Option(help="Code of the office.")],
    document: Document,
    role: Annotated[str, typer.Option(help="Role, as organisation/roles.yaml of the pack names it.")] = "",
    position: Annotated[str, typer.Option(help="Post of positions.yaml; it gives its own role.")] = "",
    since: Annotated[str, typer.Option(help="First day, as 2025-07-01; default: today.")] = "",
    signed: Signed = "",
    side: Side = STATE,
) -> None:
    """Give somebody a role or a post in an office from a day on."""
    first = day_of(since) if since else _today()
    account = queries.staff_account(login)
    seat = identity.appoint(
        _on(side),
        account_id=account.id,
        office_code=office,
        role=role,
        since=first,
        document=document,
        position=position,
        signed=day_of(signed) if signed else None,
    )
    done(Console(soft_wrap=True), f"{login} is {seat.role} of {office} from {first}: seat {seat.id}")


@staff.command()
def transfer(
    seat: Annotated[int, typer.Argument(help="Number of the seat that is left: cuudinh staff show LOGIN.")],
    office: Annotated[str, typer.Option(help="Code of the office that is moved to.")],
    document: Document,
    role: Annotated[str, typer.Option(help="Role there.")] = "",
    position: Annotated[str, typer.Option(help="Post there; it gives its own role.")] = "",
    since: Annotated[str, typer.Option(help="First day there; default: tomorrow.")] = "",
    signed: Signed = "",
    work_to: Annotated[
        str, typer.Option(help="Login of the colleague who gets the cases; none: the office.")
    ] = "",
    side: Side = STATE,
) -> None:
    """Move somebody to another office of the same side, in one act; cases they hold stay with the office they leave."""
    first = day_of(since) if since else _today() + timedelta(days=1)
    to = identity.Appointment(office, first, document, role, position, day_of(signed) if signed else None)
    colleague = queries.staff_account(work_to).id if work_to else None
    new = identity.transfer(_on(side), membership_id=seat, to=to, work_to=colleague)
    done(Console(soft_wrap=True), f"Seat {seat} ends, seat {new.id} in {office} begins on {first}")


@staff.command()
def end(
    seat: Annotated[int, typer.Argument(help="Number of the seat: cuudinh staff show LOGIN.")],
    document: Document,
    last: Annotated[str, typer.Option(help="Last day, as 2026-06-30; default: today.")] = "",
    side: Side = STATE,
) -> None:
    """End a seat with a day, the last on which it is held."""
    last_day = day_of(last) if last else _today()
    identity.end_membership(_on(side), membership_id=seat, last_day=last_day, document=document)
    done(Console(soft_wrap=True), f"Seat {seat} ends with {last_day}")


@staff.command()
def lock(login: Login) -> None:
    """Lock an account: whoever is signed in with it is out at once."""
    _set_active(login, is_active=False)
    done(Console(soft_wrap=True), f"{login} is locked")


@staff.command()
def unlock(login: Login) -> None:
    """Let a locked account in again."""
    _set_active(login, is_active=True)
    done(Console(soft_wrap=True), f"{login} can sign in again")


@staff.command(name="reset-factors")
def reset_factors(
    login: Login,
    reason: Annotated[
        str, typer.Option(help="Why, and how it was seen that it is they; it stands in the log.")
    ],
) -> None:
    """Take the second factors of somebody away who lost them; the password is left, and they are signed out."""
    account = queries.staff_account(login)
    identity.reset_factors(system("console"), account_id=account.id, reason=reason)
    done(Console(soft_wrap=True), f"{login} signs in by the password and sets a second step up again")


def _set_active(login: str, *, is_active: bool) -> None:
    account = queries.staff_account(login)
    identity.set_active(system("console"), account_id=account.id, is_active=is_active)


def _on(side: str) -> Actor:
    """Give the console as an actor on one side of the organisation."""
    return replace(system("console"), domain=side)


def _today() -> date:
    """Give today where the province lies."""
    return clock.now().astimezone(ZoneInfo(queries.time_zone())).date()


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.add_typer(staff, name="staff")
