"""Offices and who holds which role in them, as they leave the engine."""

from dataclasses import dataclass, field
from datetime import date

from cuudinh.engines.identity.types.words import Words


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office as it is in one period of its life; `id` and `code` stay when name or parent change.

    `valid_to` is the last day, None when no end is known. `level` is province, district or commune.
    """

    id: int
    code: str
    names: Words = field(hash=False)
    short_names: Words = field(hash=False)
    kind: str
    level: str
    parent_id: int | None
    unit_code: str
    functions: frozenset[str]
    calendar: str
    valid_from: date
    valid_to: date | None

    def name(self, language: str = "vi") -> str:
        """Give the name in a language, else in whichever the pack has."""
        return self.names.get(language) or next(iter(self.names.values()))

    def short_name(self, language: str = "vi") -> str:
        """Give the short name in a language, else the full one."""
        return self.short_names.get(language) or self.name(language)

    def in_force(self, day: date) -> bool:
        """Whether this period holds a day (first and last day included)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role that memberships give, in words; nobody stands in for one that `is_personal`."""

    id: str
    title: Words = field(hash=False)
    description: Words = field(hash=False)
    is_personal: bool = False


@dataclass(frozen=True, slots=True)
class MembershipView:
    """A role held in an office from a day to a day, with the document that gives it."""

    id: int
    account_id: int
    office_id: int
    role: str
    valid_from: date
    valid_to: date | None
    document: str
    signed: date | None = None
    position: str = ""
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class CodeSystemView:
    """A system of codes for offices and the form that a whole code fits."""

    id: str
    title: Words = field(hash=False)
    form: str
    since: date

    def name(self, language: str = "vi") -> str:
        """Give the title in a language, else in whichever the pack has."""
        return self.title.get(language) or next(iter(self.title.values()))


@dataclass(frozen=True, slots=True)
class OfficeCodeView:
    """A code of an office in one system, from a day to a day (None: still in force)."""

    office_id: int
    office_code: str
    system: str
    value: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class PositionView:
    """A post of the catalogue, the role it gives, and the kinds of office that have it (none: every kind)."""

    id: str
    title: Words = field(hash=False)
    role: str
    kinds: frozenset[str]

    def name(self, language: str = "vi") -> str:
        """Give the title in a language, else in whichever the pack has."""
        return self.title.get(language) or next(iter(self.title.values()))


@dataclass(frozen=True, slots=True)
class SeatHeld:
    """Who holds, held or will hold what in an office, by which documents; `holder` is a name of staff."""

    membership: MembershipView
    holder: str
    title: str


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A membership to be made with an account: the code of the office, the role, the first day."""

    office_code: str
    role: str
    since: date
    document: str = ""
