"""Views of services as people find and read them: a card in the catalogue, the page of one, how it went lately."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

# Fewer results than these say nothing of a service, and might say something of a person.
RESULTS_LEAST: Final = 5


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service in the catalogue.

    `office` names who answers, in words that hold for every commune; `level` is whole or part for a procedure that can
    be done online, and empty for other kinds; `letter` is where it stands in the alphabet.
    """

    id: str
    title: str
    summary: str
    kind: str
    group: str
    life_events: tuple[str, ...]
    office: str
    deadline: str
    level: str
    letter: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Services that stand together in the catalogue: of one group, one life event, one office or one letter."""

    id: str
    title: str
    cards: tuple[ServiceCard, ...]


@dataclass(frozen=True, slots=True)
class FoundServices:
    """What a search found, the best first; `read_as` says how it was understood when words were not known."""

    cards: tuple[ServiceCard, ...] = ()
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Something a service rests on: its words, since when, by which text, and how sure the pack is of that (`mark`)."""

    words: str
    source: str = ""
    since: date | None = None
    until: date | None = None
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NeededPaper:
    """A paper to hand in."""

    title: str
    form: str
    copies: int
    required: bool


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """Who answers by one rule; `by_unit` names the office of each commune where it differs by commune."""

    office: str
    source: str
    by_unit: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Went:
    """What came of a service in some days: results by outcome, working days of the middle one, refusals by reason.

    `median_days` is None below `RESULTS_LEAST` results; so is what is shown of the rest.
    """

    since: date
    until: date
    on_time: int = 0
    late_extended: int = 0
    late: int = 0
    median_days: float | None = None
    refused: Mapping[str, int] = field(default_factory=dict)

    @property
    def results(self) -> int:
        """How many results there were."""
        return self.on_time + self.late_extended + self.late

    @property
    def is_told(self) -> bool:
        """Whether there are enough results and refusals to say anything."""
        return self.results + sum(self.refused.values()) >= RESULTS_LEAST


@dataclass(frozen=True, slots=True)
class Lately:
    """How a service went in the last days; reasons of refusals in words, the most frequent first."""

    went: Went
    refusals: tuple[tuple[str, int], ...] = ()

    @property
    def on_time_percent(self) -> float:
        """The share of results that were on time; an extension does not make a late one so."""
        return 100 * self.went.on_time / self.went.results if self.went.results else 0.0


@dataclass(frozen=True, slots=True)
class ServicePage:
    """Everything a person needs to know of a service before using it.

    `deadlines` holds the one in force first, then those to come; `due_now` is by when there would be a result if it
    were received at this moment. `is_open` says whether cases are taken today and `period` when they are or will be,
    None for always or not known; `places` how many can be granted, None without a limit. `fee_unknown` is said of a fee
    that is not entered. `steps` are the pages of its form, `asks_first` whether it is asked beforehand who may apply.
    """

    card: ServiceCard
    group_title: str
    events: tuple[tuple[str, str], ...]
    has_topics: bool
    deadlines: tuple[SourceLine, ...]
    due_now: datetime | None
    cut_off: str
    applicants: tuple[str, ...]
    part_because: str
    papers: tuple[NeededPaper, ...]
    papers_source: SourceLine | None
    code: str
    fee_table: str
    fee_unknown: str
    owners: tuple[OwnerLine, ...]
    consulted: tuple[SourceLine, ...]
    result: str
    deliver: tuple[str, ...]
    channels: tuple[str, ...]
    submit: str
    is_open: bool
    period: SourceLine | None
    places: int | None
    sponsor: str
    is_restricted: bool
    is_reporter_hidden: bool
    legal: tuple[SourceLine, ...]
    linked: tuple[ServiceCard, ...]
    bars: tuple[SourceLine, ...]
    steps: tuple[str, ...]
    asks_first: bool
    guide: str
    lately: Lately
