"""SCIM 2.0 read strictly: what a system tells of a person, changes of parts of it, filters. Pure."""

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cuudinh.engines.identity.types import ScimFault

USER: Final = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE: Final = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PERSON: Final = "urn:cuudinh:params:scim:schemas:extension:person:1.0:User"
GROUP: Final = "urn:ietf:params:scim:schemas:core:2.0:Group"
LETTERS_MOST: Final = 200
VALUES_MOST: Final = 20
_TEXTS: Final = (
    "userName",
    "externalId",
    "displayName",
    "nickName",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
)
_NAMES: Final = ("formatted", "familyName", "givenName", "middleName")
_LISTS: Final = ("emails", "phoneNumbers")
_PARTS: Final = ("value", "type", "display")
_EXTENSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    ENTERPRISE: ("employeeNumber", "organization", "department", "division", "costCenter"),
    PERSON: ("citizenNumber",),
}
_CITIZEN = re.compile(r"^\d{12}$")
_PATH = re.compile(
    r"^(?:(?P<urn>urn:[A-Za-z0-9:._-]+):)?(?P<name>[A-Za-z]\w*)"
    r"(?:\[(?P<by>\w+) eq (?P<quoted>\"[^\"]*\")\])?(?:\.(?P<sub>\w+))?$"
)
_FILTER = re.compile(
    r"^\s*(?P<name>[A-Za-z.]+)\s+eq\s+\"(?P<value>(?:[^\"\\]|\\[\"\\])*)\"\s*$", re.IGNORECASE
)


