"""What the service studio shows: services with their drafts, pictures of flows, faults in their lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cuudinh.kernel.refusal import Incomplete, NotNow, NotThere
from cuudinh.packs.faults import Fault


class ServiceDraftNotThere(NotThere):
    """404: there is no draft with this number."""

    code = "service-draft-not-there"
    sentence = "Không có bản thảo số {draft}."


class DraftClosed(NotNow):
    """409: the draft waits for a decision, was published or was dropped: it is not changed any more."""

    code = "draft-closed"
    sentence = "Bản thảo này không còn sửa được nữa: {state}."


class DraftOvertaken(NotNow):
    """409: a file of the draft was changed in force since the draft began."""

    code = "draft-overtaken"
    sentence = "Tệp {path} đã đổi từ khi bản thảo này bắt đầu. Hãy soạn lại từ bản đang áp dụng."


class DraftUnchanged(NotNow):
    """409: nothing in the draft differs from what is in force."""

    code = "draft-unchanged"
    sentence = "Bản thảo chưa thay đổi gì so với bản đang áp dụng."


class DraftProposerDecides(NotNow):
    """409: whoever wrote or proposed a draft does not approve it."""

    code = "draft-proposer-decides"
    sentence = "Người soạn hoặc trình bản thảo không tự duyệt; cần một người thứ hai."


class DraftFaulty(Incomplete):
    """422: the draft has faults; each stands with its file and line."""

    code = "draft-faulty"
    sentence = "Bản thảo còn {count} lỗi, chưa lưu hoặc trình được."

    def __init__(self, found: Sequence[Fault], faults: Mapping[str, str] | None = None) -> None:
        self.found: tuple[Fault, ...] = tuple(found)
        super().__init__(faults=faults, count=len(found) or len(faults or {}))


class PathNotDrafted(NotThere):
    """404: the studio changes no file of this name."""

    code = "path-not-drafted"
    sentence = "Không sửa tệp “{path}” ở đây."


class WorkflowRefused(Incomplete):
    """422: a workflow of another system has elements that no flow of ours can carry; each with its reason."""

    code = "workflow-refused"
    sentence = "Quy trình có {count} phần không nhập được."

    def __init__(self, refused: Sequence[str]) -> None:
        self.refused: tuple[str, ...] = tuple(refused)
        super().__init__(count=len(refused))


class NothingFormer(NotNow):
    """409: there is no former version to go back to."""

    code = "nothing-former"
    sentence = "Không có bản trước để quay lại."


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """A draft in a list: who began it, how far it is."""

    id: int
    service_id: str
    title: str
    state: str
    account_id: int
    began_at: datetime
    changed_at: datetime
    proposer_id: int | None
    proposed_at: datetime | None
    decider_id: int | None
    decided_at: datetime | None
    decision: str
    generation: int | None
    former_generation: int | None


@dataclass(frozen=True, slots=True)
class StudioService:
    """A service in force: its version, its title, how many cases are open under which version, its living drafts."""

    id: str
    title: Mapping[str, str]
    kind: str
    version: int
    open_cases: int
    drafts: Sequence[DraftSummary] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A state in a picture: where its box stands; lengths are units of the drawing."""

    id: str
    label: Mapping[str, str]
    phase: str
    clock: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """Acts between two states in a picture, drawn as one line with one label."""

    source: str
    target: str
    labels: Sequence[str]
    path: str
    x: int
    y: int
    is_back: bool


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act as the list beside the picture says it."""

    do: str
    label: Mapping[str, str]
    sources: Sequence[str]
    target: str | None
    by: Sequence[str]
    is_by_two: bool
    after: str = ""


@dataclass(frozen=True, slots=True)
class FlowPicture:
    """A flow as a picture, and as the list of what may be done in which state."""

    width: int
    height: int
    states: Sequence[Placed]
    lines: Sequence[Drawn]
    acts: Sequence[ActLine]


@dataclass(frozen=True, slots=True)
class DraftFileView:
    """One file of a service in a draft, as it stands; `origin` names the pack whose file it was."""

    path: str
    text: str
    is_changed: bool
    origin: str
    faults: Sequence[Fault] = ()


@dataclass(frozen=True, slots=True)
class StudioDraft:
    """A draft as it stands: its files, its faults, and the languages in which its texts are."""

    summary: DraftSummary
    files: Sequence[DraftFileView]
    faults: Sequence[Fault]
    languages: Sequence[str]

    def text(self, path: str) -> str:
        """Give a file as it stands in the draft; nothing where there is none."""
        return next((one.text for one in self.files if one.path == path), "")


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a draft that a form changes: where it stands, what it says, what is wrong there.

    `name` is the name of the field on the page, `keys` the place in the file.
    """

    name: str
    path: str
    keys: tuple[str | int, ...]
    label: str
    value: Any
    kind: str = "text"
    choices: Sequence[tuple[str, str]] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that belong to one thing: a state, a question, a row."""

    id: str
    title: str
    fields: Sequence[Field] = ()
    note: str = ""
    path: str = ""
    keys: tuple[str | int, ...] = field(default=())
    can_move: bool = False


@dataclass(frozen=True, slots=True)
class TouchedCases:
    """Open cases that keep their version when a draft is published, by version and by state."""

    by_version: Mapping[int, int]
    by_state: Mapping[str, int]

    @property
    def total(self) -> int:
        """Give how many there are."""
        return sum(self.by_version.values())


@dataclass(frozen=True, slots=True)
class TrialStep:
    """One act of a made-up case: when, by whom, which; `person` tells two people of one relation apart."""

    at: datetime
    by: str
    do: str
    person: int = 1


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One line of the history of a made-up case, with who would have been told what."""

    at: datetime
    act: str
    label: str
    by: str
    state: str
    told: Sequence[tuple[str, str]] = ()
    audience: str = "public"


@dataclass(frozen=True, slots=True)
class PossibleTrial:
    """An act that may be tried now, by whom; `why_not` says why it cannot be done yet."""

    do: str
    label: str
    by: Sequence[str]
    why_not: str


@dataclass(frozen=True, slots=True)
class TrialView:
    """How a made-up case stands: what the office and the reporter see, what is due, what may be done."""

    at: datetime
    state: str
    office_label: str
    public_label: str
    next: str
    due_at: datetime | None
    stage_due_at: datetime | None
    is_late: bool
    office: str
    flags: Sequence[str]
    lines: Sequence[TrialLine]
    possible: Sequence[PossibleTrial]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReplayDifference:
    """One thing that would have gone otherwise with a case: what kind, how it was, how it would have been."""

    kind: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class ReplayedView:
    """A case that would have gone otherwise."""

    number: str
    differences: Sequence[ReplayDifference]


@dataclass(frozen=True, slots=True)
class ReplayView:
    """Real cases of a period played again: how far it is, what would have changed in numbers, the first such cases."""

    id: int
    since: datetime
    until: datetime
    total: int
    done: int
    is_over: bool
    is_of_older_draft: bool
    counts: Mapping[str, int]
    cases: Sequence[ReplayedView]
