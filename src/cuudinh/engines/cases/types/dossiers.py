"""Views of one-stop dossiers: the status of the country, the papers, the desk, the second clock."""

from dataclasses import dataclass
from datetime import date, datetime

from cuudinh.engines.cases.types.explained import Why, WhyLine
from cuudinh.engines.ledger.types import PaymentCode, Standing


@dataclass(frozen=True, slots=True)
class StatusView:
    """A status code of the country with its words."""

    code: int
    label: str


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was sent for a question: `address` is its name under /tep/; `pages` are those of a PDF.

    `id` is its number within a form that is not sent yet. It is not ready while its clean copy is being made, and is
    refused where none could be. `origin` says whence it was taken, where its person had it before.
    """

    address: str
    pages: int | None = None
    id: int = 0
    is_ready: bool = True
    is_refused: bool = False
    origin: str = ""

    @property
    def is_pdf(self) -> bool:
        """Whether it is a PDF and not a picture."""
        return self.pages is not None

    @property
    def thumb(self) -> str:
        """Give the name of the small copy of a picture."""
        return self.address.replace(".jpg", "-nho.jpg")


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """A paper that somebody has here: a result that was given to them, or one they handed in and a desk took in.

    `ref` names it to the command that takes it again; `type` is the type of document, `number` that of its
    dossier, `origin` says whence it is, and `address` is where its owner reads it.
    """

    ref: str
    type: str
    title: str
    number: str
    origin: str
    at: datetime
    address: str
    is_result: bool


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper of a dossier; `is_missing` while it is asked for.

    `seen` is as what the desk saw it (original, copy, electronic), or that it was missing; empty where nobody looked.
    `scans` are its pictures and PDF files, which are shown by the `type` of document.
    """

    id: str
    title: str
    form: str
    copies: int
    required: bool
    is_missing: bool = False
    type: str = ""
    seen: str = ""
    scans: tuple[SentFile, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenPaper:
    """A paper that was given out with a dossier: its kind in words, and the code by which anybody checks it.

    `can_open` says whether the reader may have the file now.
    """

    code: str
    kind: str
    name: str
    number: str
    issued_at: datetime
    can_open: bool


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of a fee in đồng: an amount, a ceiling or a reduction (below 0), with the text it rests on."""

    title: str
    amount_vnd: int
    off_percent: int
    source: str
    what: str


@dataclass(frozen=True, slots=True)
class FeeView:
    """What is owed for a dossier, line by line, in đồng; `code` is what a payer scans for what is left."""

    number: str
    office: str
    standing: Standing
    total_vnd: int
    left_vnd: int
    lines: tuple[FeeLine, ...]
    code: PaymentCode | None


@dataclass(frozen=True, slots=True)
class TogetherView:
    """A dossier that was filed in one sending with another: how it stands; whether the reader may open it."""

    number: str
    title: str
    state_label: str
    phase: str
    office_label: str
    can_open: bool


@dataclass(frozen=True, slots=True)
class DossierView:
    """What a dossier shows beside its case.

    `measure` explains how the country measures it, None before it was received; `apology_by` is the last moment for
    an apology, while the clock runs and one may still be sent. `handed_in_by` names who of staff handed it in for
    somebody else, on the basis of `mandate` and by the `document` that says so. `fee_unknown`
    is said of a fee that is not entered.
    """

    status: StatusView
    procedure: str
    desk_label: str
    papers: tuple[PaperView, ...]
    result: str
    measure: Why | None
    apology_by: datetime | None
    is_late_by_measure: bool | None
    handed_in_by: str = ""
    mandate: str = ""
    document: str = ""
    fees: tuple[FeeView, ...] = ()
    given: tuple[GivenPaper, ...] = ()
    linked: tuple[str, ...] = ()
    service_id: str = ""
    fee_unknown: str = ""
    together: tuple[TogetherView, ...] = ()


@dataclass(frozen=True, slots=True)
class SealedView:
    """What an applicant answered of their own: shut, or open to one reader until a moment, with its lines."""

    open_until: datetime | None
    lines: tuple[WhyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """What of one dossier is measured and counted; nothing of its applicant, and no word of what it says.

    Days are those of the calendar of its service. `settled_on`: when it ended by the measure of the country, or when
    the applicant was asked for papers, while they are. `late_on`: the day on which it became late by that measure, and
    `late_at` the moment at which it will, if nothing happens. `closed_on`: when it was answered, by the law's deadline
    `by_law` and by the office's own time `own_time` (each `early`, `on_time`, `late`, or nothing where there is no such
    sum). `contacts` counts requests for papers, `places` the offices before which the applicant stood. `rating` is
    `best`, `good` or `bad`, `reason` why it was refused or stopped.
    """

    case_id: int
    number: str
    service_id: str
    office_id: int
    account_id: int | None
    received_on: date
    is_online: bool
    is_digitised: bool
    settled_on: date | None = None
    late_on: date | None = None
    late_at: datetime | None = None
    closed_on: date | None = None
    by_law: str = ""
    own_time: str = ""
    contacts: int = 0
    places: int = 1
    rated_on: date | None = None
    rating: str = ""
    refused_on: date | None = None
    reason: str = ""
