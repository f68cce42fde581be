"""Every setting of an installation, declared once: name, default, kind and help.

A value comes from the environment (`CUUDINH_<NAME>`), else from `var/settings.env`, else the default.
The reference page of settings is generated from this list; a setting read anywhere else fails a guard.
"""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(os.environ.get("CUUDINH_ROOT", Path(__file__).resolve().parents[3]))


@dataclass(frozen=True, slots=True)
class Setting:
    """One declared setting; `kind` is text, number, flag or path."""

    name: str
    default: str
    kind: str
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "DATABASE", "", "text", "Address postgresql://user@host/name; empty: SQLite in the state folder."
    ),
    Setting(
        "STATE", "var", "path", "Folder of everything an installation writes: database, files, keys, logs."
    ),
    Setting("PACKS", "packs", "path", "Folder in which packs are looked for."),
    Setting("HOST", "127.0.0.1", "text", "Address on which the platform listens."),
    Setting("PORT", "8000", "number", "Port of the pages; the live stream uses the next one."),
    Setting("WORKERS", "2", "number", "Number of web processes."),
    Setting("DEBUG", "no", "flag", "Show bugs in the browser; only for development."),
    Setting("DEMO", "no", "flag", "Mark every page as a demonstration with invented data."),
    Setting(
        "SECRET", "", "text", "Secret for signed values; empty: one is made and kept in the state folder."
    ),
    Setting("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "text", "Host names that are answered, by comma."),
    Setting("STREAM_ADDRESS", "", "text", "Public address of the live stream; empty: same host, next port."),
    Setting("DURABILITY", "full", "text", "SQLite only: full (acknowledged means on disk) or normal."),
    Setting("HTTPS", "no", "flag", "The platform is reached by HTTPS: cookies are secure, HSTS is sent."),
)

_BY_NAME = {setting.name: setting for setting in SETTINGS}


def _read_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    pairs = (line.split("=", 1) for line in path.read_text("utf-8").splitlines() if "=" in line)
    return {key.strip(): value.strip() for key, value in pairs if not key.startswith("#")}


def value(name: str) -> str:
    """Give the value in force of a declared setting, as text."""
    setting = _BY_NAME[name]
    key = f"CUUDINH_{name}"
    if key in os.environ:
        return os.environ[key]
    if name == "STATE":
        return setting.default
    return _read_file(path("STATE") / "settings.env").get(key, setting.default)


def put(name: str, text: str) -> None:
    """Set a declared setting for this process and for those it starts."""
    os.environ[f"CUUDINH_{_BY_NAME[name].name}"] = text


def path(name: str) -> Path:
    """Give a path setting; a relative one starts at the root of the installation."""
    given = Path(value(name))
    return given if given.is_absolute() else ROOT / given


def flag(name: str) -> bool:
    """Give a yes/no setting."""
    return value(name).lower() in {"yes", "true", "1", "on"}


def number(name: str) -> int:
    """Give a whole-number setting."""
    return int(value(name))
