"""What every importer gives: steps, ways between them, and what cannot be carried, each with its reason."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from cuudinh.kernel.flow import VERBS
from cuudinh.kernel.text import fold
from cuudinh.packs.editing import written

# What other systems call our verbs, where the word is not the same.
SYNONYMS: Final[Mapping[str, str]] = {
    "apply": "file",
    "create": "file",
    "submit": "file",
    "forward": "transfer",
    "reassign": "transfer",
    "reject": "refuse",
    "sendback": "return",
    "sendbacktocitizen": "ask",
    "resubmit": "reply",
    "verify": "verify",
    "close": "close",
    "cancel": "withdraw",
    "pay": "paid",
    "escalate": "note",
    "comment": "note",
}
ROLES: Final[Mapping[str, str]] = {
    "citizen": "reporter",
    "applicant": "reporter",
    "employee": "owner.officer",
    "officer": "owner.officer",
    "approver": "owner.head",
    "supervisor": "supervisor",
    "system": "system",
    "auto_escalate": "system",
}
# A case keeps the name of its state in so many letters.
NAME_MOST: Final = 24
_WORDS: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class NotCarried:
    """One element that cannot become a part of a flow: its name in the file, and why.

    Without some the flow is whole all the same (`is_fatal` is false): a time that has to be written anew.
    """

    element: str
    why: str
    is_fatal: bool = True

    def __str__(self) -> str:
        """Give it in one line."""
        return f"{self.element}: {self.why}"


@dataclass(frozen=True, slots=True)
class Way:
    """An act of the other system, with our verb and relations."""

    verb: str
    label: str
    source: str
    target: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportedFlow:
    """A workflow as it was read: its name, its first step, the words of its steps, its ways, its final steps.

    With anything fatal `refused` it is no flow: half of one would leave cases without a way on.
    """

    name: str
    initial: str
    states: Mapping[str, str]
    final: frozenset[str]
    ways: Sequence[Way]
    refused: Sequence[NotCarried]


def name_of(words: str) -> str:
    """Give a name of ours for words of another system.

    >>> name_of("Chờ xác minh"), name_of("PENDING_AT-LME")
    ('cho-xac-minh', 'pending-at-lme')
    """
    return _WORDS.sub("-", fold(words)).strip("-")[:NAME_MOST].strip("-")


def named_alike(titles: Sequence[str]) -> list[NotCarried]:
    """Give the steps whose names would be the same with us.

    >>> [one.element for one in named_alike(["Chờ duyệt", "CHỜ-DUYỆT", "Xong"])]
    ['CHỜ-DUYỆT']
    """
    seen: dict[str, str] = {}
    alike = [title for title in titles if seen.setdefault(name_of(title), title) != title]
    return [
        NotCarried(title, _("trùng tên với “{other}”").format(other=seen[name_of(title)])) for title in alike
    ]


def verb_of(action: str) -> str:
    """Give our verb for an action of another system; nothing when there is none of that meaning.

    >>> verb_of("ASSIGN"), verb_of("SENDBACKTOCITIZEN"), verb_of("DANCE")
    ('assign', 'ask', '')
    """
    plain = _WORDS.sub("_", action.lower()).strip("_")
    found = SYNONYMS.get(plain.replace("_", ""), plain)
    return found if found in VERBS else ""


def relation_of(role: str, roles: Mapping[str, str]) -> str:
    """Give our relation for a role of another system: as whoever imports says, else by its plain name."""
    return roles.get(role) or ROLES.get(role.lower(), "")


def yaml_of(flow: ImportedFlow, flow_id: str, kind: str, languages: Sequence[str]) -> str:
    """Give a flow as a file of a pack. Words stand in each language as the other system had them, to be translated."""
    lines = [
        f"# Nhập từ {flow.name}: kiểm tra lại lời, thời hạn và ai được làm trước khi dùng.",
        f"flow: {written(flow_id)}",
        "version: 1",
        f"kind: {written(kind)}",
        f"title: {written(_text(flow.name, languages))}",
        "",
        f"initial: {written(flow.initial)}",
        "states:",
    ]
    lines += [
        f"  {written(name)}: {written(_state(name, flow, label, languages))}"
        for name, label in flow.states.items()
    ]
    lines += ["", "acts:", *(f"  - {written(act)}" for act in _acts(flow, languages))]
    return "\n".join([*lines, ""])


def _state(name: str, flow: ImportedFlow, label: str, languages: Sequence[str]) -> dict[str, Any]:
    if name in flow.final:
        return {"phase": "final", "label": _text(label, languages)}
    asks = any(way.target == name and way.verb == "ask" for way in flow.ways)
    side = {"phase": "paused", "clock": "reporter"} if asks else {"phase": "open", "clock": "office"}
    return {**side, "label": _text(label, languages)}


def _acts(flow: ImportedFlow, languages: Sequence[str]) -> list[dict[str, Any]]:
    """Give the acts: ways of one verb, label, end and people from several steps are one act."""
    found: dict[tuple[Any, ...], list[str]] = {}
    for way in flow.ways:
        found.setdefault((way.verb, way.label, way.target, way.by), []).append(way.source)
    return [
        {"do": verb, "label": _text(label, languages), "from": sources, "to": target, "by": list(by)}
        for (verb, label, target, by), sources in found.items()
    ]


def _text(words: str, languages: Sequence[str]) -> dict[str, str]:
    return dict.fromkeys(languages, words)
