"""Every setting of an installation, declared once: name, default, kind and help.

A value comes from the environment (`CUUDINH_<NAME>`), else from `var/settings.env`, else the default. One that
cannot be meant, and a name nobody declared, are refused: a slip in `CUUDINH_HTTPS` would be found by an attacker.
The reference page of settings is generated from this list; a setting read anywhere else fails a guard.
"""

import os
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from cuudinh.kernel.text import nearest
from cuudinh.project.trouble import Trouble

ROOT = Path(os.environ.get("CUUDINH_ROOT", Path(__file__).resolve().parents[3]))


@dataclass(frozen=True, slots=True)
class Setting:
    """One declared setting; `kind` is text, number, flag, path or networks. Some texts are one of a few `words`."""

    name: str
    default: str
    kind: str
    help: str
    words: tuple[str, ...] = ()


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "DATABASE",
        "",
        "text",
        "Address postgresql://user@host/name; local: a PostgreSQL server of its own in the state folder; "
        "empty: SQLite there.",
    ),
    Setting(
        "STATE", "var", "path", "Folder of everything an installation writes: database, files, keys, logs."
    ),
    Setting("PACKS", "packs", "path", "Folder in which packs are looked for."),
    Setting("HOST", "127.0.0.1", "text", "Address on which the platform listens."),
    Setting("PORT", "8000", "number", "Port of the pages; the live stream uses the next one."),
    Setting("WORKERS", "2", "number", "Number of web processes."),
    Setting("DEBUG", "no", "flag", "Show bugs in the browser; only for development."),
    Setting(
        "DEMO",
        "no",
        "flag",
        "Mark every page as a demonstration; after `cuudinh demo` each is marked anyway.",
    ),
    Setting(
        "SECRET", "", "text", "Secret for signed values; empty: one is made and kept in the state folder."
    ),
    Setting("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "text", "Host names that are answered, by comma."),
    Setting(
        "PROXIES",
        "127.0.0.1,::1",
        "text",
        "Addresses and networks, by comma, of web servers in front: what they say of a caller is believed.",
    ),
    Setting(
        "PUBLIC_ADDRESS",
        "",
        "text",
        "Address by which people reach the platform, as QR codes on papers say it; empty: the first of ALLOWED_HOSTS.",
    ),
    Setting("STREAM_ADDRESS", "", "text", "Public address of the live stream; empty: same host, next port."),
    Setting(
        "DURABILITY",
        "full",
        "text",
        "SQLite only: full (acknowledged means on disk) or normal.",
        words=("full", "normal"),
    ),
    Setting(
        "LOG_FORMAT",
        "auto",
        "text",
        "Form of the log's lines: json, text, or auto (text on a terminal).",
        words=("auto", "json", "text"),
    ),
    Setting(
        "METRICS_FROM",
        "",
        "networks",
        "Addresses and networks, by comma, of programs that may read /metrics; empty: none.",
    ),
    Setting(
        "METRICS_TOKEN", "", "text", "Token by which a program may read /metrics from anywhere; empty: none."
    ),
    Setting(
        "BACKUPS",
        "backups",
        "path",
        "Folder into which `cuudinh backup` writes, on another disk if it can be.",
    ),
    Setting(
        "MINUTES",
        "yes",
        "flag",
        "SQLite only: keep what changes between backups, in the folder of BACKUPS, so that any minute can be restored.",
    ),
    Setting(
        "VNEID_ISSUER",
        "",
        "text",
        "Address that names VNeID as the issuer of tokens, as agreed with it; empty: nobody signs in by VNeID.",
    ),
    Setting("VNEID_CLIENT", "", "text", "Name under which VNeID knows this installation."),
    Setting(
        "VNEID_SECRET",
        "",
        "text",
        "Secret agreed with VNeID; empty: the file `vneid-client` in the folder of keys holds it.",
    ),
    Setting(
        "FAKE_VNEID",
        "no",
        "flag",
        "Run a fake VNeID with invented people on the port after the live stream's; only in a demonstration.",
    ),
    Setting(
        "BANK_ADDRESS",
        "",
        "text",
        "Address at which the bank that holds the account of fees answers; empty: money is taken at desks only.",
    ),
    Setting("BANK_CLIENT", "", "text", "Name under which the bank knows this installation."),
    Setting(
        "BANK_ACCOUNT", "", "text", "The account of fees, as the bank names it in notices and statements."
    ),
    Setting(
        "BANK_SECRET",
        "",
        "text",
        "Secret agreed with the bank; empty: the file `bank-client` in the folder of keys holds it.",
    ),
    Setting(
        "SECURITY_CONTACT",
        "",
        "text",
        "Where weaknesses are reported, by comma: mailto: or https: addresses for /.well-known/security.txt.",
    ),
    Setting("HTTPS", "no", "flag", "The platform is reached by HTTPS: cookies are secure, HSTS is sent."),
)

