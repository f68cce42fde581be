"""Who could see somebody's data on a day, and who did: for auditors, by the number that stands on a paper."""

from datetime import date
from typing import Final

from django.db.models import Q

from cuudinh.engines.identity.finding import person_by_number
from cuudinh.engines.identity.models import Connection, Look, Person
from cuudinh.engines.identity.provisions import in_language
from cuudinh.engines.identity.queries.clients import client_view, items_of
from cuudinh.engines.identity.queries.concealments import audited
from cuudinh.engines.identity.queries.offices import office_name
from cuudinh.engines.identity.queries.permissions import can, permit
from cuudinh.engines.identity.queries.seat_views import in_seat, role_title, seats_held_on
from cuudinh.engines.identity.stops import stop_of
from cuudinh.engines.identity.types import (
    Facts,
    PersonReach,
    PersonReader,
    PersonSystem,
    UnknownPerson,
)
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor

# By which acts staff look at a person wherever their cases lie, and at what.
ACTS: Final = {"identity.reveal": "contact", "case.read_original": "words", "privacy.answer": "request"}
LOOKS_MOST: Final = 200


@acting()
def who_could_see_person(actor: Actor, number: str, day: date) -> PersonReach:
    """Give who of staff could open somebody's data by the seats of a day, which systems may, and who looked.

    What is kept back from the person is among it. Whoever asks may read the log; that they asked stands in it, without
    the number. Raises `NotYours`, `UnknownPerson`.
    """
    rule, person = permit(actor, "audit.read", Facts()), person_by_number(number)
    if person is None:
        raise UnknownPerson
    audit.record(
        actor, "audit.who_could_see", ("person", person.pk), rule=rule, facts={"day": day.isoformat()}
    )
    theirs = Q(person=person) | Q(person__merged_into=person)
    looks = Look.objects.filter(theirs).order_by("-pk")[:LOOKS_MOST]
    return PersonReach(
        readers=tuple(_readers(person, day, actor.language)),
        systems=tuple(_systems(person, actor.language)),
        looks=tuple(audited(look, actor.language) for look in looks),
    )


def _readers(person: Person, day: date, language: str) -> list[PersonReader]:
    found = []
    for (office_id, role), names in seats_held_on(day).items():
        holder = in_seat(office_id, role, day)
        for act, what in ACTS.items():
            stopped = stop_of(holder, person.pk, what)
            decision = can(holder, act, Facts(has_purpose=True, stopped=stopped))
            if decision.allowed or (stopped and decision.rule_id.removeprefix("deny:") == stopped):
                found.append(
                    PersonReader(
                        act=act,
                        office=office_name(office_id, language),
                        role=role_title(role, language),
                        names=names,
                        rule=decision.rule_id.removeprefix("deny:"),
                        reason=decision.reason(language),
                        is_stopped=not decision.allowed,
                    )
                )
    return sorted(found, key=lambda one: (one.act, one.office, one.role))


def _systems(person: Person, language: str) -> list[PersonSystem]:
    living = Connection.objects.filter(account__person=person, withdrawn_at__isnull=True)
    return [
        PersonSystem(
            client_view(row.client).name(language),
            tuple(in_language(item.title, language) for item in items_of(row.items)),
            row.given_at,
        )
        for row in living.select_related("client").order_by("pk")
    ]
