"""Acts by which offices end or are renamed, and what becomes of one office."""

from dataclasses import dataclass, field
from datetime import date

from cuudinh.engines.identity.types.offices import OfficeCodeView, OfficeView, SeatHeld
from cuudinh.engines.identity.types.words import Words


@dataclass(frozen=True, slots=True)
class ReorganisationView:
    """One dated act: which offices end from which day on, by which document, and how their work is divided.

    `is_derived`: no act of the pack names the office, so this one follows from its successors.
    """

    id: str
    title: Words = field(hash=False)
    since: date
    kind: str
    offices: tuple[str, ...]
    document: str
    signed: date | None
    divide: tuple[str, ...]
    receiver_id: int | None
    seats: str
    is_derived: bool = False

    def name(self, language: str = "vi") -> str:
        """Give the title in a language, else in whichever the pack has."""
        return self.title.get(language) or next(iter(self.title.values()))


@dataclass(frozen=True, slots=True)
class Ending:
    """An office that ended or will: `since` is the first day without it, `heirs` who took over, if anybody.

    `receiver_id` gets what is given to nobody else; None where no office above goes on.
    """

    office_id: int
    code: str
    since: date
    act: ReorganisationView
    heirs: tuple[int, ...]
    receiver_id: int | None


@dataclass(frozen=True, slots=True)
class SeatEnded:
    """Event: a seat ends with a day (ISO, the last on which it is held); `heir_account_id` gets the work, if named."""

    account_id: int
    office_id: int
    last_day: str
    heir_account_id: int | None


@dataclass(frozen=True, slots=True)
class SeatsHandedOver:
    """What became of the seats of an office that ended: how many went on elsewhere and how many ended."""

    moved: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True)
class OfficeNode:
    """An office in the tree of a day, with those below it and how many seats are held in it."""

    office: OfficeView
    below: tuple["OfficeNode", ...]
    seats: int


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """One office through its life: periods oldest first, codes, what it came from, what became of it, its seats."""

    periods: tuple[OfficeView, ...]
    codes: tuple[OfficeCodeView, ...]
    predecessors: tuple[Ending, ...]
    ending: Ending | None
    seats: tuple[SeatHeld, ...]
