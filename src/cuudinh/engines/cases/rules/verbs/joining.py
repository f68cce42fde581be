"""Verbs of several: offices that work together, reports that are one."""

from cuudinh.engines.cases.rules.moves import (
    AnswerTask,
    MergeInto,
    OpenTasks,
    Step,
    Turn,
    UndoMerge,
)
from cuudinh.engines.cases.rules.verbs.handling import photos_of, said
from cuudinh.engines.cases.service import span_of
from cuudinh.engines.cases.types import ActNotPossible
from cuudinh.kernel.refusal import NotYours


def request_joint(step: Step) -> Turn:
    """Ask offices for a part of the work; each gets a task with a clock of its own."""
    joint = step.scene.service.shape.joint
    if joint is None:
        raise ActNotPossible
    due_at = step.scene.pace(step.case).add(step.scene.at, span_of(joint.deadline))
    offices = step.inputs.office_ids
    changes = {"open_tasks": step.case.open_tasks | frozenset(offices)}
    facts = {"offices": list(offices), "due": due_at.isoformat(), **said(step)}
    return Turn(changes, facts, (OpenTasks(offices, step.inputs.text, due_at),))


def answer_joint(step: Step) -> Turn:
    """Answer the part of the office for which the actor speaks."""
    office_id = step.office_id
    if office_id is None:
        raise NotYours
    changes = {"open_tasks": step.case.open_tasks - {office_id}}
    done = AnswerTask(office_id, step.inputs.text)
    return Turn(changes, {"office": office_id, **said(step)}, (done, *photos_of(step, "task")))


def merge(step: Step) -> Turn:
    """Make the case a part of another; it leaves the public list, its followers follow the other."""
    assert step.inputs.other_id is not None, "the input was read"
    merged = MergeInto(step.inputs.other_id, step.case.state)
    changes = {"master_id": step.inputs.other_id, "is_public": False}
    return Turn(changes, {"master": step.inputs.other_number, **said(step)}, (merged,))


def unmerge(step: Step) -> Turn:
    """Let the case stand by itself again, where it stood, with the time it had left."""
    assert step.case.master_id is not None, "only a merged case stands in this state"
    changes = {
        "master_id": None,
        "closed_at": None,
        "is_public": step.case.published_at is not None and "sensitive" not in step.case.flags,
    }
    return Turn(changes, said(step), (UndoMerge(step.case.master_id),))
