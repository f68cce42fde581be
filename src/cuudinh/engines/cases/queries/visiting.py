"""The form of a service that takes cases from people without an account: all of it on one page, nothing kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.queries.choices import today_of
from cuudinh.engines.cases.queries.forms import AskedView, asked_view, live_of
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.surroundings import form_surroundings
from cuudinh.engines.cases.types import ServiceNotThere
from cuudinh.packs.forms.reading import read_form

# What only a form that is kept can take.
_KEPT: Final = frozenset({"file", "signature"})


@dataclass(frozen=True, slots=True)
class VisitorForm:
    """A form that anybody may send; `is_anonymous`: no account is kept, whoever is signed in."""

    service_id: str
    service_title: str
    questions: tuple[AskedView, ...]
    live: Mapping[str, Any] = field(repr=False)
    is_anonymous: bool = False


def takes_visitors(service_id: str) -> bool:
    """Whether anybody may file a case of a service without an account, on one page. Raises `ServiceNotThere`."""
    return _is_open(definitions.service(service_id))


def _is_open(service: ServiceDefinition) -> bool:
    kinds = {one.type for one in service.shape.questions}
    return (
        service.shape.identity.submit == "anyone"
        and not service.is_dossier
        and not kinds & _KEPT
        and service.form.eligibility is None
    )


def visitor_form(service_id: str, language: str, given: Mapping[str, Any]) -> VisitorForm:
    """Give the whole form of a service that takes visitors, with what was answered. Raises `ServiceNotThere`."""
    service = definitions.service(service_id)
    if not _is_open(service):
        raise ServiceNotThere(service=service_id)
    today = today_of(service)
    read = read_form(service.form, given, form_surroundings(today))
    return VisitorForm(
        service_id=service_id,
        service_title=words(service.shape.title, language),
        questions=tuple(
            asked_view(one, language, value=given.get(one.id), is_shown=one.id in read.shown)
            for one in service.shape.questions
        ),
        live=live_of(service.form, read, today),
        is_anonymous=service.shape.identity.anonymous,
    )
