"""Examples of a service: situations and what must come out. They are its tests, and run without a database.

    examples:
      - name: three working days over a holiday
        at: "2024-04-26T15:00+07:00"
        submit: {topic: pothole, unit: 19753-2020-01}
        then:
          - {by: dispatcher, do: assign}
          - {at: "2024-04-27T09:00+07:00", by: owner.officer, do: accept}
        expect: {state: in_progress, due: "2024-05-04T15:00+07:00", owner: public-works}

What falls due between two moments happens by itself, as it would in a running installation. Texts and places
that the form requires and the example does not care about are filled in.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from pydantic import Field

from cuudinh.engines.cases.rules import filing, limits
from cuudinh.engines.cases.rules.acting import decide
from cuudinh.engines.cases.rules.answers import read_answers, surroundings_on
from cuudinh.engines.cases.rules.dossiers import apology_by, ruled
from cuudinh.engines.cases.rules.measuring import measured, stretches_of
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.numbering import case_number
from cuudinh.engines.cases.rules.passing import falling_due
from cuudinh.engines.cases.rules.routing import proposed_office
from cuudinh.engines.cases.rules.standing import Doer, FoundPlace, Offices, Places, Scene, Standing
from cuudinh.engines.cases.rules.timing import Pace
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.shapes_dossiers import DossierRulesShape
from cuudinh.engines.cases.shapes_flows import MOMENT, ThenShape
from cuudinh.engines.cases.types import AnswersIncomplete, NotEligible, OutsideProvince
from cuudinh.kernel.refusal import Refusal
from cuudinh.kernel.worktime import Calendar
from cuudinh.packs.forms.reading import Surroundings as FormSurroundings
from cuudinh.packs.forms.sampling import samples, sent_samples, with_needed
from cuudinh.packs.grammar import Code, Shape

_MOMENT_OR_NONE = rf"^none$|{MOMENT}"
# Fillings hang on the answers, hardly ever on somebody's age; the form itself is read on the day of the example.
_ANY_DAY = date(2026, 1, 1)


class SubmitShape(Shape):
    """What is filed: a topic, a place (a unit or a point) and the answers that matter."""

    topic: Code | None = Field(None, description="What it is about; a dossier has none.")
    unit: str | None = Field(
        None,
        description="Code of the unit, or `commune`: the first commune in force, by its code, wherever the service is "
        "offered; absent: any commune in force.",
    )
    place: list[float] | None = Field(None, min_length=2, max_length=2, description="Latitude, longitude.")
    answers: dict[str, Any] = Field(default_factory=dict)
    photos: int = Field(0, ge=0, le=12)
    taken: int = Field(0, ge=0, description="How many places are taken already.")
    filed_before: str | None = Field(
        None, pattern=MOMENT, description="When the same person, household or day filed before."
    )
    as_if_open: bool = Field(
        False,
        description="As though it were open that day: for what is off until somebody decides (open_during).",
    )


class ExpectShape(Shape):
    """What must come out; what is not named may be anything."""

    at: str | None = Field(None, pattern=MOMENT, description="When to look.")
    state: Code | None = None
    due: str | None = Field(
        None, pattern=_MOMENT_OR_NONE, description="Deadline in force; `none` while the clock stands still."
    )
    promised: str | None = Field(None, pattern=_MOMENT_OR_NONE, description="First promise.")
    stage_due: str | None = Field(
        None, pattern=_MOMENT_OR_NONE, description="End of the time allowed in the state; `none`: any."
    )
    owner: str | None = Field(
        None,
        description="Office: the one in the lead, else the one proposed; its code, `intake`, or `function:<name>`, "
        "perhaps with `@<level>`.",
    )
    flags: list[Code] | None = Field(None, description="Exactly these flags.")
    track: str | None = None
    outcome: str | None = None
    status: int | None = Field(None, ge=1, le=10, description="Status code of the country, of a dossier.")
    number: str | None = Field(None, description="The number it gets, of a dossier: the first of its day.")
    apology_by: str | None = Field(
        None, pattern=_MOMENT_OR_NONE, description="Last moment for an apology; `none`: there is none."
    )
    late_by_measure: bool | None = Field(None, description="Whether the measure of the country says late.")
    pays_vnd: int | None = Field(
        None, ge=0, description="What it costs in đồng by its answers, of a dossier."
    )
    public: bool | None = None
    refused: Code | None = Field(None, description="Code of the refusal of the last act, or of the filing.")


class ExampleShape(Shape):
    """One situation."""

    name: str = Field(min_length=3, max_length=200)
    at: str = Field(pattern=MOMENT, description="When it is filed.")
    submit: SubmitShape
    then: list[ThenShape] = Field(default_factory=list)
    expect: ExpectShape


class ExamplesShape(Shape):
    """`examples.yaml`: the situations of one service."""

    examples: list[ExampleShape] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around an example: the offices, units and calendar of the pack that is checked."""

    offices: Offices
    places: Places
    calendar: Calendar
    codes: Mapping[int, str]
    first_unit: str
    first_commune: str = ""
    walks: Mapping[str, Sequence[ThenShape]] = field(default_factory=dict)
    fee_of: Callable[[Scene, Standing], int | None] = lambda _scene, _case: None


