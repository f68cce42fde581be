"""The filter of a public list, read from the address: text, topic, state, commune, period and tree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cuudinh.engines.cases.types import ListFilter
from cuudinh.engines.places import queries as places
from cuudinh.engines.places.types import UnknownUnit

TEXT_MOST = 120


@dataclass(frozen=True, slots=True)
class PublicFilter:
    """What the address says, as typed; `tree` is the day whose communes are offered, empty for today's."""

    text: str = ""
    topic: str = ""
    state: str = ""
    unit: str = ""
    since: str = ""
    until: str = ""
    tree: str = ""

    @property
    def tree_day(self) -> date | None:
        """The day whose communes are offered, None for today's."""
        return date.fromisoformat(self.tree) if self.tree else None

    @property
    def in_address(self) -> dict[str, str]:
        """The filter as it stands in an address, for links that keep it."""
        words = {
            "q": self.text,
            "linh-vuc": self.topic,
            "trang-thai": self.state,
            "dia-ban": self.unit,
            "tu": self.since,
            "den": self.until,
            "cay": self.tree,
        }
        return {name: value for name, value in words.items() if value}

    @property
    def narrowing(self) -> tuple[tuple[str, str], ...]:
        """What narrows the list, by its name in the address; the tree only changes which communes are offered."""
        return tuple((name, value) for name, value in self.in_address.items() if name != "cay")

    def without(self, name: str) -> dict[str, str]:
        """Give the filter as it stands in an address, without one of its conditions."""
        return {kept: value for kept, value in self.in_address.items() if kept != name}


def read_filter(query: Mapping[str, str]) -> PublicFilter:
    """Read the filter of an address; what cannot be read narrows nothing."""
    return PublicFilter(
        text=query.get("q", "").strip()[:TEXT_MOST],
        topic=query.get("linh-vuc", "")[:60],
        state=query.get("trang-thai", "")[:24],
        unit=query.get("dia-ban", "")[:40],
        since=_day(query.get("tu", "")),
        until=_day(query.get("den", "")),
        tree=_day(query.get("cay", "")),
    )


def _day(text: str) -> str:
    """Give a day as it is written in addresses; nothing for what is none, or lies where no database counts."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return day.isoformat() if 1900 <= day.year < 9000 else ""


def to_list_filter(found: PublicFilter, zone: str) -> ListFilter:
    """Give the filter of the cases engine: a unit means its communes on the tree it is of."""
    return ListFilter(
        text=found.text,
        topic=found.topic,
        state=found.state,
        unit_ids=_unit_ids(found.unit, found.tree_day),
        since=_start_of(found.since, zone),
        until=_start_of(found.until, zone, days_later=1),
    )


def _unit_ids(code: str, tree_day: date | None) -> tuple[int, ...]:
    if not code:
        return ()
    try:
        return places.communes_of(code, tree_day)
    except UnknownUnit:
        return ()


def _start_of(day: str, zone: str, days_later: int = 0) -> datetime | None:
    if not day:
        return None
    later = date.fromisoformat(day) + timedelta(days=days_later)
    return datetime.combine(later, time.min, ZoneInfo(zone))
