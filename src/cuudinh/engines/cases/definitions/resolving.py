"""Services as they hold: what a shared flow has, what the service itself adds or replaces, the rules it is under.

What is published and what a case is pinned to is the whole of it. Its version is the sum of those of the files it is
made of (each counted from its first): whichever of them is raised, the version of the service is.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from cuudinh.engines.cases.shapes import (
    USUAL,
    ActShape,
    ServiceShape,
    TopicGroup,
    TopicShape,
    TopicsShape,
)
from cuudinh.engines.cases.shapes_dossiers import DossierRulesShape, StatusesShape
from cuudinh.engines.cases.shapes_flows import FlowShape
from cuudinh.engines.cases.shapes_offered import CatalogueShape, OfferedFile, OfferedShape
from cuudinh.engines.cases.shapes_words import AnswerTemplate, Reason
from cuudinh.packs.world import Located, PackWorld

RULES: Final = "dossiers/dossier_rules.yaml"
STATUSES: Final = "dossiers/statuses.yaml"


class _Identified(Protocol):
    """Something with a name of its own in a flow."""

    @property
    def id(self) -> str:
        """Give the name."""


Named = TypeVar("Named", bound=_Identified)
Offered = TypeVar("Offered", Reason, AnswerTemplate)


@dataclass(frozen=True, slots=True)
class Parts:
    """What services of a pack are made of beside their own files."""

    flows: Mapping[str, FlowShape]
    rules: DossierRulesShape | None
    statuses: StatusesShape | None
    offers: Mapping[str, OfferedShape]


def parts_of(world: PackWorld) -> Parts:
    """Give the flows and the rules of dossiers of a pack, and what it offers of the nation."""
    return world.once(_parts_of)


def offers_in(world: PackWorld) -> Mapping[str, OfferedShape]:
    """Give the rows by which a province offers services of the nation, by their names."""
    return parts_of(world).offers


def catalogue_of(world: PackWorld) -> CatalogueShape | None:
    """Give the groups and the events of life under which services stand, where the pack has some."""
    return next((found.value for found in world.shapes(CatalogueShape)), None)


def _offers(world: PackWorld) -> dict[str, OfferedShape]:
    """Give what is offered, each row with the intake of the file where it names none of its own."""
    return {
        row.service: row
        if row.intake
        else world.made_of(row, OfferedShape, partial(_with_intake, row, file.value.intake))
        for file in world.shapes(OfferedFile)
        for row in file.value.offered
    }


def _with_intake(row: OfferedShape, intake: str) -> OfferedShape:
    return row.model_copy(update={"intake": intake})


def _parts_of(world: PackWorld) -> Parts:
    rules, statuses = world.shape_at(RULES, DossierRulesShape), world.shape_at(STATUSES, StatusesShape)
    return Parts(
        {found.value.flow: found.value for found in world.shapes(FlowShape)},
        rules.value if rules is not None else None,
        statuses.value if statuses is not None else None,
        _offers(world),
    )


def service_files(world: PackWorld) -> Iterator[tuple[str, Located[ServiceShape]]]:
    """Give the services of a pack as their files write them, each with its folder."""
    for found in world.shapes(ServiceShape):
        yield found.path.rsplit("/", 1)[0], found


def whole(world: PackWorld, shape: ServiceShape) -> ServiceShape | None:
    """Give a service as it holds; None when the flow it names, or the rules it is under, are not there."""
    parts = parts_of(world)
    if shape.flow is None and shape.procedure is None and shape.service not in parts.offers:
        return shape
    flow = parts.flows.get(shape.flow) if shape.flow is not None else None
    if (shape.flow is not None and flow is None) or (
        shape.procedure is not None and (parts.rules is None or parts.statuses is None)
    ):
        return None
    return world.made_of(shape, ServiceShape, lambda: _joined(shape, flow, parts))


def topics_of(world: PackWorld, folder: str, shape: ServiceShape) -> TopicsShape | None:
    """Give the topics of a service: those of its file, or the one that it is itself; None when they are missing."""
    if shape.owner:
        return world.made_of(shape, TopicsShape, lambda: only_topic_of(shape))
    found = world.shape_at(f"{folder}/topics.yaml", TopicsShape)
    return found.value if found is not None else None


def only_topic_of(shape: ServiceShape) -> TopicsShape:
    """Give the one topic of a service that says by itself who decides, made of the service."""
    topic = TopicShape(
        id=shape.service,
        title=shape.title,
        group=shape.service,
        owner=shape.owner,
        track=shape.track,
        sensitive=shape.sensitive,
        evidence="optional",
    )
    return TopicsShape(groups=[TopicGroup(id=shape.service, title=shape.title)], topics=[topic])


def _joined(shape: ServiceShape, flow: FlowShape | None, parts: Parts) -> ServiceShape:
    versions = [shape.version, *([flow.version] if flow is not None else [])]
    offer = parts.offers.get(shape.service)
    if offer is not None:
        shape, versions = _as_offered(shape, offer), [*versions, offer.version]
    update: dict[str, Any] = _flow_under(shape, flow) if flow is not None else {}
    if shape.procedure is not None:
        assert parts.rules is not None, "looked for before"
        assert parts.statuses is not None, "looked for before"
        versions += [parts.rules.version, parts.statuses.version]
        update |= {"rules": parts.rules, "statuses": parts.statuses.statuses}
    return shape.model_copy(update={**update, "version": sum(versions) - len(versions) + 1})


def _as_offered(shape: ServiceShape, offer: OfferedShape) -> ServiceShape:
    """Give a service of the nation as a province offers it: who takes in, who decides from which day, for what fee."""
    owner = [
        rule.model_copy(update={"since": max(rule.since, offer.since)})
        for rule in offer.owner or shape.owner
        if rule.until is None or rule.until >= offer.since
    ]
    update: dict[str, Any] = {"intake": shape.intake or offer.intake, "owner": owner}
    if offer.desk:
        update["desk"] = offer.desk
    if offer.fee_table is not None and shape.procedure is not None:
        said = {name: getattr(offer, name) for name in ("fee_table", "fee_answers", "fee_given")}
        here = {name: value for name, value in said.items() if value is not None}
        update["procedure"] = shape.procedure.model_copy(update=here)
        update["fee_unknown"] = None
    return shape.model_copy(update=update)


def _flow_under(shape: ServiceShape, flow: FlowShape) -> dict[str, Any]:
    """Give what a service has of its flow, under what it writes itself."""
    own = shape.deadlines
    flow = _without(flow, shape.leaves_out) if shape.leaves_out else flow
    deadlines = {
        "stages": {**flow.stages, **own.stages},
        "stage_late": own.stage_late or flow.stage_late,
        "ladder": own.ladder or flow.ladder,
    }
    return {
        "initial": shape.initial or flow.initial,
        "states": {**flow.states, **shape.states},
        "acts": _acts(flow.acts, shape.acts),
        "flags": {**flow.flags, **shape.flags},
        "reasons": _named(flow.reasons, shape.reasons),
        "answer_templates": _named(flow.answer_templates, shape.answer_templates),
        "filed": shape.filed or flow.filed,
        "fee": shape.fee or flow.fee,
        "joint": shape.joint or flow.joint,
        "rating": shape.rating or flow.rating,
        "publication": shape.publication or flow.publication,
        "restricted": shape.restricted or flow.restricted,
        "retention": shape.retention or flow.retention,
        **_usual(shape, flow),
        "deadlines": own.model_copy(update=deadlines),
    }


def _without(flow: FlowShape, verbs: Collection[str]) -> FlowShape:
    """Give a flow without some acts, and without the states, stages and reasons that only they had a use for."""
    acts = [act for act in flow.acts if act.do not in verbs]
    states, before = dict(flow.states), 0
    while before != len(states):
        before = len(states)
        reached = {flow.initial, *(act.to for act in acts)}
        states = {name: state for name, state in states.items() if name in reached}
        acts = [_from_states(act, states) for act in acts if states.keys() & set(act.sources)]
    done = {act.do for act in acts}
    update = {
        "acts": acts,
        "states": states,
        "stages": {name: span for name, span in flow.stages.items() if name in states},
        "reasons": [_for_acts(one, done) for one in flow.reasons if done.intersection(one.acts)],
        "answer_templates": [
            _for_acts(one, done) for one in flow.answer_templates if done.intersection(one.acts)
        ],
    }
    return flow.model_copy(update=update)


def _from_states(act: ActShape, states: Collection[str]) -> ActShape:
    kept = [source for source in act.sources if source in states]
    return act if kept == act.sources else act.model_copy(update={"sources": kept})


def _for_acts(one: Offered, done: Collection[str]) -> Offered:
    kept = [verb for verb in one.acts if verb in done]
    return one if kept == one.acts else one.model_copy(update={"acts": kept})


def _usual(shape: ServiceShape, flow: FlowShape) -> dict[str, Any]:
    """Give what the flow says for every service on it and this one does not say itself."""
    if flow.usual is None:
        return {}
    return {name: getattr(flow.usual, name) for name in USUAL if name not in shape.model_fields_set}


def _acts(shared: Sequence[ActShape], own: Sequence[ActShape]) -> list[ActShape]:
    """Give the acts of a flow with those of a service: of a verb that the service writes, only its own.

    Acts that replace stand where those of the flow stood, others at the end.
    """
    verbs = {act.do for act in own}
    kept: list[ActShape] = []
    for act in shared:
        if act.do not in verbs:
            kept.append(act)
        elif all(one.do != act.do for one in kept):
            kept += [one for one in own if one.do == act.do]
    return [*kept, *(act for act in own if all(one is not act for one in kept))]


def _named(shared: Sequence[Named], own: Sequence[Named]) -> list[Named]:
    """Give named things of a flow, those of the service in the place of those of the same name."""
    return list({**{one.id: one for one in shared}, **{one.id: one for one in own}}.values())
