"""Verbs of several: offices that work together, reports that are one."""

from cuudinh.engines.cases.rules.dossiers import consulted_spans
from cuudinh.engines.cases.rules.merging import WAS_PUBLIC
from cuudinh.engines.cases.rules.moves import (
    AnswerTask,
    DropTasks,
    MergeInto,
    OpenTasks,
    Step,
    Turn,
    UndoMerge,
)
from cuudinh.engines.cases.rules.standing import task_mark, without
from cuudinh.engines.cases.rules.verbs.handling import photos_of, said
from cuudinh.engines.cases.service import span_of
from cuudinh.engines.cases.types import ActNotPossible
from cuudinh.kernel.refusal import NotYours


def request_joint(step: Step) -> Turn:
    """Ask offices for a part of the work; each gets a task with a clock of its own.

    A body that the procedure consults has the deadline that is written there, every other the usual one.
    """
    joint = step.scene.service.shape.joint
    if joint is None:
        raise ActNotPossible
    pace, own = step.scene.pace(step.case), consulted_spans(step.scene, step.case)
    due = {
        office_id: pace.add(step.scene.at, span_of(own.get(office_id, joint.deadline)))
        for office_id in step.inputs.office_ids
    }
    marks = {task_mark(office_id) for office_id in due}
    changes = {
        "tasks": {**step.case.tasks, **due},
        "act_counts": {name: n for name, n in step.case.act_counts.items() if name not in marks},
    }
    last = max(due.values()).isoformat()
    facts = {"offices": list(due), "due": last, **said(step)}
    return Turn(changes, facts, (OpenTasks(due, step.inputs.text),))


def answer_joint(step: Step) -> Turn:
    """Answer the part of the office for which the actor speaks."""
    office_id = step.office_id
    if office_id is None:
        raise NotYours
    changes = {"tasks": without(step.case.tasks, (office_id,))}
    done = AnswerTask(office_id, step.inputs.text)
    return Turn(changes, {"office": office_id, **said(step)}, (done, *photos_of(step, "task")))


def cancel_joint(step: Step) -> Turn:
    """Call parts of the work off: offices that were asked need not answer any more, and are told so."""
    offices = step.inputs.office_ids
    changes = {"tasks": without(step.case.tasks, offices)}
    return Turn(changes, {"offices": list(offices), **said(step)}, (DropTasks(offices),))


def merge(step: Step) -> Turn:
    """Make the case a part of another; it leaves the public list, its followers follow the other.

    Whether it was public is remembered: by that its followers may still open it, and it comes back as it was.
    """
    assert step.inputs.other_id is not None, "the input was read"
    merged = MergeInto(step.inputs.other_id, step.case.state, with_followers=step.case.is_public)
    was_public = {WAS_PUBLIC: 1} if step.case.is_public else {}
    changes = {
        "master_id": step.inputs.other_id,
        "is_public": False,
        "act_counts": {**step.case.act_counts, **was_public},
    }
    return Turn(changes, {"master": step.inputs.other_number, **said(step)}, (merged,))


def unmerge(step: Step) -> Turn:
    """Let the case stand by itself again, where it stood, with the time it had left."""
    assert step.case.master_id is not None, "only a merged case stands in this state"
    changes = {
        "master_id": None,
        "closed_at": None,
        "is_public": WAS_PUBLIC in step.case.act_counts,
        "act_counts": {name: n for name, n in step.case.act_counts.items() if name != WAS_PUBLIC},
    }
    return Turn(changes, said(step), (UndoMerge(step.case.master_id),))
