"""What can be chosen: services, topics, a topic suggested from words, offices, reasons; and the form to fill."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.rules import answers, likeness, timing
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.types import TopicView
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.places import queries as places
from cuudinh.kernel import clock
from cuudinh.packs.forms.shapes import QuestionShape

Said = TypeVar("Said")
# Acts that lead to states in which nothing is public.
HIDDEN_BY = frozenset({"verify", "refuse", "withdraw", "merge"})


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question of a form, in the reader's language; `shape` carries its limits."""

    id: str
    type: str
    label: str
    hint: str
    required: bool
    show_if: str | None
    choices: tuple[tuple[str, str], ...]
    shape: QuestionShape


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service as its first page shows it."""

    id: str
    version: int
    title: str
    summary: str
    questions: tuple[QuestionView, ...]
    most_photos: int


def services(language: str, kind: str | None = None) -> tuple[ServiceView, ...]:
    """Give the services in force, of one kind if asked."""
    return tuple(
        _service_view(one, language) for one in definitions.services() if kind in {None, one.shape.kind}
    )


def field_report(language: str) -> ServiceView | None:
    """Give the service by which anything in the province is reported: the first whose reports go to the centre."""
    reports = (one for one in definitions.services() if one.shape.kind == "report")
    return next((_service_view(one, language) for one in reports if not one.is_owned_at_once), None)


def open_service(language: str) -> ServiceView | None:
    """Give the service that is offered to outside programs by Open311, or None when the packs offer none."""
    offered = (one for one in definitions.services() if one.shape.open311)
    return next((_service_view(one, language) for one in offered), None)


def service_form(service_id: str, language: str) -> ServiceView:
    """Give a service with the questions of its form."""
    return _service_view(definitions.service(service_id), language)


_said: dict[tuple[object, ...], tuple[ServiceDefinition, Any]] = {}
_SAID_MOST: Final = 100


def _once(service: ServiceDefinition, of: tuple[object, ...], make: Callable[[], Said]) -> Said:
    """Give what is told of a service to everybody alike; kept until its definition is compiled anew."""
    key = service.id, *of
    kept = _said.get(key)
    if kept is None or kept[0] is not service:
        if len(_said) >= _SAID_MOST:
            _said.clear()
        kept = _said[key] = service, make()
    said: Said = kept[1]
    return said


def _service_view(one: ServiceDefinition, language: str) -> ServiceView:
    return _once(one, ("service", language), lambda: _view_of_service(one, language))


def _view_of_service(one: ServiceDefinition, language: str) -> ServiceView:
    questions = tuple(_question_view(question, language) for question in one.shape.questions)
    return ServiceView(
        id=one.id,
        version=one.version,
        title=words(one.shape.title, language),
        summary=words(one.shape.summary, language),
        questions=questions,
        most_photos=max((q.shape.most or 0 for q in questions if q.type == "photos"), default=0),
    )


def _question_view(question: QuestionShape, language: str) -> QuestionView:
    return QuestionView(
        id=question.id,
        type=question.type,
        label=words(question.label, language),
        hint=words(question.hint, language) if question.hint else "",
        required=question.required,
        show_if=question.show_if,
        choices=tuple((one.id, words(one.label, language)) for one in question.choices),
        shape=question,
    )


def questions_shown(service_id: str, given: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the questions that are asked after these answers; a page asks this while its form is filled."""
    service = definitions.service(service_id)
    shown = answers.read_answers(service, given, 0, answers.surroundings_on(today_of(service))).shown
    return tuple(one.id for one in service.shape.questions if one.id in shown)


def today_of(service: ServiceDefinition) -> date:
    """Give the day it is on the calendar of a service."""
    return clock.now().astimezone(places.calendar(service.shape.calendar).zone).date()


def topics(service_id: str, language: str) -> tuple[TopicView, ...]:
    """Give the topics of a service in the order of their groups, with the deadline each has today."""
    service = definitions.service(service_id)
    if service.only_tells:
        return ()
    today = today_of(service)
    return _once(service, ("topics", language, today), lambda: _topics(service, language, today))


def _topics(service: ServiceDefinition, language: str, today: date) -> tuple[TopicView, ...]:
    return tuple(
        TopicView(
            id=topic.id,
            title=words(topic.title, language),
            group=topic.group,
            group_title=words(service.groups[topic.group].title, language),
            icon=topic.icon,
            track=topic.track,
            deadline_text=timing.span_text(timing.deadline_row(service.shape, topic, today).value, language),
        )
        for topic in service.topics.values()
    )


def suggest_topics(service_id: str, text: str, limit: int = 3) -> tuple[str, ...]:
    """Give the topics whose words occur in a text, the best first; accents may be missing."""
    return likeness.suggest_topics(definitions.service(service_id).topics.values(), text)[:limit]


def offices_for_choice(language: str) -> tuple[tuple[str, str], ...]:
    """Give (code, name) of every office in force that can own a case, in the order of their names."""
    found = ((office.code, office.name(language)) for office in identity.handling_offices())
    return tuple(sorted(found, key=lambda pair: pair[1]))


def public_states(service_id: str, language: str) -> tuple[tuple[str, str], ...]:
    """Give (state, word) of the states in which a published case can be, for the filter of the public list."""
    service = definitions.service(service_id)
    if service.shape.publication is None:
        return ()
    before = {service.shape.initial, *(act.to for act in service.shape.acts if act.do in HIDDEN_BY)}
    return tuple(
        (state_id, words(state.public or state.label, language))
        for state_id, state in service.shape.states.items()
        if state_id not in before
    )