def example_faults(example: ExampleShape, service: ServiceDefinition, around: Surroundings) -> Iterator[str]:
    """Give where an example does not hold, each as what was expected and what came out."""
    unknown = {step.walk for step in example.then if step.walk is not None} - around.walks.keys()
    if unknown:
        yield f'the flow has no walk "{min(unknown)}"; it has: {", ".join(sorted(around.walks)) or "none"}'
        return
    try:
        run = _run(example, service, around)
    except Refusal as refused:
        if example.expect.refused != refused.code:
            yield f"refused with {refused.code}: {refused}"
        return
    if example.expect.refused is not None:
        yield f"expected the refusal {example.expect.refused}, but it was done"
        return
    for what, expected, found in _compared(example.expect, run, around):
        if expected is not None and expected != found:
            yield f"{what}: expected {expected}, came out {found}"


@dataclass(frozen=True, slots=True)
class _Run:
    """An example after its last act: the case, the moment at which it is looked at, and what was done on the way."""

    case: Standing
    scene: Scene
    moves: tuple[Move, ...] = ()


def _run(example: ExampleShape, service: ServiceDefinition, around: Surroundings) -> _Run:
    scene = _scene(service, around, _moment(example.at))
    run = _Run(_submitted(example.submit, scene, around), scene)
    for step in unfolded(example.then, around.walks):
        run = _until(replace(run, scene=replace(run.scene, at=_moment(step.at))) if step.at else run)
        doer, inputs = _doer(step, run.case), _with_offices(step.inputs, run, around)
        run = _done(run, decide(run.scene, doer, run.case, step.do or "", inputs, step.photos))
    if example.expect.at:
        run = _until(replace(run, scene=replace(run.scene, at=_moment(example.expect.at))))
    return run


def unfolded(steps: Iterable[ThenShape], walks: Mapping[str, Sequence[ThenShape]]) -> Iterator[ThenShape]:
    """Give the acts of an example one by one, those of a walk in its place; the first of them at its moment."""
    for step in steps:
        if step.walk is None:
            yield step
        else:
            first, *others = walks[step.walk]
            yield first.model_copy(update={"at": step.at or first.at})
            yield from others


def _with_offices(inputs: Mapping[str, Any], run: _Run, around: Surroundings) -> dict[str, Any]:
    """Give the inputs of an act with the codes of the offices that are named in words."""

    def named(value: Any) -> Any:
        if isinstance(value, list):
            return [named(one) for one in value]
        return _office_named(value, run, around) if isinstance(value, str) else value

    return {name: named(value) for name, value in inputs.items()}


def _office_named(word: str, run: _Run, around: Surroundings) -> str:
    """Give the code of an office named by a word, so that an example holds in any province; else the word itself."""
    if word == "intake":
        return run.scene.service.shape.intake
    kind, _, function = word.partition(":")
    if kind != "function" or not function or " " in function:
        return word
    function, _, level = function.partition("@")
    scene, unit_id = run.scene, run.case.unit_id
    for unit in scene.places.chain(unit_id, scene.day) if unit_id is not None else ():
        office = scene.offices.serving(function, unit.code, unit.level, scene.day)
        if office is not None and level in {"", unit.level}:
            return around.codes[office.id]
    return word


def _done(run: _Run, move: Move) -> _Run:
    return replace(run, case=move.after, moves=(*run.moves, move))


def _scene(service: ServiceDefinition, around: Surroundings, at: datetime) -> Scene:
    paces = {"timed": Pace(around.calendar), "immediate": Pace(around.calendar, is_wall=True)}
    return Scene(service, at, around.offices, around.places, paces.__getitem__, lambda _: None)


def _submitted(submit: SubmitShape, scene: Scene, around: Surroundings) -> Standing:
    if not submit.as_if_open:
        limits.check_open(scene.service, scene.day)
    read = read_answers(
        scene.service, filled_form(submit, scene.service, around), submit.photos, _around_form(scene)
    )
    if read.faults:
        raise AnswersIncomplete.of(scene.service.shape.kind, read.faults)
    if read.bar is not None:
        raise NotEligible(because=words(read.bar.because, "vi"), instead="")
    place = _place(read.place, scene)
    limits.check_places(scene, submit.taken)
    if submit.filed_before is not None:
        for rule in scene.service.shape.once_per:
            limits.check_once(scene, rule, [_moment(submit.filed_before)])
    case = filing.open_case(scene, read, place, number="EXAMPLE-1", channel="web")
    return case.but(number=_number(scene, case)) if scene.service.is_dossier else case


