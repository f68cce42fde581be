"""Views that leave the cases engine.

Views for the public and for offices have no field that could carry who reported; only `ReporterView`
does, and only the centre's break-glass act gives it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cuudinh.engines.cases.types.acts import PossibleAct
from cuudinh.engines.cases.types.dossiers import DossierView, SealedView
from cuudinh.engines.cases.types.explained import Why, WhyLine
from cuudinh.engines.messages.types import NoticeView
from cuudinh.kernel.flow import Phase

ClockTone = Literal["ok", "soon", "late", "paused", "done", "none"]


@dataclass(frozen=True, slots=True)
class ClockView:
    """The deadline at a glance: tone with its word, the promise, and the working minutes left (< 0: late).

    `step_left_minutes` is the time left for the present step, for staff, where it ends before the case is due.
    """

    tone: ClockTone
    due_at: datetime | None
    promised_at: datetime | None
    left_minutes: int | None
    is_extended: bool = False
    is_wall_clock: bool = False
    step_left_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class FlagView:
    """A flag to show as a chip; `said_by` names what says it already: the `state`'s word, a higher `ladder` step."""

    id: str
    label: str
    tone: str
    said_by: Literal["", "state", "ladder"] = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list: public list, my reports, worklist, queue. Texts in the reader's language."""

    id: int
    number: str
    title: str
    topic: str
    topic_label: str
    icon: str
    state: str
    state_label: str
    phase: str
    clock: ClockView
    flags: tuple[FlagView, ...]
    unit_id: int | None
    unit_label: str
    place: str
    office_label: str
    filed_at: datetime
    changed_at: datetime
    follower_count: int
    thumb: str | None = None
    lat: float | None = None
    lon: float | None = None
    rating: int | None = None
    officer_label: str = ""
    officer_id: int | None = None


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture, or a PDF of `pages`, that the reader may see; `address` and `thumb` are names under /tep/."""

    id: int
    purpose: str
    address: str
    thumb: str
    is_ready: bool
    is_public: bool
    areas: tuple[tuple[float, float, float, float], ...] = ()
    width: int | None = None
    height: int | None = None
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of the history: what was done, by which side or office, and the words that go with it.

    `phase` is that of the state it led to: open, paused, done or final; `status` its code in the country, of a dossier.
    """

    at: datetime
    act: str
    label: str
    side: str
    office_label: str
    officer_label: str
    state_label: str
    text: str
    pictures: tuple[PictureView, ...] = ()
    phase: str = "open"
    status: int | None = None
    status_label: str = ""


