"""Verbs of the lead office: getting a case, taking it on, giving it back, passing it on, answering it."""

from typing import Any

from cuudinh.engines.cases.rules.moves import AddPhotos, Effect, Step, Turn
from cuudinh.engines.cases.rules.routing import proposed_office
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.types import InputsIncomplete, NoOwner, OfficeReturnedIt, TasksStillOpen


def assign(step: Step) -> Turn:
    """Give the case its lead office: the chosen one, else the one that routing proposes."""
    proposed = proposed_office(step.scene, step.case)
    office_id = step.inputs.office_id or proposed
    if office_id is None:
        topic = step.scene.service.topics[step.case.topic]
        raise NoOwner(topic=words(topic.title, step.scene.language), unit=step.case.place)
    changes: dict[str, Any] = {"owner_office_id": office_id, "owner_account_id": None}
    publication = step.scene.service.shape.publication
    if publication is not None and publication.on_assign and may_be_shown(step):
        changes |= published(step)
    facts = {"office": office_id, "is_proposed": office_id == proposed, **said(step)}
    return Turn(changes, facts)


def accept(step: Step) -> Turn:
    """Take the case on: whoever accepts answers for it by name inside the office, or whose seat they act from."""
    return Turn({"owner_account_id": step.doer.holder_id}, said(step))


def give_back(step: Step) -> Turn:
    """Return the case to the centre; an office does so once, or cases would go round in circles."""
    office_id = step.case.owner_office_id
    if step.case.times_done(returned_mark(office_id)):
        raise OfficeReturnedIt
    counts = {**step.case.act_counts, returned_mark(office_id): 1}
    changes = {"owner_office_id": None, "owner_account_id": None, "act_counts": counts}
    return Turn(changes, {"reason": step.inputs.reason, **said(step)})


def returned_mark(office_id: int | None) -> str:
    """Give the name under which `act_counts` remembers that an office returned the case."""
    return f"returned.{office_id}"


def transfer(step: Step) -> Turn:
    """Make another office the lead; the deadline stays, for the resident was promised it."""
    office_id = step.inputs.office_id
    if office_id == step.case.owner_office_id:
        told = {shape.id: "Đơn vị này đang chủ trì." for shape in step.act.inputs if shape.kind == "office"}
        raise InputsIncomplete(faults=told, act=words(step.act.label, step.scene.language))
    if step.case.times_done(returned_mark(office_id)):
        raise OfficeReturnedIt
    changes = {"owner_office_id": office_id, "owner_account_id": None}
    facts = {"office": office_id, "from_office": step.case.owner_office_id, **said(step)}
    return Turn(changes, facts)


def resolve(step: Step) -> Turn:
    """Answer the case: the work is done, with pictures where the topic asks for them."""
    if step.case.open_tasks:
        raise TasksStillOpen
    topic = step.scene.service.topics[step.case.topic]
    photos = [shape.id for shape in step.act.inputs if shape.kind == "photos"]
    if topic.evidence == "required" and photos and not step.inputs.photo_count:
        told = {photos[0]: "Cần ảnh sau xử lý để chứng minh kết quả."}
        raise InputsIncomplete(faults=told, act=words(step.act.label, step.scene.language))
    changes = {"resolved_at": step.scene.at, "answer": step.inputs.text}
    return Turn(changes, said(step), photos_of(step, "after"))


def may_be_shown(step: Step) -> bool:
    """Whether a case becomes public by itself: not when it is sensitive, nor once a person took it away."""
    return not step.case.flags & {"sensitive", "withheld"}


def published(step: Step) -> dict[str, Any]:
    """Give the changes that make a case public; the day it first became public stays."""
    return {"is_public": True, "published_at": step.case.published_at or step.scene.at}


def said(step: Step) -> dict[str, Any]:
    """Give what was written, for the history."""
    facts: dict[str, Any] = {"text": step.inputs.text} if step.inputs.text else {}
    if step.inputs.notes:
        facts["notes"] = dict(step.inputs.notes)
    if step.inputs.photo_count:
        facts["photos"] = step.inputs.photo_count
    return facts


def photos_of(step: Step, purpose: str) -> tuple[Effect, ...]:
    """Give the effect that keeps the pictures of an act, if there are any."""
    return (AddPhotos(purpose),) if step.inputs.photo_count else ()