_BY_NAME = {setting.name: setting for setting in SETTINGS}
_PREFIX = "CUUDINH_"
# Read before any setting can be: where the installation lies, and what a test run is told.
_OTHERS = {"CUUDINH_ROOT"}
_OF_TESTS = "CUUDINH_TEST_"
_YES, _NO = {"yes", "true", "1", "on"}, {"no", "false", "0", "off", ""}
_NUMBER_MOST = 65_534


def _read_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    pairs = (line.split("=", 1) for line in path.read_text("utf-8").splitlines() if "=" in line)
    return {key.strip(): value.strip() for key, value in pairs if not key.startswith("#")}


def value(name: str) -> str:
    """Give the value in force of a declared setting, as text. Raises `Trouble` for one that cannot be meant."""
    setting = _BY_NAME[name]
    return _checked(setting, _given(setting))


def _given(setting: Setting) -> str:
    key = f"{_PREFIX}{setting.name}"
    if key in os.environ:
        return os.environ[key]
    if setting.name == "STATE":
        return setting.default
    return _read_file(path("STATE") / "settings.env").get(key, setting.default)


def _checked(setting: Setting, given: str) -> str:
    """Give a value as it is used: words in small letters, a number that can be one."""
    if setting.kind == "flag":
        return _one_of(setting, given, _YES | _NO, "yes or no")
    if setting.kind == "number" and not (given.isdecimal() and 0 < int(given) <= _NUMBER_MOST):
        raise _refused(setting, given, f"a number from 1 to {_NUMBER_MOST}")
    return _one_of(setting, given, set(setting.words), " or ".join(setting.words)) if setting.words else given


def _one_of(setting: Setting, given: str, words: set[str], expected: str) -> str:
    if given.lower() not in words:
        raise _refused(setting, given, expected)
    return given.lower()


def _refused(setting: Setting, given: str, expected: str) -> Trouble:
    key = f"{_PREFIX}{setting.name}"
    return Trouble(f"{key} is “{given}”, and that cannot be meant.", f"Give {expected}.")


def environment_beside(**chosen: str) -> dict[str, str]:
    """Give the environment for a process with an installation of its own: nothing of this one's but what is chosen."""
    kept = {name: given for name, given in os.environ.items() if not name.startswith(_PREFIX)}
    kept |= {name: os.environ[name] for name in _OTHERS if name in os.environ}
    assert chosen.keys() <= _BY_NAME.keys(), f"no settings: {chosen.keys() - _BY_NAME.keys()}"
    return {**kept, **{f"{_PREFIX}{name}": given for name, given in chosen.items()}}


def refuse_unknown() -> None:
    """Raise `Trouble` for a name nobody declared, in the environment or the file of settings, with the nearest."""
    known = {f"{_PREFIX}{name}" for name in _BY_NAME} | _OTHERS
    given = {*os.environ, *_read_file(path("STATE") / "settings.env")}
    for name in sorted(given):
        if name.startswith(_PREFIX) and not name.startswith(_OF_TESTS) and name not in known:
            near = nearest(name, known)
            remedy = f"Did you mean {near}?" if near else "The reference of settings lists all."
            raise Trouble(f"There is no setting {name}.", remedy)


def put(name: str, text: str) -> None:
    """Set a declared setting for this process and for those it starts."""
    os.environ[f"{_PREFIX}{_BY_NAME[name].name}"] = text


def path(name: str) -> Path:
    """Give a path setting; a relative one starts at the root of the installation."""
    given = Path(value(name))
    return given if given.is_absolute() else ROOT / given


def flag(name: str) -> bool:
    """Give a yes/no setting."""
    return value(name) in _YES


def number(name: str) -> int:
    """Give a whole-number setting."""
    return int(value(name))


def public_address() -> str:
    """Give the address that is printed on papers: the one that is set, else made of the first host that is answered."""
    given = value("PUBLIC_ADDRESS").rstrip("/")
    if given:
        return given
    named = (host.strip() for host in value("ALLOWED_HOSTS").split(","))
    host = next((host for host in named if host not in {"", "*"}), "localhost")
    if flag("HTTPS"):
        return f"https://{host}"
    return f"http://{host}:{number('PORT')}"


def networks(name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Give the addresses and networks of a setting. Raises `Trouble` for one that is neither."""
    given = value(name)
    try:
        return tuple(ip_network(one.strip(), strict=False) for one in given.split(",") if one.strip())
    except ValueError as fault:
        raise _refused(
            _BY_NAME[name], given, "addresses such as 10.0.0.9 or networks such as 10.0.0.0/24"
        ) from fault
