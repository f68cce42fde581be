"""Why a deadline falls on its day: one line for each day on the way, with words for it."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from cuudinh.kernel.numbers import date_text

TraceKind = Literal[
    "received", "counted", "swap_work", "weekend", "holiday", "swap_off", "cut_off", "after_hours"
]

_WORDS: Final[dict[str, dict[TraceKind, str]]] = {
    "vi": {
        "received": "ngày nhận, chưa tính",
        "counted": "ngày làm việc thứ {number}",
        "swap_work": "ngày làm việc thứ {number} (làm bù ngày {stands_for})",
        "weekend": "nghỉ cuối tuần",
        "holiday": "nghỉ lễ: {name}",
        "swap_off": "nghỉ hoán đổi: {name}",
        "cut_off": "nhận sau giờ chốt trong ngày",
        "after_hours": "nhận ngoài giờ làm việc",
    },
    "en": {
        "received": "day of receipt, not counted",
        "counted": "working day {number}",
        "swap_work": "working day {number} (made up for {stands_for})",
        "weekend": "weekend",
        "holiday": "holiday: {name}",
        "swap_off": "day off by exchange: {name}",
        "cut_off": "came after the cut-off of the day",
        "after_hours": "came outside office hours",
    },
}


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One day of an explanation: what it was, its name, and its number if it was counted.

    `received` is day zero; `cut_off` and `after_hours` are a day on which the case came too late.
    A made-up Saturday (`swap_work`) is counted and says for which day off it stands.
    """

    day: date
    kind: TraceKind
    name: str = ""
    number: int | None = None
    stands_for: date | None = None

    def words(self, language: str) -> str:
        """Give the line in words.

        >>> TraceLine(date(2024, 5, 4), "swap_work", number=3, stands_for=date(2024, 4, 29)).words("vi")
        'ngày làm việc thứ 3 (làm bù ngày 29/04/2024)'
        """
        for_day = date_text(self.stands_for, language) if self.stands_for else ""
        template = _WORDS.get(language, _WORDS["en"])[self.kind]
        return template.format(number=self.number, stands_for=for_day, name=self.name)
