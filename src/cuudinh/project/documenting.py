"""The reference pages, written from the code: settings, refusals, events, routes, metrics, commands, pack keys.

What is generated cannot go stale unseen: a guard compares the pages with what the code gives now.
"""

import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

import cuudinh
from cuudinh.journal import meters
from cuudinh.kernel.refusal import Refusal
from cuudinh.packs.reference import reference
from cuudinh.project import documenting_proofs, documenting_security
from cuudinh.project.packing import grammar
from cuudinh.project.personal import REGISTER, personal_tables
from cuudinh.project.settings_declared import ROOT, SETTINGS
from cuudinh.web.routes import Route, Who, all_routes

CommandLine = TyperGroup | TyperCommand

FOLDER = ROOT / "docs" / "reference"
_NOT_PART_OF_THE_PRODUCT = ("tests", "migrations", "settings_for_tests", "pack_sources")
_EVENT = "Event: "


def pages(command_line: CommandLine) -> dict[str, str]:
    """Give every reference page: file name and text."""
    return {
        "settings.md": _settings(),
        "refusals.md": _refusals(),
        "events.md": _events(),
        "routes.md": _routes(),
        "metrics.md": _metrics(),
        "pack-keys.md": reference(grammar()),
        "pack-checks.md": documenting_proofs.page(product_modules()),
        "command-line.md": _commands(command_line),
        "personal-data.md": _personal(),
        "asvs.md": documenting_security.page(),
    }


def write(command_line: CommandLine) -> tuple[str, ...]:
    """Write the pages that changed and give their names."""
    stale = stale_pages(command_line)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(pages(command_line)[name], "utf-8")
    return stale


def stale_pages(command_line: CommandLine) -> tuple[str, ...]:
    """Give the names of pages that are not what the code gives now."""
    return tuple(name for name, text in pages(command_line).items() if _present(FOLDER / name) != text)


