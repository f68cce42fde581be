"""Verbs of the centre: refusing, approving, publishing, putting right, covering."""

from collections.abc import Mapping
from typing import Any

from cuudinh.engines.cases.rules.answers import cover
from cuudinh.engines.cases.rules.likeness import title_of
from cuudinh.engines.cases.rules.moves import (
    Effect,
    KeepOriginal,
    RewriteAnswer,
    RewriteComment,
    Step,
    Turn,
)
from cuudinh.engines.cases.rules.spending import STOPPED, granted_minutes, minutes_of
from cuudinh.engines.cases.rules.timing import promise, stage_due
from cuudinh.engines.cases.rules.verbs.handling import may_be_shown, photos_of, published, said
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.types import InputsIncomplete
from cuudinh.kernel.geo import cell


def refuse(step: Step) -> Turn:
    """Do not take the case on, for a reason the reporter reads; it is not shown to the public."""
    changes = {"reason": step.inputs.reason, "is_public": False}
    return Turn(changes, {"reason": step.inputs.reason, **said(step)})


def approve(step: Step) -> Turn:
    """Take the answer as the result; it becomes public unless the case is sensitive or withheld.

    From now on everybody may read what an office wrote for the centre, so it is covered here.
    """
    changes: dict[str, Any] = {"resolved_at": step.case.resolved_at or step.scene.at}
    effects: tuple[Effect, ...] = ()
    answer = step.inputs.text or cover(step.case.answer)
    if answer != step.case.answer:
        changes["answer"] = answer
        effects = (RewriteAnswer(step.case.answer, answer),)
    publication = step.scene.service.shape.publication
    if publication is not None and publication.result_after == "approve":
        changes |= published(step) if may_be_shown(step) else {}
    return Turn(changes, {**said(step), "text": answer}, (*effects, *photos_of(step, "result")))


def rework(step: Step) -> Turn:
    """Send the answer back; the case counts as not resolved, and its deadline is still the same."""
    return Turn({"resolved_at": None}, said(step))


def publish(step: Step) -> Turn:
    """Show the case to everybody; a person decides, so a sensitive case may be shown too."""
    return Turn({**published(step), "flags": step.case.flags - {"withheld"}}, said(step))


def unpublish(step: Step) -> Turn:
    """Take the case from the public; only a person shows it again, whatever is done with it until then."""
    return Turn({"is_public": False, "flags": step.case.flags | {"withheld"}}, said(step))


def correct(step: Step) -> Turn:
    """Put the topic or the place right: the promise follows the topic, and the history keeps what it was."""
    if not step.inputs.topic and step.inputs.place is None:
        told = {shape.id: "Vui lòng chọn điều cần sửa." for shape in step.act.inputs}
        raise InputsIncomplete(faults=told, act=words(step.act.label, step.scene.language))
    changes: dict[str, Any] = {}
    facts: dict[str, Any] = said(step)
    if step.inputs.place is not None:
        place = step.inputs.place
        changes |= {"unit_id": place.unit_id, "place": place.label, "lat": place.lat, "lon": place.lon}
        changes["cell"] = cell(place.lat, place.lon) if place.lat is not None else None
        changes["units"] = place.units
        facts["unit"] = place.unit_id
    if step.inputs.topic and step.inputs.topic != step.case.topic:
        found = _topic_changes(step)
        changes |= found
        facts |= {"topic": step.inputs.topic, "topic_before": step.case.topic, **_promises(step, found)}
    return Turn(changes, facts)


def _topic_changes(step: Step) -> dict[str, Any]:
    """Give the changes of another topic: its track, its flags, its promise counted from the same start.

    What was waited and what was granted on top stay, told in the unit of the new track.
    """
    scene, topic = step.scene, step.scene.service.topics[step.inputs.topic]
    flags = step.case.flags - {"immediate", "sensitive"}
    flags |= {"immediate"} if topic.track == "immediate" else set()
    flags |= {"sensitive"} if topic.sensitive else set()
    case = step.case.but(topic=topic.id, track=topic.track)
    pace, is_other_track = scene.pace(case), topic.track != step.case.track
    promised_at = promise(scene.service.shape, topic, case.counted_from, pace).due_at
    waited = minutes_of(case, STOPPED, pace) if is_other_track else case.waited_minutes
    due_at = pace.add_minutes(
        promised_at, waited + granted_minutes(step.case, scene.at, scene.pace(step.case), pace)
    )
    changes: dict[str, Any] = {"topic": topic.id, "track": topic.track, "flags": flags}
    changes |= {"promised_at": promised_at, "waited_minutes": waited}
    if topic.sensitive:
        changes["is_public"] = False
    if is_other_track:
        changes["stage_due_at"] = stage_due(scene.service.shape, case.state, case.state_since, pace)
    if case.due_at is None:
        return {**changes, "left_minutes": pace.minutes(scene.at, due_at)}
    return {**changes, "due_at": due_at}


def _promises(step: Step, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Give the two promises for the history, when the corrected topic is answered by another time."""
    before = step.case.promised_at
    if before is None or before == changes["promised_at"]:
        return {}
    return {"promised": changes["promised_at"].isoformat(), "promised_before": before.isoformat()}


def redact(step: Step) -> Turn:
    """Change the words that others read: `answer` the answer, `comment` that of the rating, any other the report.

    What was covered also leaves the history, or it would still be read there.
    """
    case, texts = step.case, dict(step.inputs.texts)
    answer, comment = texts.pop("answer", ""), texts.pop("comment", "")
    text = next((text for text in texts.values() if text), "")
    changes: dict[str, Any] = {}
    effects: list[Effect] = []
    if answer and case.answer and answer != case.answer:
        changes["answer"] = answer
        effects.append(RewriteAnswer(case.answer, answer))
    if comment and case.rating is not None:
        effects.append(RewriteComment(comment))
    if text and text != case.text:
        changes |= {"text": text, "title": title_of(text)}
        main = step.scene.service.main_question
        effects.append(KeepOriginal(main.id if main is not None else "", case.text, is_first=True))
    if not changes and not effects:
        told = {shape.id: "Vui lòng sửa nội dung cần che." for shape in step.act.inputs}
        raise InputsIncomplete(faults=told, act=words(step.act.label, step.scene.language))
    return Turn(changes, {}, tuple(effects))
