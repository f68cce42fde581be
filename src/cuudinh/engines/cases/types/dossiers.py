"""Views of one-stop dossiers: the status of the country, the papers, the desk, the second clock."""

from dataclasses import dataclass
from datetime import datetime

from cuudinh.engines.cases.types.explained import Why
from cuudinh.engines.ledger.types import PaymentCode, Standing


@dataclass(frozen=True, slots=True)
class StatusView:
    """A status code of the country with its words."""

    code: int
    label: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper of a dossier; `is_missing` while it is asked for."""

    id: str
    title: str
    form: str
    copies: int
    required: bool
    is_missing: bool = False


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
class DossierView:
    """What a dossier shows beside its case.

    `measure` explains how the country measures it, None before it was received; `apology_by` is the last moment for
    an apology, while the clock runs and one may still be sent. `handed_in_by` names who of staff handed it in for
    somebody else, on the basis of `mandate` and by the `document` that says so.
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
