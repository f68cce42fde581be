"""Answers under seal as an office reads them on the page of the dossier, while they are open to the reader."""

from collections.abc import Iterator, Mapping
from typing import Any

from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.opened import OWN_ANSWERS, has_own_answers
from cuudinh.engines.cases.queries.wording import Said, said_of
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.store import open_answers
from cuudinh.engines.cases.types import SealedView, WhyLine
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.actor import Actor


def own_answers_of(actor: Actor, case: Case, service: ServiceDefinition) -> SealedView | None:
    """Give the answers under seal, shut or open; None where there are none or offices never open them."""
    if not has_own_answers(case, service):
        return None
    until = identity.open_until(actor, (OWN_ANSWERS, case.number))
    return SealedView(until, tuple(_lines(service, open_answers(case.pk), actor.language)) if until else ())


def _lines(service: ServiceDefinition, answers: Mapping[str, Any], language: str) -> Iterator[WhyLine]:
    for question in service.shape.questions:
        if question.id in answers:
            said = said_of(question, answers[question.id], language)
            yield from _flat(said)


def _flat(said: Said) -> Iterator[WhyLine]:
    if said.rows:
        for row in said.rows:
            yield from (WhyLine(f"{said.label}: {one.label}", one.in_one_line) for one in row)
    elif said.value:
        yield WhyLine(said.label, said.value)
