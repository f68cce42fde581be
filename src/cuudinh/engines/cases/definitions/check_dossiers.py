"""What makes a dossier service sound beside what every service must be: statuses, papers, numbers, its rules."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from cuudinh.engines.cases.definitions.check_fees import fee_faults
from cuudinh.engines.cases.definitions.check_owners import days_of_owner
from cuudinh.engines.cases.definitions.pack_surroundings import PackOffices, PackPlaces, days_of_change
from cuudinh.engines.cases.definitions.resolving import parts_of
from cuudinh.engines.cases.rules.numbering import LONGEST, OFFICE, case_number
from cuudinh.engines.cases.rules.routing import route
from cuudinh.engines.cases.rules.timing import in_force
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.shapes import ActShape, ServiceShape
from cuudinh.engines.cases.shapes_dossiers import DONE, SUPPLEMENT, DossierRulesShape, ProcedureShape
from cuudinh.engines.documents.definitions import papers_of
from cuudinh.engines.identity.definitions import offices_of
from cuudinh.engines.places.definitions import functions_of
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.grammar import Dated
from cuudinh.packs.world import PackWorld

# In which phase a dossier stands whose status is one of these; every other status is open.
_PHASES: Final = {3: "final", 5: "paused", 6: "paused", 7: "final", 8: "final", 9: "done", 10: "final"}
# What a dossier can come to in any case: handed in, taken in, worked on, done, handed over.
_NEEDED: Final = (1, 2, 4, 9, 10)
# Which papers an act can give out: those that say no more than the act does.
ISSUED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "receipt": ("receive",),
    "supplement-request": ("request_supplement",),
    "rejection": ("refuse",),
    "apology": ("reappoint",),
    "stop-notice": ("stop", "no_reply"),
    "result": ("approve",),
    "process-sheet": ("approve", "deliver", "appraise", "sign", "stop"),
}
# Negative for the applicant: for a reason, and never by one person alone.
_NEGATIVE: Final = ("refuse", "stop")
_CODES: Final = range(1, 11)


def rules_faults(world: PackWorld) -> Iterator[Fault]:
    """Give every fault of the rules of dossiers and of the status codes."""
    parts = parts_of(world)
    if parts.statuses is not None:
        codes = [one.code for one in parts.statuses.statuses]
        if sorted(codes) != list(_CODES):
            what = "a status code is missing or stands twice"
            yield world.fault_of(parts.statuses, what, "statuses", expected="1 to 10, each once")
    if parts.rules is not None:
        yield from _dated_faults(world, parts.rules)


def _dated_faults(world: PackWorld, rules: DossierRulesShape) -> Iterator[Fault]:
    for name in type(rules).model_fields:
        rows: Any = getattr(rules, name)
        if not isinstance(rows, list) or not all(isinstance(row, Dated) for row in rows):
            continue
        begun: set[str] = set()
        for number, row in enumerate(rows):
            if row.since in begun:
                what = f'two rows of "{name}" begin on {row.since}'
                yield world.fault_of(rules, what, name, number, "since", expected="a day of its own for each")
            begun.add(row.since)


def dossier_faults(world: PackWorld, file: ServiceShape, shape: ServiceShape) -> Iterator[Fault]:
    """Give the faults of a service as a dossier; of another kind, what it has of a dossier and should not."""
    if file.rules is not None or file.statuses:
        what = "rules and statuses are those of the country"
        yield world.fault_of(file, what, "rules", expected="nothing here: they stand in dossiers/")
    yield from fee_faults(world, file, shape)
    if shape.procedure is None:
        if f"{{{OFFICE}}}" in shape.number:
            yield world.fault_of(file, f"only numbers of dossiers have {{{OFFICE}}}", "number")
        return
    yield from _status_faults(world, file, shape)
    yield from _procedure_faults(world, file, shape.procedure)
    yield from _act_faults(world, file, shape)
    yield from _paper_faults(world, shape)
    yield from _rule_faults(world, shape)
    if f"{{{OFFICE}}}" not in shape.number:
        what = "the number of a dossier begins with the code of its office"
        yield world.fault_of(file, what, "number", expected=f"{{{OFFICE}}}-{{yy}}{{mm}}{{dd}}-{{seq:4}}")
    if file.deadlines.cut_off is not None:
        what = "the hour after which a dossier counts from the next day is fixed by the country"
        yield world.fault_of(file.deadlines, what, "cut_off", expected="no cut_off here")


def _status_faults(world: PackWorld, file: ServiceShape, shape: ServiceShape) -> Iterator[Fault]:
    for name, state in shape.states.items():
        if state.status is None:
            what = f'the state "{name}" has no status code'
            yield world.fault_of(state, what, "label", expected="status: 1 to 10")
            continue
        phase = _PHASES.get(state.status, "open")
        if state.phase != phase:
            what = f'the state "{name}" has status {state.status} and is {state.phase}'
            yield world.fault_of(state, what, "status", expected=f"phase: {phase}")
    found = {state.status for state in shape.states.values()}
    for code in _NEEDED:
        if code not in found:
            words = next((one.label for one in shape.statuses if one.code == code), {})
            what = f"no state has status {code} ({words.get('vi', '')})"
            yield world.fault_of(file, what, "states", expected=f"a state with status: {code}")


def _procedure_faults(world: PackWorld, file: ServiceShape, procedure: ProcedureShape) -> Iterator[Fault]:
    offices = {office.code for office in offices_of(world)}
    services = {
        one.value.service for one in world.shapes(ServiceShape) if one.value.procedure is not None
    } - {file.service}
    functions = {function.id for function in functions_of(world)}
    for one in procedure.consulted:
        if one.office is not None and one.office not in offices:
            yield _unknown(world, one, "office", "office", one.office, offices)
        if one.function is not None and one.function not in functions:
            yield _unknown(world, one, "function", "function", one.function, functions)
    for number, linked in enumerate(procedure.linked):
        if linked not in services:
            what = f'unknown dossier service "{linked}"'
            yield world.fault_of(
                procedure,
                what,
                "linked",
                number,
                expected=one_of(services) if services else "another dossier service",
                given=linked,
                names=services,
            )
    seen: set[str] = set()
    for paper in procedure.papers:
        if paper.id in seen:
            yield world.fault_of(paper, f'two papers are called "{paper.id}"', "id", expected="each once")
        seen.add(paper.id)


def _unknown(world: PackWorld, shape: Any, key: str, kind: str, given: str, names: Collection[str]) -> Fault:
    what = f'unknown {kind} "{given}"'
    return world.fault_of(shape, what, key, expected=one_of(names), given=given, names=names)


def _act_faults(world: PackWorld, file: ServiceShape, shape: ServiceShape) -> Iterator[Fault]:
    verbs = {act.do for act in shape.acts}
    if "receive" not in verbs:
        what = "nobody can take the dossier in"
        yield world.fault_of(file, what, "acts", expected="an act receive, from which its time counts")
    for act in shape.acts:
        kinds = {one.kind for one in act.inputs}
        if act.do in _NEGATIVE and not (act.four_eyes and "reason" in kinds):
            what = f"{act.do} is decided by one person, or without a reason"
            yield world.fault_of(act, what, "do", expected="four_eyes: true and an input of kind reason")
        if act.do == "receive" and act.clock != "restart":
            what = "the time of a dossier counts from when it is taken in"
            yield world.fault_of(act, what, "do", expected="clock: restart")
        yield from _led_to(world, shape, act)


def _led_to(world: PackWorld, shape: ServiceShape, act: ActShape) -> Iterator[Fault]:
    """Check that who asks for papers waits for them, and that the applicant hears of a result before anybody else."""
    target = shape.states.get(act.to) if act.to is not None else None
    if act.do == "request_supplement" and (target is None or target.status != SUPPLEMENT):
        what = "a supplement is asked for, and the dossier does not wait for it"
        yield world.fault_of(act, what, "to", expected=f"a state with status: {SUPPLEMENT}")
    if target is not None and target.status == DONE and not (act.tell and act.tell[0].who == "reporter"):
        what = "there is a result, and the applicant is not the first to be told"
        yield world.fault_of(act, what, "tell", expected="who: reporter, before all others")


def _paper_faults(world: PackWorld, shape: ServiceShape) -> Iterator[Fault]:
    """Check that an act gives out papers that there are, and that can be filled from it."""
    printed = {paper.id for _, paper in papers_of(world)}
    for act in shape.acts:
        for number, kind in enumerate(act.issues):
            if shape.procedure is None:
                yield world.fault_of(act, f"{act.do} gives out a paper of dossiers", "issues", number)
            elif kind not in ISSUED_BY:
                what, names = f'no act gives out a paper "{kind}"', sorted(ISSUED_BY)
                yield world.fault_of(
                    act, what, "issues", number, expected=one_of(names), given=kind, names=names
                )
            elif act.do not in ISSUED_BY[kind]:
                what = f'{act.do} does not say what the paper "{kind}" must say'
                expected = f"acts: {one_of(ISSUED_BY[kind])}" if ISSUED_BY[kind] else "another act"
                yield world.fault_of(act, what, "issues", number, expected=expected)
            elif kind not in printed:
                what = f'the paper "{kind}" has no form in this pack'
                yield world.fault_of(act, what, "issues", number, expected="a form in a file of papers/")


def _rule_faults(world: PackWorld, shape: ServiceShape) -> Iterator[Fault]:
    """Check that the platform can do what it does by rule: it may, alone, and has all that the act asks."""
    reasons = {reason.id for reason in shape.reasons}
    for act in shape.acts:
        rule = act.by_rule
        if rule is None:
            continue
        kinds = {one.kind for one in act.inputs if one.required}
        said = {"span": rule.working_days, "reason": rule.reason, "long_text": rule.text}
        given = {kind for kind, value in said.items() if value is not None}
        if shape.procedure is None:
            yield world.fault_of(act, f"{act.do} is done by a rule of dossiers", "by_rule", expected="after")
        if "system" not in act.by or act.four_eyes:
            what = f"{act.do} is done by the platform, which may not do it alone"
            yield world.fault_of(act, what, "by", expected="system among them, and no four_eyes")
        if kinds - given:
            what = f"{act.do} asks for more than its rule says: {', '.join(sorted(kinds - given))}"
            yield world.fault_of(rule, what, "text", expected="working_days, reason and text as inputs ask")
        if rule.reason is not None and rule.reason not in reasons:
            yield _unknown(world, rule, "reason", "reason", rule.reason, reasons)
        if (rule.warn is None) == bool(rule.tell):
            yield world.fault_of(
                rule, "who is told before it is done, and when?", "warn", expected="warn and tell"
            )


def number_of_offices_faults(
    world: PackWorld, service: ServiceDefinition, offices: PackOffices, places: PackPlaces
) -> Iterator[Fault]:
    """Give a fault for each office that may decide and whose code makes no number, on the first such day."""
    rules, topic = service.shape.rules, service.topics[service.only_topic]
    assert rules is not None, "a dossier has rules"
    told: set[int] = set()
    for day in days_of_owner(topic, world.once(days_of_change)):
        system = in_force(rules.office_code, day).value
        for office_id in _deciding(service, offices, places, day) - told:
            code = offices.official_code(office_id, system, day)
            if not code or len(case_number(service.shape.number, day, 1, code)) > LONGEST:
                told.add(office_id)
                found = f"has no code of the system {system}" if not code else f'has the long code "{code}"'
                what = f'office "{offices.codes[office_id]}" {found} on {day}: its dossiers get no number'
                yield world.fault_of(topic, what, "owner", expected="a row in organisation/codes.csv")


def _deciding(
    service: ServiceDefinition, offices: PackOffices, places: PackPlaces, day: date
) -> frozenset[int]:
    units: Sequence[Any] = places.lowest(day)
    chains = (places.chain(places.number_of(unit.code), day) for unit in units)
    found = (route(service, service.only_topic, chain, {}, day, offices) for chain in chains)
    return frozenset(one.office_id for one in found if one is not None)
