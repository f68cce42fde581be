"""The shapes of the part of a pack that says where things are and when offices work."""

from typing import Literal

from pydantic import Field

from cuudinh.packs.grammar import Code, Day, Mark, Shape, Text
from cuudinh.packs.manifest import Zone

Hours = list[str]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class UnitRow(Shape):
    """A row of `units.csv`: one administrative unit during one period of its life.

    When its extent or what stands above it changes, the unit ends and another one begins, because what was
    counted before must stay what it was.
    """

    code: str = Field(min_length=1, max_length=40, description="Our own code, never used again.")
    official_code: str = Field(
        min_length=1, max_length=20, description="The state's code; it repeats in time."
    )
    name_vi: str = Field("", max_length=120, description="Kind and name, in Vietnamese.")
    name_en: str = Field("", max_length=120, description="Kind and name, in English.")
    kind: Code = Field(description="Kind of unit, such as phuong, xa or ward.")
    level: int = Field(ge=1, le=3, description="1 province, 2 district, 3 commune.")
    parent: str = Field("", max_length=40, description="Code of the unit above; empty for the province.")
    lat: float | None = Field(None, ge=-90, le=90, description="Latitude of the centre, WGS 84.")
    lon: float | None = Field(None, ge=-180, le=180, description="Longitude of the centre, WGS 84.")
    area_km2: float | None = Field(None, gt=0, description="Area in square kilometres.")
    valid_from: Day = Field(description="First day in force.")
    valid_to: Day | None = Field(None, description="Last day in force; empty: still in force.")
    source: str = Field("", max_length=200, description="Where this row comes from.")

    @property
    def names(self) -> dict[str, str]:
        """The names by language, those that are given."""
        return {key: name for key, name in (("vi", self.name_vi), ("en", self.name_en)) if name}

    def name(self, language: str) -> str:
        """Give the name in a language, else in the other, else the code."""
        return self.names.get(language) or self.name_vi or self.name_en or self.code


class SuccessorRow(Shape):
    """A row of `successors.csv`: what part of an ended unit went to which successor."""

    predecessor: str = Field(description="Code of the unit that ended.")
    successor: str = Field(description="Code of the unit that took it in.")
    on: Day = Field(description="First day of the new state: the day after the predecessor ends.")
    share: float = Field(gt=0, le=1, description="Part of the predecessor; the parts of one unit sum to 1.")
    resolution: str = Field("", max_length=120, description="The text that decided it.")
    mark: Mark | None = Field(None, description="How sure the pack is.")


class HolidayShape(Shape):
    """One day off. The key is `day`, because YAML reads `on` as true."""

    day: Day = Field(description="The day, ISO date.")
    name: str = Field(min_length=1, max_length=80, description="What people call it.")
    kind: Literal["holiday", "substitute", "swap_off"] = Field(
        description="holiday; substitute: in lieu of one on a weekend; swap_off: exchanged for a worked day."
    )
    source: str = Field(min_length=1, description="Where it was announced.")
    mark: Mark | None = Field(None, description="How sure the pack is; ? for a day only computed so far.")


class SwapShape(Shape):
    """One day of the weekend that is worked instead of another day."""

    day: Day = Field(description="The day that is worked.")
    stands_for: Day = Field(alias="for", description="The day off it is exchanged for.")
    hours: Hours | None = Field(None, description="Its hours; absent: those of the weekday it stands for.")
    source: str = Field(min_length=1, description="Where it was announced.")


class CoversShape(Shape):
    """The days a calendar knows about; a moment outside is refused."""

    first: Day = Field(alias="from", description="First day.")
    last: Day = Field(alias="to", description="Last day.")


class CalendarShape(Shape):
    """A calendar of working time."""

    id: Code = Field(description="Name of the calendar.")
    zone: Zone = Field(description="Time zone, such as Asia/Ho_Chi_Minh.")
    base: Code | None = Field(
        None, description="Calendar whose days off, worked Saturdays and years hold here too."
    )
    covers: CoversShape | None = Field(None, description="Days covered; absent with a base.")
    weekly: dict[Weekday, Hours] = Field(description="Hours of each weekday, such as 07:30-11:30.")
    holidays: list[HolidayShape] = Field(default_factory=list, max_length=2_000)
    swap_work: list[SwapShape] = Field(default_factory=list, max_length=500)


class CalendarsShape(Shape):
    """A file of calendars."""

    calendars: list[CalendarShape] = Field(min_length=1, max_length=100)


class FunctionShape(Shape):
    """One thing an office may be asked to do; rules of topics and offices name it."""

    id: Code
    title: Text


class FunctionsShape(Shape):
    """`functions.yaml`: the vocabulary of functions, of the province or of the nation's services."""

    functions: list[FunctionShape] = Field(min_length=1, max_length=500)