def user_of(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is kept of a person: the attributes that we know, each of its kind. Raises `ScimFault`.

    What we do not know is not kept, since nobody said what it would be for.
    """
    kept: dict[str, Any] = {name: _text(name, sent[name]) for name in _TEXTS if sent.get(name) is not None}
    if not kept.get("userName"):
        raise ScimFault("userName is required", kind="invalidValue")
    kept["active"] = _flag(sent.get("active", True))
    if sent.get("name") is not None:
        kept["name"] = _texts_in("name", sent["name"], _NAMES)
    for name in _LISTS:
        if sent.get(name):
            kept[name] = _values(name, sent[name])
    for urn, names in _EXTENSIONS.items():
        if sent.get(urn) is not None:
            kept[urn] = _texts_in(urn, sent[urn], names)
    number = kept.get(PERSON, {}).get("citizenNumber")
    if number and not _CITIZEN.match(number):
        raise ScimFault("citizenNumber must have 12 digits", kind="invalidValue")
    return {name: value for name, value in kept.items() if value not in ("", {}, [])}


def group_of(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is kept of a group: its name, the system's own number, and the refs of its members."""
    name = _text("displayName", sent.get("displayName") or "")
    if not name:
        raise ScimFault("displayName is required", kind="invalidValue")
    members = sent.get("members") or []
    if not isinstance(members, list) or not all(
        isinstance(one, dict) and one.get("value") for one in members
    ):
        raise ScimFault("members must have values", kind="invalidValue")
    refs = list(dict.fromkeys(_text("members", one["value"]) for one in members))
    return {
        "displayName": name,
        "externalId": _text("externalId", sent.get("externalId") or ""),
        "members": refs,
    }


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > LETTERS_MOST or "\x00" in value:
        raise ScimFault(f"{name} must be a text of at most {LETTERS_MOST} letters", kind="invalidValue")
    return value.strip()


def _flag(value: Any) -> bool:
    # Some systems send the words.
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise ScimFault("active must be true or false", kind="invalidValue")
    return value


def _texts_in(name: str, value: Any, names: Sequence[str]) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ScimFault(f"{name} must be an object", kind="invalidValue")
    return {one: _text(one, value[one]) for one in names if value.get(one) is not None}


def _values(name: str, value: Any) -> list[dict[str, Any]]:
    rows = value if isinstance(value, list) else [value]
    if len(rows) > VALUES_MOST or not all(isinstance(row, dict) and row.get("value") for row in rows):
        raise ScimFault(f"{name} must be a list of at most {VALUES_MOST} values", kind="invalidValue")
    return [
        {**_texts_in(name, row, _PARTS), **({"primary": True} if row.get("primary") is True else {})}
        for row in rows
    ]


def number_of(attributes: Mapping[str, Any]) -> str:
    """Give the citizen number that a system tells of, or nothing."""
    return str(attributes.get(PERSON, {}).get("citizenNumber", ""))


@dataclass(frozen=True, slots=True)
class Path:
    """What an operation is about: an attribute, perhaps one of its values by a condition, perhaps a part of it."""

    urn: str
    name: str
    by: str
    equals: str
    sub: str


def path_of(text: str) -> Path:
    """Read the path of an operation. Raises `ScimFault`.

    >>> path_of('emails[type eq "work"].value')
    Path(urn='', name='emails', by='type', equals='work', sub='value')
    """
    found = _PATH.match(text)
    if found is None:
        raise ScimFault("the path of an operation cannot be read", kind="invalidPath")
    urn, by, quoted, sub = (found[name] or "" for name in ("urn", "by", "quoted", "sub"))
    return Path("" if urn in {USER, GROUP} else urn, found["name"], by, quoted.strip('"'), sub)


def patched(attributes: Mapping[str, Any], operations: Any) -> dict[str, Any]:
    """Give attributes with operations carried out in their order; none when one cannot be. Raises `ScimFault`.

    >>> patched({"userName": "a", "title": "x"}, [{"op": "Replace", "path": "title", "value": "y"}])["title"]
    'y'
    """
    if not isinstance(operations, list) or not operations:
        raise ScimFault("Operations must be a list", kind="invalidSyntax")
    made = copy.deepcopy(dict(attributes))
    for one in operations:
        verb = str(one.get("op", "")).lower() if isinstance(one, dict) else ""
        if verb not in {"add", "replace", "remove"}:
            raise ScimFault("op must be add, replace or remove", kind="invalidSyntax")
        _carry_out(made, verb, str(one.get("path") or ""), one.get("value"))
    return made


def _carry_out(made: dict[str, Any], verb: str, path: str, value: Any) -> None:
    if path:
        found = path_of(path)
        home = made.setdefault(found.urn, {}) if found.urn else made
        _at(home, verb, found, value)
        return
    if verb == "remove":
        raise ScimFault("remove needs a path", kind="noTarget")
    if not isinstance(value, dict):
        raise ScimFault("without a path, value must be an object", kind="invalidSyntax")
    for name, part in value.items():
        if name in _EXTENSIONS and isinstance(part, dict):
            made[name] = {**made.get(name, {}), **part}
        else:
            _at(made, verb, path_of(name), part)


def _at(home: dict[str, Any], verb: str, path: Path, value: Any) -> None:
    if path.by:
        _in_chosen(home, verb, path, value)
    elif path.sub:
        part = home.setdefault(path.name, {})
        if not isinstance(part, dict):
            raise ScimFault(f"{path.name} has no parts", kind="invalidPath")
        _put(part, verb, path.sub, value)
    else:
        _put(home, verb, path.name, value)


def _put(home: dict[str, Any], verb: str, name: str, value: Any) -> None:
    if verb == "remove":
        left = _without(home.get(name), value)
        home.pop(name, None)
        if left:
            home[name] = left
    elif verb == "add" and isinstance(home.get(name), list):
        more = value if isinstance(value, list) else [value]
        home[name] = [*home[name], *(one for one in more if one not in home[name])]
    else:
        home[name] = value


def _without(held: Any, value: Any) -> list[Any]:
    """Give what is left of a list when some of it is taken out by value, as groups lose members; else nothing."""
    if not isinstance(held, list) or not value:
        return []
    gone = {_value(one) for one in (value if isinstance(value, list) else [value])}
    return [one for one in held if _value(one) not in gone]


def _value(one: Any) -> str:
    return str(one.get("value") if isinstance(one, dict) else one)


def _in_chosen(home: dict[str, Any], verb: str, path: Path, value: Any) -> None:
    rows = home.setdefault(path.name, [])
    chosen = [row for row in rows if isinstance(row, dict) and row.get(path.by) == path.equals]
    if not chosen and verb != "remove":
        chosen = [{path.by: path.equals}]
        rows.extend(chosen)
    if verb == "remove" and not path.sub:
        home[path.name] = [row for row in rows if row not in chosen]
        return
    for row in chosen:
        if path.sub:
            _put(row, verb, path.sub, value)
        elif isinstance(value, dict):
            row.update(value)


def filter_of(text: str, names: Sequence[str]) -> tuple[str, str] | None:
    """Read a filter: one attribute that equals a text; None without one. Raises `ScimFault` for any other.

    >>> filter_of('userName eq "lan"', ("userName",))
    ('userName', 'lan')
    """
    if not text:
        return None
    found = _FILTER.match(text)
    known = {name.lower(): name for name in names}
    if found is None or found["name"].lower() not in known:
        raise ScimFault(f"only eq on {', '.join(names)} is filtered by", kind="invalidFilter")
    return known[found["name"].lower()], re.sub(r"\\(.)", r"\1", found["value"])


def differing(held: Mapping[str, Any], stated: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the attributes in which what a system states differs from what is held; what it does not state agrees.

    >>> differing({"title": "a", "active": True}, {"title": "b"})
    ('title',)
    """
    return tuple(
        sorted(name for name, value in stated.items() if held.get(name) != value and name != "externalId")
    )
