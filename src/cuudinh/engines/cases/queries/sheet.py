"""The form of a case as it was filled in, in words and printable: for whoever filed it, and for those who handle it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.opened import is_opened
from cuudinh.engines.cases.queries.looked import note_reading
from cuudinh.engines.cases.queries.permitting import facts_of, found_case
from cuudinh.engines.cases.queries.wording import Said, said_of
from cuudinh.engines.cases.sent_files import answered_files
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.store import open_answers
from cuudinh.engines.cases.types import CaseNotThere, SentFile
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Decision
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form as it was filed: its steps with questions and answers in words, and its files by question."""

    number: str
    service_title: str
    filed_at: datetime
    steps: tuple[tuple[str, tuple[Said, ...]], ...]
    pictures: Mapping[str, tuple[SentFile, ...]]


def own_sheet(actor: Actor, number: str) -> Sheet:
    """Give the form of a case to whoever filed it. Raises `CaseNotThere`."""
    case = found_case(number)
    if not identity.can(actor, "case.read_own", facts_of(actor, case)).allowed:
        raise CaseNotThere(number=number)
    return _sheet(case, actor.language, is_own=True)


@acting()
def office_sheet(actor: Actor, number: str) -> Sheet:
    """Give the form of a case to those who handle it; what is under seal is opened, logged and told to its owner.

    Where the service hides who reported, sealed answers stay shut. Raises `CaseNotThere`.
    """
    case = found_case(number)
    decision = identity.can(actor, "case.read_office", facts_of(actor, case))
    if not decision.allowed:
        raise CaseNotThere(number=number)
    service = definitions.service(case.service_id, case.version)
    # What is open for a reason that stands in the log is read without a line for each look.
    if not service.shape.identity.hidden_from_offices and not is_opened(actor, case):
        _log(actor, case, decision)
    return _sheet(case, actor.language, is_own=not service.shape.identity.hidden_from_offices)


def _log(actor: Actor, case: Case, decision: Decision) -> None:
    note_reading(actor, case, "answers", decision)
    audit.record(actor, "case.read_answers", ("case", case.number), rule=decision.rule_id)


def _sheet(case: Case, language: str, *, is_own: bool) -> Sheet:
    service = definitions.service(case.service_id, case.version)
    values = {**case.answers, **_of_columns(case, service, language, is_own=is_own)}
    pictures = answered_files(case.pk)
    values |= {question: len(names) for question, names in pictures.items()}
    return Sheet(
        number=case.number,
        service_title=words(service.shape.title, language),
        filed_at=case.filed_at,
        steps=tuple(
            (words(step.title, language), said)
            for step in service.form.steps
            if (said := _answered(service, step.questions, values, language))
        ),
        pictures=pictures,
    )


def _of_columns(case: Case, service: ServiceDefinition, language: str, *, is_own: bool) -> dict[str, Any]:
    """Give the answers that a case keeps elsewhere: its topic, its place, the report itself, what is under seal."""
    found: dict[str, Any] = {}
    main, place, topic = service.main_question, service.question_of_type("place"), service.form.topic_question
    if main is not None:
        found[main.id] = case.text
    if place is not None and (case.place or case.lat is not None):
        point = {"lat": case.lat, "lon": case.lon} if case.lat is not None else {}
        found[place.id] = {"label": case.place, **point}
    if topic:
        found[topic] = words(service.topics[case.topic].title, language)
    return {**found, **(open_answers(case.id) if is_own else {})}


def _answered(
    service: ServiceDefinition, names: list[str], values: Mapping[str, Any], language: str
) -> tuple[Said, ...]:
    found = (said_of(service.questions[name], values.get(name), language) for name in names)
    return tuple(one for one in found if one.value or one.rows)