@dataclass(frozen=True, slots=True)
class TaskView:
    """A sub-task of a cooperating office."""

    id: int
    office_id: int
    office_label: str
    state: str
    question: str
    answer: str
    opened_at: datetime
    clock: ClockView
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One line of the clock's ledger: a state, the side it counts against and its minutes.

    The minutes of all lines of a case are of one kind: working ones, or of the wall clock when it is immediate.
    """

    state_label: str
    side: str
    office_label: str
    began_at: datetime
    ended_at: datetime | None
    minutes: int


@dataclass(frozen=True, slots=True)
class PublicCase:
    """A published case as anybody sees it: place rounded, text redacted, pictures cleared by the centre.

    `kind` is that of its service, by which a page chooses its words; `hides_reporter` says that no office sees who
    filed it.
    """

    row: CaseRow
    kind: str
    hides_reporter: bool
    text: str
    answer: str
    next_step: str
    pictures: tuple[PictureView, ...]
    timeline: tuple[TimelineEntry, ...]
    rating_label: str
    why_office: Why
    why_deadline: Why


@dataclass(frozen=True, slots=True)
class ExchangedCase:
    """A published case as another system takes it: its row, its covered text, and the answer once approved."""

    row: CaseRow
    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class MasterView:
    """What became of the case into which another was merged, for the people of that other.

    They may not read it before it is public: until then they get where it stands and nothing of its words.
    """

    number: str
    state_label: str
    phase: str
    is_public: bool
    answer: str
    reason_label: str


@dataclass(frozen=True, slots=True)
class AsFiled:
    """Whether a report still is what its receipt says was filed: its words and pictures, its topic and place."""

    words_stand: bool
    place_stands: bool


@dataclass(frozen=True, slots=True)
class ReporterCase:
    """A case as its reporter sees it, with what they may do now (reply, withdraw, rate, reopen, follow).

    `master` is there when the case was merged into another. `as_filed` is there with a receipt whose line
    is in the log and says what was filed. `told` is what its reporter was told of a dossier, the newest first.
    """

    public: PublicCase
    own_text: str
    acts: tuple[PossibleAct, ...]
    question: str
    receipt: str
    is_mine: bool
    is_followed: bool
    master: MasterView | None = None
    as_filed: AsFiled | None = None
    dossier: DossierView | None = None
    told: tuple[NoticeView, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeCase:
    """A case as officers see it: everything on one screen, nothing of who reported.

    `office_minutes`, `reporter_minutes` and `centre_minutes` are of the kind of the ledger.
    `kind` is that of its service. `proposed_label` names the office that routing proposes while none leads the case.
    `is_original_stopped`: the reporter had stopped that pictures are seen as they were before areas were hidden.
    """

    row: CaseRow
    kind: str
    rev: int
    text: str
    answer: str
    pictures: tuple[PictureView, ...]
    timeline: tuple[TimelineEntry, ...]
    acts: tuple[PossibleAct, ...]
    tasks: tuple[TaskView, ...]
    ledger: tuple[ClockLine, ...]
    office_minutes: int
    reporter_minutes: int
    centre_minutes: int
    nearby: tuple["NearbyCase", ...]
    merged: tuple[CaseRow, ...]
    master: CaseRow | None
    extension: "ExtensionView | None"
    why_office: Why
    why_deadline: Why
    answers: tuple[WhyLine, ...]
    is_centre: bool
    has_contact: bool
    proposed_label: str = ""
    is_original_stopped: bool = False
    dossier: DossierView | None = None
    own: SealedView | None = None


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """A request for more time; the original promise stays visible."""

    state: str
    office_label: str
    reason: str
    asked_at: datetime
    due_before: datetime
    due_after: datetime | None


@dataclass(frozen=True, slots=True)
class NearbyCase:
    """A possible duplicate: near in place, time and topic; `score` from 0 to 1."""

    row: CaseRow
    distance_m: int
    score: float


@dataclass(frozen=True, slots=True)
class ReporterView:
    """Who reported, and what they wrote before it was covered; only after the logged break-glass act.

    Of a case that somebody filed for a child or an organisation these are its name and the number of who acts for
    it today, whose name is `by`.
    """

    name: str
    phone: str
    channel: str
    words: tuple[WhyLine, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody on the phone or at the counter; kept sealed, away from the case.

    `account_id` is the account of whoever was found to have one: then the case is theirs.
    """

    name: str
    phone: str
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class ActResult:
    """What became of one case in a bulk act: done, or refused with the sentence that says why."""

    number: str
    is_done: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """What the reporter gets at once: number, tracking code, receipt and what happens next by when.

    Who filed for a child or an organisation gets no tracking code: it would open the case to them for ever.
    """

    number: str
    tracking_code: str
    receipt: str
    next_step: str
    verify_by: datetime | None
    answer_by: datetime | None


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic to choose; `group` as its group's title."""

    id: str
    title: str
    group: str
    group_title: str
    icon: str
    track: str
    deadline_text: str


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What a list is narrowed to. Empty fields do not narrow. `unit_ids` are communes of one period.

    `topics`, `phases` (open, paused, done, final) and `numbers` keep whatever is one of them. `desk_id` is the office
    whose desk took a dossier in; `due_since` and `due_until` are compared with the moment at which a case is due.
    """

    text: str = ""
    topic: str = ""
    state: str = ""
    unit_ids: tuple[int, ...] = ()
    office_id: int | None = None
    bucket: str = ""
    mine: bool = False
    since: datetime | None = None
    until: datetime | None = None
    topics: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    numbers: tuple[str, ...] = ()
    kind: str = ""
    service: str = ""
    desk_id: int | None = None
    due_since: datetime | None = None
    due_until: datetime | None = None
    officer_id: int | None = None


@dataclass(frozen=True, slots=True)
class SavedFilterView:
    """A filter an officer keeps: its name and the query of the worklist."""

    name: str
    query: str
