"""The acts an actor may do on a case now, and for the others the reason why not."""

from typing import Final

from django.utils.translation import gettext, gettext_noop

from cuudinh.engines.cases.commands.permitting import doer_of
from cuudinh.engines.cases.models import Case, Task
from cuudinh.engines.cases.queries.choices import offices_for_choice, topics
from cuudinh.engines.cases.rules.acting import obstacle
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.shapes import ActShape, InputShape
from cuudinh.engines.cases.store import standing_of
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.cases.types import InputView, PossibleAct
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Refusal

WAYS: Final = {
    "online": gettext_noop("Trực tuyến"),
    "desk": gettext_noop("Tại Bộ phận Một cửa"),
    "post": gettext_noop("Qua bưu chính công ích"),
}
Choices = tuple[tuple[str, str], ...]


def possible_acts(
    actor: Actor, case: Case, service: ServiceDefinition, facts: Facts
) -> tuple[PossibleAct, ...]:
    """Give every act the actor's relations allow in this state; those not possible now say why.

    Acts of other people are left out: an officer does not need to read that only the centre may approve. So
    are all of them for whom the policy allows none.
    """
    if not identity.can(actor, "case.act", facts).allowed:
        return ()
    everybody = doer_of(actor, facts)
    standing = standing_of(case)
    scene = scene_of(service, clock.now(), actor.language)
    shown = []
    for shape in service.acts_from(case.state):
        doer = doer_of(actor, facts, shape.do) if actor.is_lent else everybody
        if not doer.relations.isdisjoint(shape.by):
            refusal = obstacle(scene, doer, standing, shape)
            shown.append(_possible(case, service, shape, _why(refusal), actor.language))
    return tuple(
        sorted(
            shown,
            key=lambda one: (
                not one.is_possible,
                not one.proposed_by,
                one.tone != "primary",
                one.tone == "danger",
            ),
        )
    )


def _why(refusal: Refusal | None) -> str:
    if refusal is None:
        return ""
    why = refusal.facts.get("why")
    return gettext(why) if why else gettext(refusal.template).format_map(refusal.facts)


def _possible(
    case: Case, service: ServiceDefinition, shape: ActShape, why_not: str, language: str
) -> PossibleAct:
    is_proposed = bool(case.proposal) and case.proposal["act"] == shape.do
    return PossibleAct(
        act=shape.do,
        label=words(shape.label, language),
        is_possible=not why_not,
        why_not=why_not,
        inputs=tuple(
            _input(case, service, shape, one, language) for one in shape.inputs if _is_asked(case, shape, one)
        ),
        tone=shape.tone,
        key=shape.key,
        proposed_by=identity.staff_name(case.proposal["by"]) if is_proposed else "",
        proposed=case.proposal["inputs"] if is_proposed else {},
    )


def _is_asked(case: Case, act: ActShape, shape: InputShape) -> bool:
    """Whether there is anything to ask: nobody covers an answer or a comment that is not there."""
    there = {"answer": bool(case.answer), "comment": case.rating is not None}
    return act.do != "redact" or there.get(shape.id, True)


def _input(
    case: Case, service: ServiceDefinition, act: ActShape, shape: InputShape, language: str
) -> InputView:
    required = shape.required or (shape.kind == "photos" and _needs_evidence(case, service, act))
    return InputView(
        id=shape.id,
        kind=shape.kind,
        label=words(shape.label, language),
        required=required,
        choices=_choices(case, service, act, shape, language),
        most=shape.most,
        templates=_templates(case, service, act, shape, language),
    )


def _templates(
    case: Case, service: ServiceDefinition, act: ActShape, shape: InputShape, language: str
) -> Choices:
    """Give the words that the first long text of an act may begin with, for the case's group of topics."""
    first = next((one for one in act.inputs if one.kind == "long_text"), None)
    if shape is not first:
        return ()
    group = service.topics[case.topic].group
    return tuple(
        (words(one.label, language), words(one.text, language))
        for one in service.shape.answer_templates
        if act.do in one.acts and (not one.groups or group in one.groups)
    )


def _needs_evidence(case: Case, service: ServiceDefinition, act: ActShape) -> bool:
    return act.do == "resolve" and service.topics[case.topic].evidence == "required"


def _choices(
    case: Case, service: ServiceDefinition, act: ActShape, shape: InputShape, language: str
) -> Choices:
    if shape.kind == "offices" and act.do == "cancel_joint":
        return _asked_offices(case, language)
    if shape.kind in {"office", "offices"}:
        return offices_for_choice(language)
    if shape.kind == "topic":
        return tuple((topic.id, topic.title) for topic in topics(service.id, language))
    return _of_service(service, act, shape.kind, language)


def _of_service(service: ServiceDefinition, act: ActShape, kind: str, language: str) -> Choices:
    """Give what the service itself offers to choose: reasons, levels, papers, ways."""
    if kind == "reason":
        return tuple(
            (one.id, words(one.label, language)) for one in service.shape.reasons if act.do in one.acts
        )
    if kind == "rating" and service.shape.rating is not None:
        return tuple((one.id, words(one.label, language)) for one in service.shape.rating.levels)
    return _of_procedure(service, kind, language)


def _of_procedure(service: ServiceDefinition, kind: str, language: str) -> Choices:
    """Give the papers of a procedure, or the ways in which its result is handed over."""
    procedure = service.shape.procedure
    if procedure is not None and kind == "papers":
        return tuple((one.id, words(one.title, language)) for one in procedure.papers)
    if procedure is not None and kind == "way":
        return tuple((way, gettext(WAYS[way])) for way in procedure.deliver)
    return ()


def _asked_offices(case: Case, language: str) -> Choices:
    """Give the offices that have not answered their part: no other can be called off."""
    asked = Task.objects.filter(case=case, state="open").order_by("id").values_list("office_id", flat=True)
    offices = [identity.office_by_id(office_id) for office_id in asked]
    return tuple((office.code, office.name(language)) for office in offices)
