"""What a desk needs to take a dossier in: the services, their papers, the bases on which it acts, the whole form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.queries.choices import today_of, topics
from cuudinh.engines.cases.queries.forms import AskedView, asked_view
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.surroundings import form_surroundings
from cuudinh.engines.cases.types import PaperView, ServiceNotThere
from cuudinh.kernel.text import fold
from cuudinh.packs.forms.reading import read_form

# What is no question of a desk: pictures are sent with the paper they are of.
_PICTURES = frozenset({"photos", "file", "signature"})


@dataclass(frozen=True, slots=True)
class DossierService:
    """A service that a desk takes in: its name and the code of its procedure."""

    id: str
    title: str
    procedure: str


@dataclass(frozen=True, slots=True)
class DeskForm:
    """A dossier before it is taken in; `mandates` are (id, words, whether a document is named).

    `fee_unknown` is said of a fee that is not entered.
    """

    service: DossierService
    term: str
    papers: tuple[PaperView, ...]
    mandates: tuple[tuple[str, str, bool], ...]
    questions: tuple[AskedView, ...]
    fee_unknown: str = ""


def desk_services(language: str, text: str = "") -> tuple[DossierService, ...]:
    """Give the services of dossiers in force whose title or code holds all words of a text, by their titles."""
    wanted = fold(text).split()
    found = (_of(one, language) for one in definitions.services() if one.is_dossier)
    fitting = (one for one in found if all(word in fold(f"{one.title} {one.procedure}") for word in wanted))
    return tuple(sorted(fitting, key=lambda one: one.title))


def _of(service: ServiceDefinition, language: str) -> DossierService:
    procedure = service.shape.procedure
    return DossierService(
        service.id,
        words(service.shape.title, language),
        procedure.code if procedure is not None else "",
    )


def dossier_states(language: str) -> tuple[tuple[str, str], ...]:
    """Give (state, words) of the states in which dossiers stand, each once, in the order of their flows."""
    found: dict[str, str] = {}
    for one in definitions.services():
        if one.is_dossier:
            for state, shape in one.shape.states.items():
                found.setdefault(state, words(shape.label, language))
    return tuple(found.items())


def desk_form(service_id: str, language: str, given: Mapping[str, Any] | None = None) -> DeskForm:
    """Give what a desk asks for a dossier of a service, with what was answered. Raises `ServiceNotThere`."""
    service = definitions.service(service_id)
    procedure, rules = service.shape.procedure, service.shape.rules
    if procedure is None or rules is None:
        raise ServiceNotThere
    answers = dict(given or {})
    read = read_form(service.form, answers, form_surroundings(today_of(service)))
    return DeskForm(
        service=_of(service, language),
        term=topics(service.id, language)[0].deadline_text,
        papers=tuple(
            PaperView(one.id, words(one.title, language), one.form, one.copies, one.required, type=one.type)
            for one in procedure.papers
        ),
        mandates=tuple((one.id, words(one.label, language), one.needs_document) for one in rules.mandates),
        questions=tuple(
            asked_view(
                one, language, value=answers.get(one.id), is_shown=one.id in read.shown or one.id in answers
            )
            for one in service.shape.questions
            if one.type not in _PICTURES
        ),
        fee_unknown=words(service.shape.fee_unknown, language) if service.shape.fee_unknown else "",
    )
