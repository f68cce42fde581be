"""How a paper is filled: pure, from a form of the pack and what an office says, to what the page is drawn from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from hashlib import sha256
from json import dumps
from string import Formatter
from typing import Any, Final, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from cuudinh.engines.documents.types import Paper
from cuudinh.kernel.numbers import date_text

Values = Mapping[str, Any]
Run = tuple[str, bool]

# What stands where an office said nothing: dots, to be written on by hand.
UNSAID: Final = "……………"
# What every paper can say beside its own fields.
OF_ALL: Final = frozenset({"office", "above", "number", "issued_at", "issued_at_date", "issued_at_day"})
ROWS: Final = "rows"
_CODE_LETTERS: Final = 20
_GROUP: Final = 5
_LETTERS: Final = frozenset("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
# What people read out or type in place of a letter that the codes leave out.
_MISREAD: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def moment_words(at: datetime, zone: str) -> str:
    """Give a moment as offices write it out, on the clocks of a zone.

    >>> moment_words(datetime.fromisoformat("2026-07-15T01:05Z"), "Asia/Ho_Chi_Minh")
    '08 giờ 05 phút, ngày 15 tháng 7 năm 2026'
    """
    here = at.astimezone(ZoneInfo(zone))
    return f"{here:%H} giờ {here:%M} phút, {day_words(here.date())}"


def day_words(day: date) -> str:
    """Give a day as offices write it out; the first two months and single days take a leading zero.

    Nghị định 30/2020/NĐ-CP, Phụ lục I: days below 10 and months 1 and 2 are written with a zero.

    >>> day_words(date(2026, 2, 3)), day_words(date(2026, 11, 27))
    ('ngày 03 tháng 02 năm 2026', 'ngày 27 tháng 11 năm 2026')
    """
    month = f"{day.month:02}" if day.month < 3 else f"{day.month}"
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def paper_number(count: int, symbol: str) -> str:
    """Give the number of a paper with its symbol; Nghị định 30/2020/NĐ-CP writes those below 10 with a zero.

    >>> paper_number(5, "HDHS"), paper_number(123, "PXL")
    ('05/HDHS', '123/PXL')
    """
    return f"{count:02}/{symbol}"


def placeholders_in(text: str) -> Iterator[tuple[str, bool]]:
    """Give every placeholder of a text and whether it is a plain name; raises `ValueError` for stray braces.

    >>> list(placeholders_in("Số: {number}, {code!r}"))
    [('number', True), ('code', False)]
    """
    for _, name, spec, conversion in Formatter().parse(text):
        if name is not None:
            yield name, name.isidentifier() and not spec and not conversion


def names_of(paper: type[Paper]) -> frozenset[str]:
    """Give what a line of a kind of paper may be filled with, its rows and lists apart.

    >>> from cuudinh.engines.documents.types import PAPERS
    >>> "new_due_at_day" in names_of(PAPERS[3]), "rows" in names_of(PAPERS[5]), "parts" in names_of(PAPERS[0])
    (True, False, False)
    """
    return (_own_names(paper) | OF_ALL) - lists_of(paper) - {ROWS}


def row_names_of(paper: type[Paper]) -> frozenset[str]:
    """Give what a column of a kind of paper may be filled with: the order of the row, and its own fields.

    >>> from cuudinh.engines.documents.types import PAPERS
    >>> sorted(row_names_of(PAPERS[5]))[-3:], row_names_of(PAPERS[0])
    (['order', 'result', 'taker'], frozenset())
    """
    hint = get_type_hints(paper).get(ROWS)
    return _own_names(get_args(hint)[0]) | {"order"} if hint is not None else frozenset()


def lists_of(paper: type[Paper]) -> frozenset[str]:
    """Give the fields of a kind of paper that are lists: each is a line of its own, printed as numbered lines.

    >>> from cuudinh.engines.documents.types import PAPERS
    >>> sorted(lists_of(PAPERS[0])), sorted(lists_of(PAPERS[1]))
    (['parts'], ['missing'])
    """
    hints = get_type_hints(paper)
    return frozenset(
        name for name, hint in hints.items() if get_origin(hint) is tuple and get_args(hint)[0] is str
    )


def _own_names(of: type[Any]) -> frozenset[str]:
    """Give the names of the fields of a dataclass, a moment in all its ways."""
    hints = get_type_hints(of)
    found = set()
    for one in fields(of):
        found.add(one.name)
        if _is_moment(hints[one.name]):
            found |= {f"{one.name}_date", f"{one.name}_day"}
    return frozenset(found)


def _is_moment(hint: Any) -> bool:
    return hint is datetime or datetime in get_args(hint)


def values_of(paper: Any, zone: str) -> dict[str, Any]:
    """Give what a form is filled with: texts, lists of texts, and rows of them.

    >>> from cuudinh.engines.documents.types import Rejection
    >>> paper = Rejection(place="A", applicant="B", service="C", reason="D", officer="E")
    >>> values_of(paper, "UTC")["reason"]
    'D'
    """
    found: dict[str, Any] = {}
    for one in fields(paper):
        value = getattr(paper, one.name)
        if isinstance(value, datetime):
            found |= moments_of(one.name, value, zone)
        elif isinstance(value, tuple):
            found[one.name] = _several(value, zone)
        else:
            found[one.name] = "" if value is None else str(value)
    return found


def moments_of(name: str, at: datetime, zone: str) -> dict[str, str]:
    """Give a moment in the three ways in which forms print it, by name.

    >>> moments_of("at", datetime.fromisoformat("2026-07-15T01:05Z"), "UTC")["at_day"]
    '15/07/2026'
    """
    day = at.astimezone(ZoneInfo(zone)).date()
    return {
        name: moment_words(at, zone),
        f"{name}_date": day_words(day),
        f"{name}_day": date_text(day),
    }


def _several(value: Sequence[Any], zone: str) -> list[Any]:
    """Give a list of texts as it is, and rows as texts by their names with the order of each."""
    return [
        {**values_of(one, zone), "order": str(place)} if is_dataclass(one) else str(one)
        for place, one in enumerate(value, start=1)
    ]


def runs_of(pattern: str, values: Values) -> list[Run]:
    """Give a line in pieces: words of the form, and what the office said (True). What it did not say is dots.

    >>> runs_of("Số điện thoại: {phone}  Email: {email}", {"phone": "0905 000 001", "email": ""})
    [('Số điện thoại: ', False), ('0905 000 001', True), ('  Email: ', False), ('……………', False)]
    """
    found: list[Run] = []
    for words, name, _, _ in Formatter().parse(pattern):
        if words:
            found.append((words, False))
        if name is not None:
            said = values.get(name)
            found.append((str(said), True) if said else (UNSAID, False))
    return found


def filled(pattern: str, values: Values) -> str:
    """Give a line as one text; what was not said is left out.

    >>> filled("{place}, ngày 1", {"place": "A"}), filled("{officer}", {})
    ('A, ngày 1', '')
    """
    return "".join(words for words, is_said in runs_of(pattern, values) if is_said or words != UNSAID)


def blocks_of(body: Sequence[str], values: Values) -> list[dict[str, Any]]:
    """Give the lines of a form: each in its pieces, or the things of a list.

    >>> blocks_of(["Gồm:", "{parts}"], {"parts": ["Đơn", "Bản sao"]})
    [{'runs': [('Gồm:', False)]}, {'things': ['Đơn', 'Bản sao']}]
    """
    return [_block(pattern, values) for pattern in body]


def _block(pattern: str, values: Values) -> dict[str, Any]:
    said = values.get(pattern[1:-1]) if pattern.startswith("{") and pattern.endswith("}") else None
    return {"things": said or [UNSAID]} if isinstance(said, list) else {"runs": runs_of(pattern, values)}


def sheet_of(form: Mapping[str, Any], heading: Mapping[str, Any], values: Values) -> dict[str, Any]:
    """Give what the page of a paper is drawn from, but for its code, form and signature."""
    columns = form["table"]
    return {
        "size": form["size"],
        "landscape": form["is_landscape"],
        "state": heading["state"],
        "motto": heading["motto"],
        "dateline": filled(heading["dateline"], values),
        "above": str(values.get("above", "")).upper(),
        "office": str(values.get("desk") or values.get("office", "")).upper(),
        "reference": runs_of(form["reference"], values),
        "title": form["title"],
        "greeting": runs_of(form["greeting"], values),
        "body": blocks_of(form["body"], values),
        "columns": [{name: one[name] for name in ("title", "group", "width")} for one in columns],
        "rows": [[filled(one["cell"], row) for one in columns] for row in values.get(ROWS, ())],
        "signatures": [
            {"title": one["title"], "hint": one["hint"], "name": filled(one["name"], values)}
            for one in form["signatures"]
        ],
        "notes": list(form["notes"]),
    }


def digest_of(values: Values) -> str:
    """Give the SHA-256, in hex, of everything a paper says. The code is part of it, so nobody guesses back.

    >>> digest_of({"b": "2", "a": ["1"]}) == digest_of({"a": ["1"], "b": "2"})
    True
    """
    return sha256(dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def code_text(code: str) -> str:
    """Give a code in groups, as it is printed and read out.

    >>> code_text("7KQ2M9XD0123456789AB")
    '7KQ2M-9XD01-23456-789AB'
    """
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def normal_code(typed: str) -> str:
    """Give a code as it is kept, however it was typed; empty where it can be none.

    >>> normal_code(" 7kq2m-9xdoi-23456-789ab "), normal_code("7KQ2M"), normal_code("€" * 20)
    ('7KQ2M9XD0123456789AB', '', '')
    """
    letters = "".join(one for one in typed.upper() if one.isalnum()).translate(_MISREAD)
    return letters if len(letters) == _CODE_LETTERS and _LETTERS.issuperset(letters) else ""