def _number(scene: Scene, case: Standing) -> str:
    """Give the number of the first dossier of its office and day."""
    rules, office_id = scene.service.shape.rules, case.owner_office_id
    assert rules is not None, "a dossier has rules"
    assert office_id is not None, "a dossier has its office"
    code = scene.offices.official_code(office_id, ruled(scene, case, rules.office_code), scene.day)
    return case_number(scene.service.shape.number, scene.day, 1, code)


def _around_form(scene: Scene) -> FormSurroundings:
    return replace(surroundings_on(scene.day), sent=sent_samples(scene.service.form))


def _place(given: Mapping[str, Any] | None, scene: Scene) -> FoundPlace | None:
    if given is None:
        return None
    found = scene.places.locate(given, scene.day)
    if found is None:
        raise OutsideProvince
    return found


def filled_form(submit: SubmitShape, service: ServiceDefinition, around: Surroundings) -> dict[str, Any]:
    """Give the whole form of an example: what it names, and fillings for what is required besides."""
    form: dict[str, Any] = samples(service.form, around.first_unit)
    for question in service.shape.questions:
        if question.type == "topic":
            form[question.id] = submit.topic
        elif question.type == "place":
            form[question.id] = _given_place(submit, around)
    return with_needed(service.form, {**form, **submit.answers}, around.first_unit, _ANY_DAY)


def _given_place(submit: SubmitShape, around: Surroundings) -> Mapping[str, Any]:
    if submit.place is not None:
        return {"lat": submit.place[0], "lon": submit.place[1]}
    if submit.unit == "commune":
        return {"unit": around.first_commune or around.first_unit}
    return {"unit": submit.unit or around.first_unit}


def _until(run: _Run) -> _Run:
    """Let everything happen that falls due up to the moment of the scene, in its order."""
    for move in falling_due(run.scene, run.case):
        run = _done(run, move)
    return run


def _doer(step: ThenShape, case: Standing) -> Doer:
    relations = {step.by} | ({step.by.replace(".head", ".officer")} if step.by.endswith(".head") else set())
    # Persons of different relations are different people.
    account = None if step.by == "reporter" else sum(step.by.encode()) * 10 + step.person
    return Doer(frozenset(relations), account, case.open_tasks)


def _compared(expect: ExpectShape, run: _Run, around: Surroundings) -> Iterator[tuple[str, Any, Any]]:
    case = run.case
    yield "state", expect.state, case.state
    yield "due", _expected_moment(expect.due), _shown(case.due_at, run)
    yield "promised", _expected_moment(expect.promised), _shown(case.promised_at, run)
    yield "stage_due", _expected_moment(expect.stage_due), _shown(case.stage_due_at, run)
    yield "flags", sorted(expect.flags) if expect.flags is not None else None, sorted(case.flags)
    yield "track", expect.track, case.track
    yield "outcome", expect.outcome, case.outcome
    yield "public", expect.public, case.is_public
    if run.scene.service.is_dossier:
        yield from _compared_as_dossier(expect, run)
        yield "pays_vnd", expect.pays_vnd, around.fee_of(run.scene, case)
    if expect.owner is not None:
        owner = case.owner_office_id or proposed_office(run.scene, case)
        yield (
            "owner",
            _office_named(expect.owner, run, around),
            around.codes.get(owner, "none") if owner is not None else "none",
        )


def _compared_as_dossier(expect: ExpectShape, run: _Run) -> Iterator[tuple[str, Any, Any]]:
    case, service, rules = run.case, run.scene.service, run.scene.service.shape.rules
    assert rules is not None, "a dossier has rules"
    yield "status", expect.status, service.state(case.state).status
    yield "number", expect.number, case.number
    yield (
        "apology_by",
        _expected_moment(expect.apology_by),
        _shown(apology_by(case, rules, run.scene.pace(case)), run),
    )
    yield "late_by_measure", expect.late_by_measure, _is_late(run, rules)


def _is_late(run: _Run, rules: DossierRulesShape) -> bool | None:
    """Say what the measure of the country says; None before the dossier was received."""
    received = next((move for move in run.moves if move.act == "receive"), None)
    if received is None or received.after.promised_at is None:
        return None
    states = run.scene.service.shape.states
    entered = [(states[move.after.state].status or 0, move.after.changed_at) for move in run.moves]
    found = measured(
        ruled(run.scene, run.case, rules.measure),
        stretches_of(entered),
        received_at=received.after.changed_at,
        due_at=received.after.promised_at,
        asked=run.case.times_done("request_supplement"),
        at=run.scene.at,
        pace=run.scene.working,
    )
    return found.is_late


def _expected_moment(text: str | None) -> str | None:
    return text if text in {None, "none"} else _moment(str(text)).isoformat()


def _shown(moment: datetime | None, run: _Run) -> str:
    return moment.astimezone(UTC).isoformat() if moment is not None else "none"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
