"""What a decision gives: the case before and after, the record for its history, and what hangs on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cuudinh.engines.cases.rules.standing import Doer, Scene, Standing
from cuudinh.engines.cases.shapes import ActShape, RatingLevel
from cuudinh.kernel.worktime import Span


@dataclass(frozen=True, slots=True)
class OpenTasks:
    """Offices are asked for a part of the work, each with the moment by which it has to answer."""

    due: Mapping[int, datetime]
    question: str


@dataclass(frozen=True, slots=True)
class AnswerTask:
    """A cooperating office has done its part."""

    office_id: int
    answer: str


@dataclass(frozen=True, slots=True)
class DropTasks:
    """Open parts are not needed any more: they are called off, or the case leaves its lead office."""

    office_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AskExtension:
    """The lead office asks for more time."""

    office_id: int
    reason: str
    working_minutes: int
    due_before: datetime


@dataclass(frozen=True, slots=True)
class DecideExtension:
    """The request for more time is granted, denied or void."""

    state: str
    due_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class AddPhotos:
    """Pictures come to the case."""

    purpose: str


@dataclass(frozen=True, slots=True)
class GiveRating:
    """The reporter rates the result of a round; reopening starts the next one."""

    round: int
    value: int
    comment: str


@dataclass(frozen=True, slots=True)
class MergeInto:
    """The case becomes a part of another, and its reporter follows that one; its followers if they can read it."""

    master_id: int
    state_before: str
    with_followers: bool


@dataclass(frozen=True, slots=True)
class UndoMerge:
    """The case stands by itself again, and its followers come back."""

    master_id: int


@dataclass(frozen=True, slots=True)
class ReleaseParts:
    """The case ends with nothing found: what was merged into it stands by itself again."""


@dataclass(frozen=True, slots=True)
class KeepOriginal:
    """Words in which something was covered are kept sealed; `of` names the question or the act they belong to.

    `is_first` keeps them only if none of that name are kept: a text covered twice has one original.
    """

    of: str
    text: str
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class RewriteAnswer:
    """An answer was covered afterwards: the words also leave the history."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RewriteComment:
    """The comment of the last rating was covered afterwards."""

    new: str


@dataclass(frozen=True, slots=True)
class HandTasks:
    """Open parts go to other offices, with their clocks: those that were asked are gone."""

    heirs: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class HandClock:
    """The stretch of the clock that runs counts for another office: the one of before is gone."""

    office_id: int


Effect = (
    OpenTasks
    | AnswerTask
    | DropTasks
    | AskExtension
    | DecideExtension
    | AddPhotos
    | GiveRating
    | MergeInto
    | UndoMerge
    | ReleaseParts
    | KeepOriginal
    | RewriteAnswer
    | RewriteComment
    | HandTasks
    | HandClock
)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of an act, read and checked; verbs find them by kind, so a pack names them freely.

    `text` is the first text and `texts` all of them by their ids; `notes` holds, by audience, what is meant
    for fewer people than the act itself; `given` is what was sent, for a proposal.
    """

    side: str = ""
    text: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    office_id: int | None = None
    office_ids: tuple[int, ...] = ()
    span: Span | None = None
    reason: str = ""
    other_id: int | None = None
    other_number: str = ""
    level: RatingLevel | None = None
    place: Any = None
    topic: str = ""
    flags: Mapping[str, bool] = field(default_factory=dict)
    photo_count: int = 0
    original: str = ""
    papers: tuple[str, ...] = ()
    way: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One act about to be done: everything a verb may read."""

    scene: Scene
    doer: Doer
    case: Standing
    act: ActShape
    inputs: Inputs
    relation: str

    @property
    def side(self) -> str:
        """Give the side that acts, as the history shows it."""
        return side_of(self.relation)

    @property
    def office_id(self) -> int | None:
        """Give the office for which the actor speaks."""
        if self.relation.startswith("owner."):
            return self.case.owner_office_id
        if self.relation.startswith("cooperating."):
            return next(iter(sorted(self.case.open_tasks & self.doer.office_ids)), None)
        return self.doer.receiving_office_id if self.relation.startswith("receiving.") else None


@dataclass(frozen=True, slots=True)
class Turn:
    """What a verb does to a case: columns changed, facts for the history, effects beside the row."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """An act decided: nothing is written yet.

    `minutes` is the time that passed in the state that was left, or None when the state was not left;
    `waited_on` the side it counts against.
    """

    act: str
    audience: str
    before: Standing
    after: Standing
    side: str
    office_id: int | None
    account_id: int | None
    facts: Mapping[str, Any] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    minutes: int | None = None
    waited_on: str = "none"


def side_of(relation: str) -> str:
    """Give the side of a relation.

    >>> side_of("owner.head"), side_of("dispatcher"), side_of("reporter")
    ('office', 'centre', 'reporter')
    """
    if relation.startswith(("owner.", "cooperating.", "receiving.")):
        return "office"
    return {"dispatcher": "centre", "supervisor": "centre"}.get(relation, relation)[:12]
