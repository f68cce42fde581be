"""Making a mould of a play: every column is a constant, a value of the cast, or a text with values in it."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import JSONField

from cuudinh.journal import audit
from cuudinh.project.demonstration.casting import tables
from cuudinh.project.demonstration.casting.expanding import Form
from cuudinh.project.demonstration.casting.log import SALT
from cuudinh.project.demonstration.casting.moulds import CaseMould, Counted, Moment, Mould
from cuudinh.project.demonstration.casting.playing import Played

_FAR: Final = 9000
_ISO: Final = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?\+00:00"
_DATED: Final = re.compile(r"((?:went:[^:]+:)?(?:day|hour|month)):(\d{4}-\d\d(?:-\d\d)?)(.*)$")
_SALTED: Final = re.compile(r'"salt":"[0-9a-f]{32}"')
_DIGEST: Final = re.compile(r'"(filed|filed_place)":"[0-9a-f]{64}"')
_ID_IN_TEXT: Final = re.compile(r'(?<="case_id":)\d+|(?<=^case:)\d+(?=:)')
_MARK: Final = re.compile(r'"?@@(#?)(\d+)@@"?')
_OF_CASE: Final = frozenset({"case_id", "master_id", "came_with_id"})
_AT_FILING: Final = frozenset({"cases.CaseUnit", "cases.Party", "cases.Attachment", "cases.DueTime"})
_MOMENTS: Final = (
    "at", "began_at", "published_at", "since", "opened_at", "asked_at", "given_at", "merged_at", "added_at",
)  # fmt: skip
# Columns that are made anew for each cast, by model; the others are found by what stands in them.
_MADE: Final = {
    "cases.Case": frozenset({"title", "text", "place", "lat", "lon", "cell", "area"}),
    "cases.Party": frozenset({"tracking_hash", "receipt"}),
}
# Somebody is waited for.
_GOING_ON: Final = frozenset({"open", "paused"})
_UNWRITTEN: Final = frozenset({"leaf"})
Column = tuple[Any, int | None, tuple[str, list[int]] | None]


@dataclass(slots=True)
class Moulding:
    """The making of one mould; collects the values that its rows ask for."""

    played: Played
    zone: ZoneInfo
    phase_of: Callable[[str], str]
    values: dict[tuple[Any, ...], int] = field(default_factory=dict)
    moments: dict[Moment, int] = field(default_factory=dict)
    _cases: dict[int, int] = field(default_factory=dict)
    _texts: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    _people: dict[int, int] = field(default_factory=dict)
    _pictures: dict[int, int] = field(default_factory=dict)
    _named: re.Pattern[str] = re.compile("")

    def made(self) -> Mould:
        """Give the mould."""
        rows = self.played.rows
        self._know(rows)
        cases = [self._case(place, row) for place, row in enumerate(rows["cases.Case"])]
        moulds = [
            self._row(name, row) for name in tables.CAST for row in rows[name] if self._stays(name, row)
        ]
        phases = [self.phase_of(row["state"]) for row in rows["cases.Case"]]
        events = len(rows["cases.Event"])
        is_over = not rows["cases.DueTime"] and set(phases) == {"final"}
        counted, told = self._counters(), Counter(row["account_id"] for row in rows["messages.Notice"])
        # Of what was written only the pictures are asked for again; the rest would be held for nothing.
        self.played.rows = {"journal.StoredPicture": rows["journal.StoredPicture"]}
        is_filing = [any('"case.file"' in text for _, text, _ in one.texts) for one in moulds]
        return Mould(
            played=self.played,
            cases=cases,
            moments=list(self.moments),
            values=self.values,
            rows=[one for one, is_one in zip(moulds, is_filing, strict=True) if not is_one],
            filed=[one for one, is_one in zip(moulds, is_filing, strict=True) if is_one],
            counted=counted,
            told=told,
            is_settled=is_over,
            events=events,
            open_cases=sum(phase in _GOING_ON for phase in phases),
            pictures=len(self._pictures),
        )

    def _know(self, rows: Mapping[str, list[dict[str, Any]]]) -> None:
        for place, row in enumerate(rows["cases.Case"]):
            self._cases[row["id"]] = place
            self._texts[row["number"]] = ("number", place)
        for place, account_id in enumerate(self.played.residents):
            self._people[account_id] = place
            self._texts[audit.pseudonym(account_id)] = ("pseudonym", place)
        for place, row in enumerate(rows["cases.Attachment"]):
            self._pictures[row["picture_id"]] = place
            self._texts[row["name"]] = ("name", place)
        self._named = re.compile("|".join([_ISO, *map(re.escape, self._texts)]))

    def _stays(self, name: str, row: Mapping[str, Any]) -> bool:
        """A picture that was chosen for an act that was refused belongs to no case and does not stay."""
        return name != "journal.StoredPicture" or row["id"] in self._pictures

    def value(self, *key: Any) -> int:
        """Give the place of a value among those of a cast."""
        return self.values.setdefault(key, len(self.values))

    def moment(self, moment: datetime, form: str) -> int:
        """Give the value of a moment, as a column (`db`) or in a text (`iso`)."""
        moment = moment.astimezone(UTC)
        found = Moment(moment.toordinal(), f"{moment:%H:%M}", bool(moment.microsecond))
        return self.value(form, self.moments.setdefault(found, len(self.moments)))

    def _case(self, place: int, row: Mapping[str, Any]) -> CaseMould:
        filed = [one for one in self.played.rows["cases.Attachment"] if one["case_id"] == row["id"]]
        return CaseMould(
            report=self.played.reports[place],
            unit_id=row["unit_id"],
            units=tuple(sorted(row["units"].items())),
            filed_pictures=tuple(
                self._pictures[one["picture_id"]] for one in filed if one["added_at"] == row["filed_at"]
            ),
            filed_day=row["filed_at"].astimezone(self.zone).date().toordinal(),
            answer=row["answer"],
        )

    def _row(self, name: str, row: dict[str, Any]) -> Form:
        fields = tables.model(name)._meta
        constants: list[Any] = []
        columns: list[tuple[int, int]] = []
        texts: list[tuple[int, str, tuple[int, ...]]] = []
        for place, (column, value) in enumerate(row.items()):
            is_json = isinstance(fields.get_field(column), JSONField)
            constant, hole, pattern = self._column(name, column, value, row, is_json)
            constants.append(constant)
            if hole is not None:
                columns.append((place, hole))
            if pattern is not None:
                texts.append((place, pattern[0], tuple(pattern[1])))
        is_numbered = (0, self.value("row")) in columns
        return Form(name, self._order(name, row), constants, tuple(columns), tuple(texts), is_numbered)

    def _order(self, name: str, row: Mapping[str, Any]) -> int:
        """Give the moment by which a row comes among the others."""
        case_id = {"cases.Case": row.get("id"), "journal.SearchEntry": row["id"] >> 16}.get(name)
        if name in _AT_FILING:
            case_id = row["case_id"]
        if case_id is not None:
            return self.moment(self.played.rows["cases.Case"][self._cases[case_id]]["filed_at"], "db")
        return next(self.moment(row[one], "db") for one in _MOMENTS if one in row)

    def _column(self, model: str, name: str, value: Any, row: Mapping[str, Any], is_json: bool) -> Column:
        """Give the constant, the value or the pattern of one column."""
        special = self._special(model, name, value, row)
        if special is not None:
            return None, special, None
        if value is None or name in _UNWRITTEN:
            return None, None, None
        if isinstance(value, datetime):
            if value.year == _FAR:
                return value.strftime("%Y-%m-%d %H:%M:%S"), None, None
            return None, self.moment(value, "db"), None
        if is_json:
            # Facts of notices are written as they read, those of events with every accent spelled out.
            return self._text(json.dumps(self._marked(value), ensure_ascii=model != "messages.Notice"))
        return self._text(self._marked_text(value)) if isinstance(value, str) else (value, None, None)

    def _special(self, model: str, name: str, value: Any, row: Mapping[str, Any]) -> int | None:
        """Give the value of a column that is an id, or is made anew; None for all others."""
        if name in _MADE.get(model, ()):
            return self.value(name, self._cases[row["case_id" if "case_id" in row else "id"]])
        if model == "journal.SearchEntry":
            return self._entry(name, row)
        if model == "journal.StoredPicture" and name in {"id", "name"}:
            return self.value("picture" if name == "id" else "stored", self._pictures[row["id"]])
        return self._id(model, name, value)

    def _id(self, model: str, name: str, value: Any) -> int | None:
        """Give the value of an id: of a case, of somebody who may be another, of a picture, of the row itself."""
        if value is not None and (name in _OF_CASE or (model, name) == ("cases.Case", "id")):
            return self.value("case", self._cases[value])
        if name == "account_id" and value in self._people:
            return self.value("person", self._people[value])
        if name == "picture_id":
            return self.value("picture", self._pictures[value])
        return self.value("row") if name == "id" else None

    def _entry(self, name: str, row: Mapping[str, Any]) -> int | None:
        """Give the id or the words of an entry of the search index."""
        place, kind = self._cases[row["id"] >> 16], row["id"] & 0xFFFF
        if name == "words":
            return self.value("words", place, row["kind"].endswith("office"))
        return self.value("entry", place, kind) if name == "id" else None

    def _text(self, marked: str) -> Column:
        """Give a text as a constant, or as a pattern when values stand in it."""
        keys = [int(found[2]) for found in _MARK.finditer(marked)]
        if not keys:
            return marked, None, None
        if re.fullmatch(r"@@\d+@@", marked):
            return None, keys[0], None
        pattern = _MARK.sub(
            lambda found: "%s" if found[1] else found[0].replace(f"@@{found[2]}@@", "%s"),
            marked.replace("%", "%%"),
        )
        return None, None, (pattern, keys)

    def _marked_text(self, text: str) -> str:
        """Put marks in the place of what differs from cast to cast."""
        text = _SALTED.sub(f'"salt":"{SALT}"', text)
        text = self._named.sub(self._mark, text)
        text = _ID_IN_TEXT.sub(lambda found: f"@@{self.value('case', self._cases[int(found[0])])}@@", text)
        about = next((place for number, (_, place) in self._texts.items() if self._is_about(number, text)), 0)
        return _DIGEST.sub(lambda found: f'"{found[1]}":"@@{self.value(found[1], about)}@@"', text)

    def _is_about(self, number: str, text: str) -> bool:
        key = self._texts[number]
        return key[0] == "number" and f"@@{self.value(*key)}@@" in text

    def _mark(self, found: re.Match[str]) -> str:
        known = self._texts.get(found[0])
        key = self.value(*known) if known else self.moment(datetime.fromisoformat(found[0]), "iso")
        return f"@@{key}@@"

    def _marked(self, value: Any, name: str = "") -> Any:
        if isinstance(value, Mapping):
            return {key: self._marked(one, key) for key, one in value.items()}
        if isinstance(value, list):
            return [self._marked(one) for one in value]
        if name in _OF_CASE and value is not None:
            return f"@@#{self.value('case', self._cases[value])}@@"
        return self._marked_text(value) if isinstance(value, str) else value

    def _counters(self) -> list[Counted]:
        counted: dict[tuple[str, int, int, str], int] = {}
        for moment, case, changes in self.played.counted:
            for name, by in changes.items():
                if not name.startswith("messages.unread:"):
                    key = self._undated(name, moment, case)
                    counted[key] = counted.get(key, 0) + by
        return [Counted(*key, by) for key, by in counted.items() if by]

    def _undated(self, name: str, moment: datetime, case: int) -> tuple[str, int, int, str]:
        """Take the date out of the name of a counter; give the day it stands for, in the zone of the province."""
        found = _DATED.match(name)
        if found is None:
            return name, 0, 0, ""
        kind, day, end = found.groups()
        if kind != "month":
            return f"{kind}:", date.fromisoformat(day).toordinal(), 10, end
        if ":unit:" in end and end.endswith(":resolved"):
            moment = self._resolved(moment, case)
        local = moment.astimezone(self.zone)
        assert f"{local:%Y-%m}" == day, f"{name} is not counted in the month of {local}"
        return "month:", local.toordinal(), 7, end

    def _resolved(self, until: datetime, case: int) -> datetime:
        """Give when a case was last resolved: its unit counts it in that month, whenever it was approved."""
        case_id = self.played.rows["cases.Case"][case]["id"]
        mine = [
            row for row in self.played.rows["cases.Event"] if row["case_id"] == case_id and row["at"] <= until
        ]
        moments = [row["facts"]["set"].get("resolved_at") for row in mine]
        return datetime.fromisoformat([one for one in moments if one][-1])
