"""Views of one-stop dossiers: the status of the country, the papers, the desk, the second clock."""

from dataclasses import dataclass
from datetime import datetime

from cuudinh.engines.cases.types.explained import Why


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
