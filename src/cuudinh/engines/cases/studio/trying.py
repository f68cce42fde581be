"""A made-up case led through a draft by hand: nothing is stored, the page carries what was done so far.

It is the machinery of examples with a movable clock: the same scene of the pack, the same decisions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cuudinh.engines.cases.definitions.pack_surroundings import PackOffices, PackPlaces, surroundings_of
from cuudinh.engines.cases.rules import filing
from cuudinh.engines.cases.rules.acting import decide, obstacle
from cuudinh.engines.cases.rules.answers import read_answers, surroundings_on
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.passing import falling_due
from cuudinh.engines.cases.rules.routing import proposed_office
from cuudinh.engines.cases.rules.standing import Doer, Scene, Standing
from cuudinh.engines.cases.rules.timing import Pace
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.studio.playing import made_up, photos_of
from cuudinh.engines.cases.types import AnswersIncomplete, OutsideProvince
from cuudinh.engines.cases.types.studio import PossibleTrial, TrialLine, TrialStep, TrialView
from cuudinh.engines.messages.definitions import messages_of
from cuudinh.engines.places.definitions import calendar_in
from cuudinh.kernel.refusal import Refusal
from cuudinh.packs.forms.sampling import samples, sent_samples
from cuudinh.packs.world import PackWorld


@dataclass(frozen=True, slots=True)
class Stage:
    """What stands around a made-up case: the offices, units and calendar of the pack."""

    offices: PackOffices
    places: PackPlaces
    scene: Scene
    unit: str


def stage_of(world: PackWorld, service: ServiceDefinition, at: datetime, unit: str, language: str) -> Stage:
    """Give the stage on which a case of a service is played from a moment on; without a unit in the newest commune."""
    offices, places = surroundings_of(world)
    calendar = calendar_in(world, service.shape.calendar)
    paces = {"timed": Pace(calendar), "immediate": Pace(calendar, is_wall=True)}
    scene = Scene(service, at, offices, places, paces.__getitem__, lambda _: None, language)
    return Stage(offices, places, scene, unit or _newest(places))


def _newest(places: PackPlaces) -> str:
    return max(places.units, key=lambda one: (one.level, not one.valid_to, one.valid_from)).code


def tried(
    world: PackWorld, stage: Stage, topic: str, steps: Sequence[TrialStep], until: datetime
) -> TrialView:
    """Give how a made-up case stands after some steps, at a moment. Raises the refusal of the last step.

    A step before the moment of an earlier one is done at that moment: the clock only goes forward.
    """
    case = _filed(stage, topic)
    lines = [TrialLine(stage.scene.at, "file", "", "reporter", case.state, _told_of_filing(world, stage))]
    at = stage.scene.at
    for step in steps:
        at = max(at, step.at)
        case, more = _let_pass(world, stage, case, at)
        move = _done(stage, case, step, at)
        lines += [*more, _line(world, stage, move, step.by, at)]
        case = move.after
    at = max(at, until)
    case, more = _let_pass(world, stage, case, at)
    return _view(stage, case, [*lines, *more], at)


def _filed(stage: Stage, topic: str) -> Standing:
    service, scene = stage.scene.service, stage.scene
    given = {**samples(service.form, stage.unit)}
    for question in service.shape.questions:
        if question.type == "topic":
            given[question.id] = topic or next(iter(service.topics))
        elif question.type == "place":
            given[question.id] = {"unit": stage.unit}
    around = replace(surroundings_on(scene.day), sent=sent_samples(service.form))
    read = read_answers(service, given, photo_count=1, around=around)
    if read.faults:
        raise AnswersIncomplete.of(service.shape.kind, read.faults)
    place = scene.places.locate(read.place, scene.day) if read.place is not None else None
    if read.place is not None and place is None:
        raise OutsideProvince
    return filing.open_case(scene, read, place, number="TRY-1", channel="web")


def _let_pass(
    world: PackWorld, stage: Stage, case: Standing, at: datetime
) -> tuple[Standing, list[TrialLine]]:
    moves = list(falling_due(replace(stage.scene, at=at), case))
    lines = [_line(world, stage, move, "system", move.after.changed_at) for move in moves]
    return (moves[-1].after if moves else case), lines


def _done(stage: Stage, case: Standing, step: TrialStep, at: datetime) -> Move:
    scene = replace(stage.scene, at=at)
    act = scene.service.act(case.state, step.do)
    owner = case.owner_office_id or proposed_office(scene, case)
    given = made_up(scene, act, stage.offices.codes, owner) if act is not None else {}
    return decide(scene, _doer(step, case), case, step.do, given, photos_of(act) if act is not None else 0)


def _doer(step: TrialStep, case: Standing) -> Doer:
    # Persons of different relations are different people; the second press of a four-eyes act is another person.
    account = None if step.by == "reporter" else sum(step.by.encode()) * 10 + step.person
    return Doer(frozenset({step.by}), account, case.open_tasks, receiving_office_id=case.owner_office_id)


def _line(world: PackWorld, stage: Stage, move: Move, by: str, at: datetime) -> TrialLine:
    service, language = stage.scene.service, stage.scene.language
    act = service.act(move.before.state, move.act)
    label = words(act.label, language) if act is not None else ""
    return TrialLine(
        at, move.act, label, by, move.after.state, tuple(_told(world, stage, move)), move.audience
    )


def _told(world: PackWorld, stage: Stage, move: Move) -> Iterator[tuple[str, str]]:
    """Give who would be told what: by the act, by the step of the ladder, or that a stage is late."""
    service = stage.scene.service
    act = service.act(move.before.state, move.act)
    titles = {one.id: words(one.title, stage.scene.language) for one in messages_of(world)}
    if act is not None:
        for tell in act.tell:
            is_immediate = move.after.track == "immediate" and tell.immediate is not None
            message = tell.immediate if is_immediate else tell.message
            if message is not None:
                yield tell.who, titles.get(message, message)
    step = str(move.facts.get("step", "")) if move.act == "escalate" else ""
    if step.isdecimal():
        found = service.shape.deadlines.ladder[int(step)]
        yield from ((who, titles.get(found.message, found.message)) for who in found.tell)
    late = service.shape.deadlines.stage_late
    if step == "stage" and late is not None:
        message = titles.get(late.message, late.message)
        yield from ((who, message) for who in late.tell.get(move.after.state, ["owner.head"]))


def _told_of_filing(world: PackWorld, stage: Stage) -> tuple[tuple[str, str], ...]:
    titles = {one.id: words(one.title, stage.scene.language) for one in messages_of(world)}
    tells = stage.scene.service.shape.filed
    return tuple((one.who, titles.get(one.message, one.message)) for one in tells if one.message is not None)


def _view(stage: Stage, case: Standing, lines: Sequence[TrialLine], at: datetime) -> TrialView:
    scene = replace(stage.scene, at=at)
    service, language = scene.service, scene.language
    state = service.state(case.state)
    owner = case.owner_office_id or proposed_office(scene, case)
    flags = [
        words(service.shape.flags[one].label, language)
        for one in sorted(case.flags)
        if one in service.shape.flags
    ]
    return TrialView(
        at=at,
        state=case.state,
        office_label=words(state.label, language),
        public_label=words(state.public or state.label, language),
        next=words(state.next, language) if state.next is not None else "",
        due_at=case.due_at,
        stage_due_at=case.stage_due_at,
        is_late=case.is_late(at),
        office=stage.offices.name_of(owner, scene.day, language) if owner is not None else "",
        flags=flags,
        lines=lines,
        possible=list(_possible(scene, case)),
        labels={name: words(one.label, language) for name, one in service.shape.states.items()},
    )


def _possible(scene: Scene, case: Standing) -> Iterator[PossibleTrial]:
    for act in scene.service.acts_from(case.state):
        people = [who for who in act.by if who != "system"]
        if people and act.do != "merge":
            why: Refusal | None = obstacle(scene, Doer(frozenset(people)), case, act)
            yield PossibleTrial(act.do, words(act.label, scene.language), people, str(why) if why else "")