def _present(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


@cache
def product_modules() -> tuple[ModuleType, ...]:
    """Give every module of the product, imported; without tests, migrations and the makers of packs."""
    found = pkgutil.walk_packages(cuudinh.__path__, "cuudinh.", onerror=_rise)
    names = (module.name for module in found)
    wanted = (name for name in names if not set(_NOT_PART_OF_THE_PRODUCT) & set(name.split(".")))
    return tuple(import_module(name) for name in wanted)


def _rise(name: str) -> None:
    raise ImportError(f"{name} cannot be imported")


def refusals() -> tuple[type[Refusal], ...]:
    """Give every refusal of the product, by status and code."""
    classes = _classes(lambda cls: issubclass(cls, Refusal))
    return tuple(sorted(classes, key=lambda cls: (cls.status, cls.code, cls.__name__)))


def events() -> tuple[type, ...]:
    """Give every event: the dataclasses of the engines' types whose docstring says so."""
    return tuple(
        sorted(
            _classes(lambda cls: is_dataclass(cls) and _first_line(cls).startswith(_EVENT)),
            key=lambda cls: (cls.__module__, cls.__name__),
        )
    )


def _classes(wanted: Callable[[type], bool]) -> Iterator[type]:
    for module in product_modules():
        for cls in vars(module).values():
            if isinstance(cls, type) and cls.__module__ == module.__name__ and wanted(cls):
                yield cls


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def _settings() -> str:
    rows = [
        (
            f"`CUUDINH_{setting.name}`",
            setting.kind,
            f"`{setting.default}`" if setting.default else "–",
            setting.help,
        )
        for setting in SETTINGS
    ]
    return _page(
        "Settings",
        "Read from the environment, else from `settings.env` in the state folder, else the default.",
        _table(("setting", "kind", "default", "what it does"), rows),
    )


def _refusals() -> str:
    rows = [(str(cls.status), f"`{cls.code}`", cls.sentence, _without_status(cls)) for cls in refusals()]
    return _page(
        "Refusals",
        "Every no that is said on purpose. Interfaces answer it as problem JSON (RFC 9457) whose `type` ends "
        "in the code; pages say the sentence.",
        _table(("status", "code", "sentence", "when"), rows),
    )


def _without_status(cls: type[Refusal]) -> str:
    text = " ".join((inspect.getdoc(cls) or "").split())
    return text.removeprefix(f"{cls.status}: ")


def _events() -> str:
    rows = [
        (
            f"`{cls.__name__}`",
            cls.__module__.split(".")[2],
            " ".join((inspect.getdoc(cls) or "").split()).removeprefix(_EVENT),
            ", ".join(f"`{field.name}`" for field in fields(cls)),
        )
        for cls in events()
    ]
    return _page(
        "Events",
        "News that leaves an engine through the outbox, written in the transaction of the change it tells of "
        "and delivered at least once.",
        _table(("event", "engine", "what happened", "carries"), rows),
    )


def _routes() -> str:
    rows = [
        (
            f"`/{found.address}`",
            ", ".join(found.methods),
            _who(found.who),
            found.limit or "–",
            _first_line(found.view),
        )
        for found in sorted(declared_routes(), key=lambda found: found.address)
    ]
    return _page(
        "Addresses",
        "Every address that is served and who may call it; `HEAD` goes wherever `GET` does.",
        _table(("address", "methods", "who may call it", "limit", "what it does"), rows),
    )


def _personal() -> str:
    found = dict(personal_tables())
    rows = [
        (f"`{table}`", name, purpose, ", ".join(f"`{column}`" for column in found.get(table, ())))
        for table, (name, purpose) in sorted(REGISTER.items())
    ]
    return _page(
        "Personal data",
        "Every table that holds personal data: its class of retention, of which the pack says how long it is kept "
        "(`privacy/retention.yaml`), what it is used for, and the columns that are sealed or say whose it is.",
        _table(("table", "class", "used for", "columns"), rows),
    )


def _metrics() -> str:
    product_modules()
    rows = [
        (f"`{meter.name}`", meter.kind, ", ".join(f"`{label}`" for label in meter.labels) or "–", meter.help)
        for meter in meters.declared()
    ]
    return _page(
        "Metrics",
        "What `/metrics` answers to the watchers that the settings name, added up over all processes.",
        _table(("metric", "kind", "labels", "what it says"), rows),
    )


def declared_routes() -> tuple[Route, ...]:
    """Give every route of the platform; what tests declare for themselves is left out."""
    product_modules()
    modules = ((found, found.view.__module__) for found in all_routes())
    return tuple(
        found for found, module in modules if module.startswith("cuudinh.") and ".tests." not in module
    )


def _who(who: Who) -> str:
    if who.kind == "seated":
        return ", ".join(sorted(who.roles))
    others = {
        "everyone": "everyone",
        "signed_in": "whoever is signed in",
        "watchers": "programs that the settings METRICS_FROM and METRICS_TOKEN name",
    }
    return others[who.kind]


def _commands(command: CommandLine) -> str:
    sections = [_command(path, each) for path, each in _leaves("cuudinh", command)]
    return _page("Command line", "0 is success, 1 trouble told in one sentence, 2 wrong usage.", *sections)


def _leaves(path: str, command: CommandLine) -> Iterator[tuple[str, TyperCommand]]:
    if isinstance(command, TyperCommand):
        yield path, command
        return
    for name, inner in sorted(command.commands.items()):
        if isinstance(inner, CommandLine) and not inner.hidden:
            yield from _leaves(f"{path} {name}", inner)


def _command(path: str, command: TyperCommand) -> str:
    usage = " ".join([path, *command.collect_usage_pieces(typer.Context(command))])
    rows = [(_spelled(each), _help(each)) for each in command.params]
    parts = [f"## {path}", " ".join((command.help or "").split()), f"```\n{usage}\n```"]
    return "\n\n".join([*parts, _table(("parameter", "what it does"), rows)] if rows else parts)


def _spelled(parameter: Any) -> str:
    if isinstance(parameter, TyperOption):
        return ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    return f"`{parameter.name}`"


def _help(parameter: object) -> str:
    return str(getattr(parameter, "help", "") or "")


def _page(title: str, lead: str, *sections: str) -> str:
    note = "<!-- Written by `cuudinh docs` from the code; change the code, not this page. -->"
    return "\n\n".join([f"# {title}", note, lead, *(section.rstrip("\n") for section in sections)]) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
