"""How a notice is filled: pure, from a template and facts, in the language of its reader."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from string import Formatter
from typing import Any, Final

from cuudinh.kernel.numbers import moment_text
from cuudinh.kernel.redact import redact

Facts = Mapping[str, Any]

# Facts that would say who somebody is. A notice is read on borrowed phones and over shoulders.
PERSONAL: Final = frozenset(
    {"address", "caller", "contact", "email", "name", "officer", "phone", "reporter", "resident"}
)
MOMENT: Final = "moment"
_NOT_KNOWN: Final = "…"
_COVERED: Final = ("phone", "id_number", "plate")


def placeholders_in(text: str) -> Iterator[tuple[str, bool]]:
    """Give every placeholder of a text and whether it is a plain name; raises `ValueError` for stray braces.

    >>> list(placeholders_in("{number}: {topic!r}"))
    [('number', True), ('topic', False)]
    """
    for _, name, spec, conversion in Formatter().parse(text):
        if name is not None:
            yield name, name.isidentifier() and not spec and not conversion


def kept(facts: Facts, placeholders: Collection[str]) -> dict[str, Any]:
    """Give the facts that a template is filled with and nothing beyond, what is personal in words covered.

    >>> kept({"number": "PA-20261123-00042", "question": "Gọi 0905 000 001", "who": 7}, ["number", "question"])
    {'number': 'PA-20261123-00042', 'question': 'Gọi [số điện thoại]'}
    """
    return {name: _covered(facts[name]) for name in placeholders if name in facts}


def _covered(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value, _COVERED).text
    if isinstance(value, Mapping) and MOMENT not in value:
        return {language: _covered(text) for language, text in value.items()}
    return dict(value) if isinstance(value, Mapping) else value


def filled(template: str, facts: Facts, *, language: str, zone: str) -> str:
    """Fill a text; a fact is a text, a text by language, a number, or a moment (`{"moment": ISO}`).

    >>> facts = {"topic": {"vi": "Ổ gà", "en": "Pothole"}, "due": {"moment": "2026-11-23T08:00:00+00:00"}}
    >>> filled("{topic}, {due}", facts, language="en", zone="Asia/Ho_Chi_Minh")
    'Pothole, 23 November 2026 15:00'
    """
    words = {name: _worded(value, language, zone) for name, value in facts.items()}
    needed = {name: words.get(name) or _NOT_KNOWN for name, _ in placeholders_in(template)}
    return template.format_map(needed)


def _worded(value: Any, language: str, zone: str) -> str:
    if isinstance(value, Mapping):
        if MOMENT in value:
            return moment_text(datetime.fromisoformat(value[MOMENT]), zone, language)
        return str(value.get(language) or next(iter(value.values()), ""))
    return str(value)


def worded(texts: Mapping[str, str], language: str) -> str:
    """Give a text in a language, else in the first the pack has."""
    return texts.get(language) or next(iter(texts.values()))
