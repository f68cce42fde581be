"""What a person had stopped: any use of their data but keeping them, or one kind of look by one office or system."""

from typing import Final
from uuid import UUID

from cuudinh.engines.identity import provisions
from cuudinh.engines.identity.models import Objection, Person
from cuudinh.engines.identity.types import LookObjected, ProcessingRestricted, Stop
from cuudinh.kernel.actor import Actor

# Looks at the request itself cannot be objected to: by them it is answered.
ALWAYS: Final = frozenset({"request", "export"})


def stop_of(actor: Actor, person_id: UUID, what: str, system: str = "") -> Stop:
    """Give why a look of a kind at a person may not be now, if so; `what` is a kind of the pack.

    Restricted are all looks but those that the pack calls a duty. An objection that was upheld stops its kind of
    look for the office whose look it was, whoever sits there, or for the system.
    """
    if what in ALWAYS:
        return ""
    kind = provisions.current().looks.get(what)
    if (kind is None or not kind.is_duty) and is_restricted(person_id):
        return "restriction"
    offices = [seat.office_id for seat in actor.seats]
    upheld = Objection.objects.filter(person_id=person_id, what=what, ended_at__isnull=True)
    by = upheld.filter(system=system) if system else upheld.filter(office__in=offices)
    return "objection" if by.exists() else ""


def is_restricted(person_id: UUID) -> bool:
    """Say whether a person has the use of their data restricted."""
    return Person.objects.filter(pk=person_id, restricted_at__isnull=False).exists()


def refuse_stopped(actor: Actor, person_id: UUID, what: str, system: str = "") -> None:
    """Let pass what is not stopped. Raises `ProcessingRestricted`, `LookObjected`."""
    stopped = stop_of(actor, person_id, what, system)
    if stopped == "restriction":
        raise ProcessingRestricted
    if stopped == "objection":
        raise LookObjected
