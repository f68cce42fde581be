"""Dated rows that are added to a service: a deadline, a price, who answers. What was in force stays as it was.

A row is never written over: whoever was promised seven days was promised seven days, whatever is decided later.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from cuudinh.engines.cases.studio.fields import Sheet
from cuudinh.kernel.refusal import Incomplete
from cuudinh.packs import editing
from cuudinh.packs.faults import KeyPath

UNITS: Final = ("working_days", "working_hours", "hours", "minutes")
LEVELS: Final = ("commune", "district", "province")
_AMOUNT_DIGITS_MOST: Final = 10


@dataclass(frozen=True, slots=True)
class RowList:
    """A list of dated rows of a file: where it stands, what it is of, its rows as the file has them."""

    path: str
    keys: KeyPath
    title: str
    rows: Sequence[Mapping[str, Any]]

    @property
    def name(self) -> str:
        """Give the name by which a form chooses it."""
        return "/".join(str(key) for key in self.keys)


def deadlines_of(path: str, sheet: Sheet, language: str) -> Iterator[RowList]:
    """Give the lists of deadlines of `service.yaml` or `topics.yaml`."""
    titles = {"default": _("Thời hạn chung"), "immediate": _("Thời hạn xử lý tức thời")}
    for name, title in titles.items():
        rows = sheet.get("deadlines", {}).get(name)
        if rows:
            yield RowList(path, ("deadlines", name), title, rows)
    for place, topic in enumerate(sheet.get("topics", ())):
        if topic.get("deadline"):
            title = topic["title"].get(language) or topic["id"]
            yield RowList(path, ("topics", place, "deadline"), title, topic["deadline"])


def owners_of(path: str, sheet: Sheet, language: str) -> Iterator[RowList]:
    """Give the lists of who answers: of a dossier one, of other services one for each topic."""
    if sheet.get("owner"):
        yield RowList(path, ("owner",), _("Đơn vị giải quyết"), sheet["owner"])
    for place, topic in enumerate(sheet.get("topics", ())):
        title = topic["title"].get(language) or topic["id"]
        yield RowList(path, ("topics", place, "owner"), title, topic["owner"])


def prices_of(path: str, sheet: Sheet, fee_id: str, language: str) -> Iterator[RowList]:
    """Give the list of prices of a fee, where a file of fees has it."""
    for place, fee in enumerate(sheet.get("fees", ())):
        if fee["id"] == fee_id:
            title = fee["title"].get(language) or fee_id
            yield RowList(path, ("fees", place, "prices"), title, fee["prices"])


def with_deadline(text: str, rows: RowList, given: Mapping[str, str], today: date) -> str:
    """Give a file with one more deadline. Raises `Incomplete` with what is wrong, by field."""
    faults = _faults_of_since(rows, given, today)
    amount = _number(given.get("amount", ""))
    if not amount:
        faults["amount"] = _("Ghi một số lớn hơn 0.")
    if given.get("unit") not in UNITS:
        faults["unit"] = _("Chọn đơn vị thời gian.")
    _refuse(faults)
    row = {"since": given["since"], "value": {given["unit"]: amount}, **_source(given)}
    return editing.add(text, rows.keys, row)


def with_price(text: str, rows: RowList, given: Mapping[str, str], today: date) -> str:
    """Give a file with one more price: the lines of the last one with other amounts. Raises `Incomplete`."""
    faults = _faults_of_since(rows, given, today)
    last = rows.rows[-1]
    amounts = {}
    for line in last["lines"]:
        found = _number(given.get(f"line.{line['id']}", ""))
        if found is None:
            faults[f"line.{line['id']}"] = _("Ghi số tiền bằng đồng.")
        amounts[line["id"]] = found
    _refuse(faults)
    lines = [{**line, "amount_vnd": amounts[line["id"]]} for line in last["lines"]]
    kept = {name: value for name, value in last.items() if name in {"most_vnd", "times"}}
    return editing.add(text, rows.keys, {"since": given["since"], **_source(given), **kept, "lines": lines})


def with_owner(text: str, rows: RowList, given: Mapping[str, str], today: date) -> str:
    """Give a file in which somebody else answers from a day on: open rules end the day before.

    Raises `Incomplete`.
    """
    faults = _faults_of_since(rows, given, today)
    office, function = given.get("office", "").strip(), given.get("function", "").strip()
    if bool(office) == bool(function):
        faults["office"] = _("Chọn một đơn vị, hoặc một chức năng với cấp.")
    if function and given.get("at") not in LEVELS:
        faults["at"] = _("Chọn cấp của đơn vị.")
    _refuse(faults)
    until = (date.fromisoformat(given["since"]) - timedelta(days=1)).isoformat()
    for place, row in enumerate(rows.rows):
        if "until" not in row and "when" not in row and not row.get("units"):
            text = editing.put(text, (*rows.keys, place, "until"), until)
    who = {"office": office} if office else {"function": function, "at": given["at"]}
    return editing.add(text, rows.keys, {"since": given["since"], **who, "source": given["source"].strip()})


def without_row(text: str, rows: RowList, place: int, today: date) -> str:
    """Give a file without a row that has not begun yet. Raises `Incomplete` for one that is or was in force."""
    if not 0 <= place < len(rows.rows) or rows.rows[place]["since"] <= today.isoformat():
        raise Incomplete(faults={"row": _("Dòng đã có hiệu lực thì không bỏ được.")})
    return editing.drop(text, (*rows.keys, place))


def _faults_of_since(rows: RowList, given: Mapping[str, str], today: date) -> dict[str, str]:
    faults = {}
    since = given.get("since", "")
    if not _is_day(since):
        faults["since"] = _("Ghi ngày bắt đầu.")
    elif since <= today.isoformat():
        faults["since"] = _("Quy định mới bắt đầu từ ngày mai trở đi; điều đã hứa với người dân giữ nguyên.")
    elif any(row["since"] >= since for row in rows.rows):
        faults["since"] = _("Đã có dòng bắt đầu từ ngày này hoặc sau đó.")
    if not given.get("source", "").strip():
        faults["source"] = _("Ghi văn bản quy định, hoặc ghi là chưa đối chiếu.")
    return faults


def _source(given: Mapping[str, str]) -> dict[str, str]:
    return {"mark": "K", "source": given["source"].strip()}


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _number(text: str) -> int | None:
    said = text.replace(".", "").strip()
    return int(said) if said.isdecimal() and len(said) <= _AMOUNT_DIGITS_MOST else None


def _refuse(faults: Mapping[str, str]) -> None:
    if faults:
        raise Incomplete(faults=faults)
