"""Incidents with personal data, with the drafts of what is told: for the desk of the privacy officer."""

from cuudinh.engines.identity import provisions, snapshot
from cuudinh.engines.identity.models import Account, Incident, IncidentPerson
from cuudinh.engines.identity.provisions import in_language
from cuudinh.engines.identity.queries.permissions import can
from cuudinh.engines.identity.types import Facts, IncidentView, UnknownIncident
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.numbers import moment_text
from cuudinh.kernel.numbers import number as number_text
from cuudinh.kernel.refusal import NotYours

INCIDENTS_MOST = 200


def incidents(actor: Actor) -> tuple[IncidentView, ...]:
    """Give the incidents, those first whose authority must know first. Raises `NotYours`."""
    _refuse_others(actor)
    found = Incident.objects.order_by("closed_at", "told_at", "due_at")[:INCIDENTS_MOST]
    return tuple(_view(one, actor.language) for one in found)


def incident(actor: Actor, number: str) -> IncidentView:
    """Give one incident with its drafts. Raises `NotYours`, `UnknownIncident`."""
    _refuse_others(actor)
    found = Incident.objects.filter(number=number).first()
    if found is None:
        raise UnknownIncident
    return _view(found, actor.language, has_drafts=True)


def accounts_of_incident(number: str) -> tuple[int, ...]:
    """Give the accounts of the people an incident concerns, so that they can be told."""
    people = IncidentPerson.objects.filter(incident__number=number).values("person_id")
    return tuple(Account.objects.filter(person_id__in=people, is_active=True).values_list("pk", flat=True))


def _refuse_others(actor: Actor) -> None:
    if not can(actor, "privacy.incident", Facts()).allowed:
        raise NotYours


def _view(one: Incident, language: str, *, has_drafts: bool = False) -> IncidentView:
    people, shape = IncidentPerson.objects.filter(incident=one).count(), provisions.current().incidents
    facts = {
        "number": one.number,
        "found": moment_text(one.found_at, snapshot.current().zone, language),
        "what": one.what,
        "people": number_text(people, language),
        "measures": one.measures or "…",
    }
    return IncidentView(
        number=one.number,
        state=one.state,
        what=one.what,
        measures=one.measures,
        found_at=one.found_at,
        due_at=one.due_at,
        told_at=one.told_at,
        document=one.document,
        people_told_at=one.people_told_at,
        closed_at=one.closed_at,
        people=people,
        is_late=one.told_at is None and one.due_at < clock.now(),
        authority=in_language(shape.authority, language) if shape else "",
        letter=in_language(shape.letter, language).format(**facts) if shape and has_drafts else "",
        notice=in_language(shape.notice, language).format(**facts) if shape and has_drafts else "",
    )
