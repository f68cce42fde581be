"""Incidents with personal data: recorded when found, told to the authority and to people in time, closed."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from django.utils.translation import gettext

from cuudinh.engines.identity import provisions, snapshot
from cuudinh.engines.identity.commands.permitting import account_of, permit
from cuudinh.engines.identity.models import Account, Incident, IncidentPerson, Look, Person
from cuudinh.engines.identity.naming import login_normal
from cuudinh.engines.identity.provisions import due_after
from cuudinh.engines.identity.types import IncidentIncomplete, IncidentTold, NotOpen, UnknownIncident
from cuudinh.journal import audit, outbox, sequences
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

WORDS_MOST: Final = 4_000
_NUMBERS: Final = "SC"
_BATCH: Final = 2_000


@acting()
def record_incident(actor: Actor, *, what: str, found_at: datetime) -> str:
    """Record an incident and give its number; its clock runs from when it was found.

    Raises `NotYours`, `IncidentIncomplete`, `UnknownIncident` where no pack says what the law asks.
    """
    rule, shape, now = permit(actor, "privacy.incident"), provisions.current().incidents, clock.now()
    if shape is None:
        raise UnknownIncident
    if not what.strip() or len(what) > WORDS_MOST:
        raise IncidentIncomplete(faults={"what": gettext("Vui lòng ghi điều đã xảy ra.")})
    if found_at > now:
        raise IncidentIncomplete(faults={"found_at": gettext("Lúc phát hiện không thể sau lúc này.")})
    series = f"{_NUMBERS}-{snapshot.today().year}"
    incident = Incident.objects.create(
        number=f"{series}-{sequences.next_number(series):04}",
        state="open",
        what=what.strip(),
        found_at=found_at,
        due_at=due_after(shape.within, found_at),
        recorded_by_id=account_of(actor),
    )
    audit.record(actor, "privacy.record_incident", ("incident", incident.number), rule=rule)
    return incident.number


@acting()
def count_people(
    actor: Actor,
    *,
    number: str,
    login: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> int:
    """Find in the records whom it concerns: whoever an account looked at in a period, or everybody; give how many.

    Raises `NotYours`, `UnknownIncident`, `IncidentIncomplete` for a login nobody has.
    """
    rule, incident = permit(actor, "privacy.incident"), _open(number)
    found = _looked_at(login, since, until) if login else _everybody()
    IncidentPerson.objects.filter(incident=incident).delete()
    rows = (IncidentPerson(incident=incident, person_id=person_id) for person_id in found)
    while some := list(islice(rows, _BATCH)):
        IncidentPerson.objects.bulk_create(some)
    count = IncidentPerson.objects.filter(incident=incident).count()
    facts = {"people": count, "by": "account" if login else "everybody"}
    audit.record(actor, "privacy.count_people", ("incident", number), rule=rule, facts=facts)
    return count


def _looked_at(login: str, since: datetime | None, until: datetime | None) -> Iterable[UUID]:
    account = Account.objects.filter(login=login_normal(login)).first()
    if account is None:
        raise IncidentIncomplete(faults={"login": gettext("Không có tài khoản này.")})
    looks = Look.objects.filter(account=account)
    if since is not None:
        looks = looks.filter(at__gte=since)
    if until is not None:
        looks = looks.filter(at__lte=until)
    return looks.order_by().values_list("person_id", flat=True).distinct()


def _everybody() -> Iterable[UUID]:
    return (
        Person.objects.filter(merged_into__isnull=True)
        .order_by()
        .values_list("pk", flat=True)
        .iterator(_BATCH)
    )


@acting()
def note_measures(actor: Actor, *, number: str, measures: str) -> None:
    """Write what was done against it. Raises `NotYours`, `UnknownIncident`, `IncidentIncomplete`."""
    rule, incident = permit(actor, "privacy.incident"), _open(number)
    if not measures.strip() or len(measures) > WORDS_MOST:
        raise IncidentIncomplete(faults={"measures": gettext("Vui lòng ghi việc đã làm.")})
    incident.measures = measures.strip()
    incident.save(update_fields=["measures"])
    audit.record(actor, "privacy.note_measures", ("incident", number), rule=rule)


@acting()
def tell_authority(actor: Actor, *, number: str, document: str) -> None:
    """Write by which document the authority was told. Raises `NotYours`, `UnknownIncident`, `IncidentIncomplete`."""
    rule, incident = permit(actor, "privacy.incident"), _open(number)
    if not document.strip():
        raise IncidentIncomplete(faults={"document": gettext("Vui lòng ghi số văn bản đã gửi.")})
    incident.state, incident.told_at, incident.document = "told", clock.now(), document.strip()[:200]
    incident.save(update_fields=["state", "told_at", "document"])
    audit.record(actor, "privacy.tell_authority", ("incident", number), purpose=incident.document, rule=rule)


@acting()
def tell_people(actor: Actor, *, number: str) -> None:
    """Tell everybody whom it concerns, in their notices. Raises `NotYours`, `UnknownIncident`, `NotOpen`."""
    rule, incident = permit(actor, "privacy.incident"), _open(number)
    if incident.people_told_at is not None:
        raise NotOpen
    incident.people_told_at = clock.now()
    incident.save(update_fields=["people_told_at"])
    audit.record(actor, "privacy.tell_people", ("incident", number), rule=rule)
    outbox.publish(IncidentTold(number))


@acting()
def close_incident(actor: Actor, *, number: str) -> None:
    """Close an incident of which the authority was told. Raises `NotYours`, `UnknownIncident`, `NotOpen`."""
    rule, incident = permit(actor, "privacy.incident"), _open(number)
    if incident.state != "told":
        raise NotOpen
    incident.state, incident.closed_at = "closed", clock.now()
    incident.save(update_fields=["state", "closed_at"])
    audit.record(actor, "privacy.close_incident", ("incident", number), rule=rule)


def _open(number: str) -> Incident:
    incident = Incident.objects.select_for_update().filter(number=number).first()
    if incident is None:
        raise UnknownIncident
    if incident.state == "closed":
        raise NotOpen
    return incident
