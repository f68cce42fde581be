"""Commands on other systems that people sign in to through us, and on what they tell of their people."""

import csv
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries
from cuudinh.engines.identity.types import Ask, NewClient
from cuudinh.kernel.actor import system
from cuudinh.project.console.saying import done, plain, wrong
from cuudinh.project.trouble import Trouble

client = typer.Typer(
    help="Other systems that people sign in to through us, and what they tell.", no_args_is_help=True
)

Code = Annotated[str, typer.Argument(help="Code of the system, such as truong-thcs-a.")]
_CONSOLE = system("console")
_PAGE = 1_000


@client.command()
def add(
    code: Code,
    name: Annotated[str, typer.Argument(help="Name, as the page of consent shows it.")],
    back: Annotated[list[str], typer.Option(help="Address to return to, whole; may be given again.")] = [],  # noqa: B006
    goodbye: Annotated[list[str], typer.Option(help="Address after signing out; may be given again.")] = [],  # noqa: B006
    tell: Annotated[str, typer.Option(help="Address that is told when somebody signs out here.")] = "",
    item: Annotated[
        list[str], typer.Option(help="Item it may ask for; with =REASON it cannot do without.")
    ] = [],  # noqa: B006
    sector: Annotated[str, typer.Option(help="Systems of one sector know a person by one name.")] = "",
    level: Annotated[int, typer.Option(help="Least level of assurance: 1, 2 or 3.")] = 1,
    provisions: Annotated[bool, typer.Option("--scim", help="It tells of its people by SCIM.")] = False,
    must_push: Annotated[bool, typer.Option("--par", help="It has to send its requests ahead.")] = False,
    keys: Annotated[
        Path | None, typer.Option(help="File of its public keys (JWKS) instead of a secret.")
    ] = None,
) -> None:
    """Register a system; its secret is shown this once."""
    asked = NewClient(
        client_id=code,
        names={"vi": name},
        return_addresses=tuple(back),
        after_sign_out_addresses=tuple(goodbye),
        sign_out_address=tell,
        sector=sector,
        asks=tuple(map(_ask, item)),
        grants=(
            *(("authorization_code", "refresh_token") if back else ()),
            *(("client_credentials",) if provisions else ()),
        ),
        auth_method="client_secret_basic" if keys is None else "private_key_jwt",
        jwks=_keys_in(keys),
        must_push=must_push,
        least_level=level,
    )
    _view, secret = identity.add_client(_CONSOLE, asked=asked)
    console = Console(soft_wrap=True)
    done(console, f"{code} is registered")
    if secret.secret:
        plain(console, f"Secret, shown this once: {secret.secret}")


def _ask(text: str) -> Ask:
    item, _equals, reason = text.partition("=")
    return Ask(item, {"vi": reason} if reason else {})


def _keys_in(path: Path | None) -> dict[str, object] | None:
    return identity.read_keys(path.read_bytes()) if path is not None else None


@client.command(name="list")
def list_clients() -> None:
    """Show every system: what it may ask, how it proves who it is, and whether it was withdrawn."""
    console = Console(soft_wrap=True)
    for one in queries.all_clients(_CONSOLE):
        state = f"withdrawn: {one.withdrawn_for}" if one.withdrawn_at else one.auth_method
        items = ", ".join(ask.item + ("!" if ask.is_required else "") for ask in one.asks) or "nothing"
        plain(console, f"{one.client_id}  {one.name()}  [{state}]  asks for {items}")


@client.command()
def rotate(code: Code) -> None:
    """Give a system a new secret; the one before opens for a day more."""
    secret = identity.rotate_secret(_CONSOLE, client_id=code)
    console = Console(soft_wrap=True)
    done(console, f"{code} has a new secret; the old one opens until tomorrow")
    plain(console, f"Secret, shown this once: {secret.secret}")


@client.command()
def withdraw(code: Code, reason: Annotated[str, typer.Option(help="Why.")]) -> None:
    """Withdraw a system: every token it holds is over at once."""
    identity.withdraw_client(_CONSOLE, client_id=code, reason=reason)
    done(Console(soft_wrap=True), f"{code} is withdrawn")


@client.command(name="signing-keys")
def signing_keys() -> None:
    """Let the keys that were made ahead sign from now on; they change by themselves every 90 days."""
    kids = identity.rotate_signing_keys(_CONSOLE)
    done(Console(soft_wrap=True), f"{', '.join(kids)} sign from now on")


@client.command()
def compare(
    code: Code,
    file: Annotated[Path, typer.Argument(help="CSV with externalId, userName, active and more.")],
    label: Annotated[str, typer.Option(help="What this statement is called, such as 2026-11-27.")],
) -> None:
    """Compare whom a system says it has, in a table, with whom we hold; tells a hundred percent only if computed."""
    rows, asking = _rows_of(file), queries.client(code)
    found = None
    for begin in range(0, len(rows), _PAGE):
        page = rows[begin : begin + _PAGE]
        is_last = begin + _PAGE >= len(rows)
        found = identity.state(_CONSOLE, asking=asking, label=label, people=page, is_last=is_last)
    if found is None:
        raise Trouble(f"There is nobody in {file}.", "Give a table with a row for each person.")
    console = Console(soft_wrap=True)
    plain(console, f"stated {found.stated}, held {found.held}, alike {found.agreeing}, proved {found.proved}")
    if found.is_synchronised:
        done(console, "100% synchronised")
        return
    for reason, count in found.exceptions.items():
        wrong(console, f"{reason}: {count}")
    for one in queries.exceptions(found.id, most=20):
        plain(console, f"  {one.reason}  {one.external_id}  {one.detail}")


def _rows_of(file: Path) -> list[dict[str, object]]:
    with file.open(encoding="utf-8-sig", newline="") as table:
        return [_row_of(row) for row in csv.DictReader(table)]


def _row_of(row: dict[str, str]) -> dict[str, object]:
    told: dict[str, object] = {name: value for name, value in row.items() if value and name != "active"}
    if row.get("active"):
        told["active"] = row["active"].strip().lower() in {"true", "1", "yes"}
    return told


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.add_typer(client, name="client")
