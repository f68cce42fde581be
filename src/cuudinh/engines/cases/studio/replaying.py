"""A real case played again under two versions of its service: what would have gone otherwise.

Both versions are played in the same way, from what the history keeps: when which side did which act, for which reason
and office. Whatever the history does not keep is made up alike for both, so that only the change makes a difference.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from cuudinh.engines.cases.models import Case, Event
from cuudinh.engines.cases.rules import filing
from cuudinh.engines.cases.rules.acting import decide
from cuudinh.engines.cases.rules.answers import Answers
from cuudinh.engines.cases.rules.moves import side_of
from cuudinh.engines.cases.rules.passing import falling_due
from cuudinh.engines.cases.rules.routing import proposed_office
from cuudinh.engines.cases.rules.standing import Doer, FoundPlace, Scene, Standing
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.shapes import ActShape
from cuudinh.engines.cases.studio.playing import WORDS, made_up, photos_of
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.cases.types.studio import ReplayDifference
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.refusal import Refusal

# Acts that change two cases at once end a replay; those that only mend what was written are no step of it.
_OF_TWO: Final = frozenset({"merge", "unmerge"})
_NO_STEP: Final = frozenset({"redact", "escalate", "file"})


@dataclass(frozen=True, slots=True)
class Played:
    """How a case went under one version: its promise, its office, its end, and the act that was refused."""

    promised_at: datetime | None = None
    office_id: int | None = None
    state: str = ""
    is_late: bool = False
    refused: str = ""
    is_left_out: bool = False


def differences_of(
    row: Case, events: Sequence[Event], old: ServiceDefinition, new: ServiceDefinition, until: datetime
) -> list[ReplayDifference]:
    """Give what would have gone otherwise with a case; nothing when all would have gone alike."""
    was, now = (played(row, events, old, version, until) for version in (old, new))
    if was.is_left_out or now.is_left_out:
        return [ReplayDifference("left_out", row.number, "")]
    return list(_compared(was, now))


def _compared(was: Played, now: Played) -> Iterator[ReplayDifference]:
    if now.refused and now.refused != was.refused:
        yield ReplayDifference("refused", "", now.refused)
    if was.promised_at != now.promised_at and now.promised_at is not None:
        yield ReplayDifference("deadline", _moment(was.promised_at), _moment(now.promised_at))
    if was.office_id != now.office_id:
        yield ReplayDifference("route", _office(was.office_id), _office(now.office_id))
    if was.is_late != now.is_late and not now.refused:
        yield ReplayDifference("late" if now.is_late else "in_time", "", "")
    if was.state != now.state and not now.refused:
        yield ReplayDifference("state", was.state, now.state)


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at is not None else ""


def _office(office_id: int | None) -> str:
    return identity.office_by_id(office_id).code if office_id is not None else ""


def played(
    row: Case, events: Sequence[Event], old: ServiceDefinition, version: ServiceDefinition, until: datetime
) -> Played:
    """Give how a case goes under a version of its service, its acts done when they were done.

    `old` is the version it was filed under: it says by which relation each act may have been done.
    """
    scene = scene_of(version, row.filed_at)
    try:
        case = _opened(scene, row, events)
    except Refusal as refused:
        return Played(refused=str(refused))
    first = Played(promised_at=case.promised_at, office_id=proposed_office(scene, case))
    for event in events:
        if event.act in _OF_TWO:
            return Played(is_left_out=True)
        if event.side == "system" or event.act in _NO_STEP:
            continue
        try:
            case = _passed(scene, case, event.at)
            case = _done(replace(scene, at=max(event.at, case.changed_at)), case, event, old)
        except Refusal as refused:
            return replace(first, state=case.state, refused=f"{_label(version, event)}: {refused}")
    case = _passed(scene, case, until)
    is_late = "late" in case.outcome if case.outcome else case.is_late(until)
    return replace(first, promised_at=case.promised_at, state=case.state, is_late=is_late)


def _passed(scene: Scene, case: Standing, at: datetime) -> Standing:
    for move in falling_due(replace(scene, at=at), case):
        case = move.after
    return case


def _opened(scene: Scene, row: Case, events: Sequence[Event]) -> Standing:
    """Give the case as it would have been filed. Raises the refusal that would have met it."""
    said: Mapping[str, Any] = events[0].facts.get("set", {}) if events else {}
    topic = said.get("topic", row.topic)
    if topic not in scene.service.topics:
        topic = scene.service.only_topic if scene.service.is_dossier else ""
    if not topic:
        raise Refusal("Lĩnh vực này không còn.")
    answers = Answers(topic=topic, place=None, text=row.text, others=row.answers, originals={}, faults={})
    unit = said.get("unit_id", row.unit_id)
    place = FoundPlace(unit, row.place, row.lat, row.lon, row.units) if unit is not None else None
    return filing.open_case(scene, answers, place, number=row.number, channel=row.channel)


def _done(scene: Scene, case: Standing, event: Event, old: ServiceDefinition) -> Standing:
    verb = str(event.facts.get("act", event.act)) if event.act == "propose" else event.act
    act = scene.service.act(case.state, verb)
    owner = case.owner_office_id or proposed_office(scene, case)
    given = _given(scene, act, event, owner) if act is not None else {}
    photos = photos_of(act) if act is not None else 0
    move = decide(scene, _doer(event, verb, case, old), case, verb, given, photos)
    return move.after


def _given(scene: Scene, act: ActShape, event: Event, owner: int | None) -> dict[str, Any]:
    """Give the inputs of an act as the history keeps them: reason, office, words; what it lacks is made up."""
    facts = event.facts
    leads = facts.get("set", {}).get("owner_office_id") or owner
    codes = {leads: _office(leads)} if leads is not None else {}
    given = made_up(scene, act, codes, leads)
    for one in act.inputs:
        if one.kind == "reason" and facts.get("reason"):
            given[one.id] = facts["reason"]
        elif one.kind in {"text", "long_text"} and one.id in given:
            given[one.id] = facts.get("text") or WORDS
        elif one.kind == "offices" and facts.get("offices"):
            given[one.id] = [_office(number) for number in facts["offices"]]
    return given


def _doer(event: Event, verb: str, case: Standing, old: ServiceDefinition) -> Doer:
    """Give who did an act: by every relation of their side that allowed it then."""
    allowed = {who for act in old.shape.acts if act.do == verb for who in act.by}
    relations = frozenset(who for who in allowed if side_of(who) == event.side)
    return Doer(relations, event.account_id, case.open_tasks, receiving_office_id=case.owner_office_id)


def _label(version: ServiceDefinition, event: Event) -> str:
    label = next((act.label for act in version.shape.acts if act.do == event.act), None)
    return words(label, "vi") if label is not None else event.act
