"""Filing decided: a form that was read becomes a case with its state, its flags and its promise."""

from collections.abc import Mapping
from typing import Any

from cuudinh.engines.cases.rules.answers import Answers
from cuudinh.engines.cases.rules.likeness import title_of
from cuudinh.engines.cases.rules.moves import AddPhotos, Effect, Move
from cuudinh.engines.cases.rules.routing import proposed_office
from cuudinh.engines.cases.rules.standing import Doer, FoundPlace, Scene, Standing
from cuudinh.engines.cases.rules.timing import promise, stage_due
from cuudinh.engines.cases.service import RUNNING, words
from cuudinh.engines.cases.types import NoOwner
from cuudinh.kernel.geo import cell


def open_case(
    scene: Scene, answers: Answers, place: FoundPlace | None, *, number: str, channel: str
) -> Standing:
    """Give the case a form makes: in the first state, with the deadline of its topic counted from now."""
    service, topic = scene.service, scene.service.topics[answers.topic]
    first = service.state(service.shape.initial)
    pace = scene.pace_of(topic.track)
    due_at = promise(service.shape, topic, scene.at, pace).due_at
    flags = {name for name, is_set in _first_flags(topic.track, topic.sensitive).items() if is_set}
    case = Standing(
        number=number,
        state=service.shape.initial,
        phase=first.phase,
        topic=topic.id,
        track=topic.track,
        filed_at=scene.at,
        changed_at=scene.at,
        state_since=scene.at,
        counted_from=scene.at,
        flags=frozenset(flags),
        channel=channel,
        title=title_of(answers.text) or words(topic.title, scene.language),
        text=answers.text,
        answers=answers.others,
        promised_at=due_at,
        due_at=due_at if first.clock in RUNNING else None,
        left_minutes=None if first.clock in RUNNING else pace.minutes(scene.at, due_at),
        stage_due_at=stage_due(service.shape, service.shape.initial, scene.at, pace),
    )
    return _owned(scene, _placed(case, place))


def _owned(scene: Scene, case: Standing) -> Standing:
    """Give a case the office that decides it, where it is that office's from the first moment. Raises `NoOwner`."""
    if not scene.service.is_owned_at_once:
        return case
    office_id = proposed_office(scene, case)
    if office_id is None:
        topic = scene.service.topics[case.topic]
        raise NoOwner(topic=words(topic.title, scene.language), unit=case.place)
    return case.but(owner_office_id=office_id)


def _first_flags(track: str, is_sensitive: bool) -> Mapping[str, bool]:
    return {"immediate": track == "immediate", "sensitive": is_sensitive}


def _placed(case: Standing, place: FoundPlace | None) -> Standing:
    if place is None:
        return case
    return case.but(
        unit_id=place.unit_id,
        units=place.units,
        place=place.label,
        lat=place.lat,
        lon=place.lon,
        cell=cell(place.lat, place.lon) if place.lat is not None and place.lon is not None else None,
    )


def filed(scene: Scene, doer: Doer, case: Standing, *, side: str, photo_count: int) -> Move:
    """Give the record of the filing; it says which office was proposed, never who reported."""
    facts: dict[str, Any] = {"channel": case.channel, "proposed": proposed_office(scene, case)}
    effects: tuple[Effect, ...] = (AddPhotos("before"),) if photo_count else ()
    return Move(
        act="file",
        audience="public",
        before=case,
        after=case,
        side=side,
        office_id=None,
        account_id=doer.account_id,
        facts=facts | ({"photos": photo_count} if photo_count else {}),
        effects=effects,
    )
