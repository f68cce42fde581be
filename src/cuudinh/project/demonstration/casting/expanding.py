"""Rows of casts: of the few values that were chosen for each its rows are made, day by day, in order of time.

It knows nothing of the platform, so that on SQLite a process without it can do this while another goes on choosing.
The rows of a case are spread over weeks. They wait by day, as the mould and the values of the cast, and become rows
only when their day is written: no more is held than the cases that are still going on.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from operator import itemgetter
from typing import Any, Final, NamedTuple

from cuudinh.project.demonstration.casting.codes import Codes
from cuudinh.project.demonstration.casting.log import End, Line, Log, salted

_MOMENT: Final = itemgetter(0)
NEWS: Final = "journal.OutboxEvent"
INBOX: Final = "journal.AuditInbox"
_PORTION: Final = 5000
# Where the body, what it is about and the moment stand in a line that waits for the log.
_BODY, _ABOUT, _AT = 1, 3, 4


class Form(NamedTuple):
    """A row with free places: constants, the columns that values fill, and the texts in which values stand.

    `at` is the value that puts it in order of time; `columns` are pairs of a column and a value, `texts` have their
    column, their pattern and their values.
    """

    model: str
    at: int
    constants: list[Any]
    columns: tuple[tuple[int, int], ...]
    texts: tuple[tuple[int, str, tuple[int, ...]], ...]
    is_numbered: bool


class Shape(NamedTuple):
    """What of a mould makes its rows: how many values a cast has, which of them come from where, and the forms.

    `own` is the value that stands for the number of a row in the forms of those that have one.
    """

    values: int
    own: int
    moments: list[tuple[int, int, str, bool, bool]]
    others: list[int]
    of_cases: list[list[int]]
    forms: list[tuple[Any, ...]]


class Start(NamedTuple):
    """What casts go on from: the last number of each table, from when on news is kept, and the end of the log."""

    numbers: dict[str, int]
    news_since: str
    end: End


# A cast: its number, that of its mould, days on, seconds, and values. A filing: its cast, its place among the cases
# of it, the values of the case, and its line of the log. A day: moulds, casts, filings, and the day to stop before.
Chosen = tuple[int, int, int, str, tuple[Any, ...]]
Filing = tuple[int, int, tuple[Any, ...], Line]
Day = tuple[list[tuple[Any, ...]], list[Chosen], list[Filing], str]


def filled(form: Form, values: Sequence[Any]) -> list[Any]:
    """Give a row of its form, without a number of its own.

    >>> filled(Form("", 0, [None, None, "kept", None], ((1, 0),), ((3, "case:%s", (1,)),), True), ["a", 12])
    [None, 'a', 'kept', 'case:12']
    """
    row = form.constants.copy()
    for column, value in form.columns:
        row[column] = values[value]
    for column, text, found in form.texts:
        row[column] = text % tuple(values[one] for one in found)
    return row


class _Row:
    """A row as it is made by the hundred thousand: one call takes all its columns out of the values of a cast."""

    __slots__ = ("at", "is_line", "is_news", "model", "own", "take", "texts")

    def __init__(self, form: Form, own: int | None, take: Callable[[Any], Any], texts: list[Any]) -> None:
        self.model, self.at, self.own = form.model, form.at, own
        self.is_line, self.is_news = form.model == INBOX, form.model == NEWS
        self.take, self.texts = take, texts


class _Mould:
    """A mould whose rows are known by day. A cast of it begins with `blank`: its values, room for texts, constants."""

    def __init__(self, shape: Shape) -> None:
        self.moments, self.others, self.of_cases = shape.moments, shape.others, shape.of_cases
        self.blank: list[Any] = [None] * shape.values
        self.own = shape.own
        self._known: dict[Any, int] = {}
        self.days: dict[int, list[_Row]] = defaultdict(list)
        days = {place: day for place, day, _clock, _is_act, is_iso in shape.moments if not is_iso}
        for found in shape.forms:
            form = Form(*found)
            self.days[days[form.at]].append(self._row(form))

    def _row(self, form: Form) -> _Row:
        places: dict[int, int] = dict(form.columns)
        texts = []
        for column, text, found in form.texts:
            places[column] = self._room((text, found), None)
            texts.append((places[column], text, itemgetter(*found)))
        for column, constant in enumerate(form.constants):
            if column not in places:
                places[column] = self._room((type(constant), constant), constant)
        take = itemgetter(*(places[column] for column in range(len(places))))
        return _Row(form, self.own if form.is_numbered else None, take, texts)

    def _room(self, key: Any, value: Any) -> int:
        """Give the place of a constant or of a text, the same one for all rows in which it stands."""
        if key not in self._known:
            self._known[key] = len(self.blank)
            self.blank.append(value)
        return self._known[key]


class Expanding:
    """Makes rows of casts and gives them to `put`, a table at a time, in order of time; lines go into the log."""

    def __init__(self, start: Start, put: Callable[[str, list[Any]], None]) -> None:
        self._put, self._numbers, self._news_since = put, start.numbers, start.news_since
        self._log, self._codes = Log(start.end, put), Codes()
        self._moulds: list[_Mould] = []
        self._casts: dict[int, tuple[_Mould, list[Any], int]] = {}
        self._waiting: dict[int, list[tuple[list[_Row], list[Any]]]] = defaultdict(list)
        self._filed: dict[str, list[tuple[str, None, Any]]] = defaultdict(list)
        self._days: dict[int, str] = {}
        self._rows: dict[str, list[Any]] = defaultdict(list)

    def day(self, found: Day) -> None:
        """Take what was chosen, and write everything of the days before a day."""
        moulds, casts, filings, until = found
        self._moulds += [_Mould(Shape(*shape)) for shape in moulds]
        for cast in casts:
            self._cast(*cast)
        for filing in filings:
            self._file(*filing)
        for known in sorted(self._waiting):
            day = self._text(known)
            if day >= until:
                break
            self._write([*self._filed.pop(day, ()), *self._due(self._waiting.pop(known))])
            del self._days[known]

    def _cast(self, number: int, mould_number: int, days: int, seconds: str, chosen: tuple[Any, ...]) -> None:
        mould = self._moulds[mould_number]
        values = mould.blank.copy()
        for place, day, clock, is_act, is_iso in mould.moments:
            shown = seconds if is_act else "00"
            text = self._days.get(day + days) or self._text(day + days)
            values[place] = f"{text}T{clock}:{shown}+00:00" if is_iso else f"{text} {clock}:{shown}"
        for place, value in zip(mould.others, chosen, strict=True):
            values[place] = value
        self._casts[number] = mould, values, len(mould.of_cases)
        for day, rows in mould.days.items():
            self._waiting[day + days].append((rows, values))

    def _file(self, number: int, case: int, of_case: tuple[Any, ...], line: Line) -> None:
        mould, values, left = self._casts.pop(number)
        for place, value in zip(mould.of_cases[case], of_case, strict=True):
            values[place] = value
        if left > 1:
            self._casts[number] = mould, values, left - 1
        self._filed[line[3][:10]].append((line[3], None, line))

    def _text(self, day: int) -> str:
        self._days[day] = text = date.fromordinal(day).isoformat()
        return text

    def _due(self, waiting: list[tuple[list[_Row], list[Any]]]) -> list[tuple[str, _Row, list[Any]]]:
        return [(values[row.at], row, values) for rows, values in waiting for row in rows]

    def _write(self, due: list[tuple[str, _Row | None, Any]]) -> None:
        """Make the rows of a day and give them away."""
        lines: list[Line] = []
        due.sort(key=_MOMENT)
        for at, row, values in due:
            if row is None:
                lines.append(values)
                continue
            for place, text, take in row.texts:
                if values[place] is None:
                    values[place] = text % take(values)
            if row.is_line:
                made = row.take(values)
                lines.append((*salted(made[_BODY], self._codes), made[_ABOUT], made[_AT]))
            elif not (row.is_news and at < self._news_since):
                self._keep(row, values)
        for name, rows in self._rows.items():
            self._put(name, rows)
            rows.clear()
        self._log.add(lines)

    def _keep(self, row: _Row, values: list[Any]) -> None:
        name = row.model
        if row.own is not None:
            self._numbers[name] = values[row.own] = self._numbers[name] + 1
        waiting = self._rows[name]
        waiting.append(row.take(values))
        if len(waiting) >= _PORTION:
            self._put(name, waiting)
            waiting.clear()
