"""What a person had stopped: any use of their data but keeping them, or one kind of look by one office or system."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from cuudinh.engines.identity import provisions
from cuudinh.engines.identity.models import Objection, Person, PersonIdentifier
from cuudinh.engines.identity.types import LookObjected, ProcessingRestricted, Stop
from cuudinh.journal.prepared import Ids, Prepared
from cuudinh.kernel.actor import Actor

# Looks at the request itself cannot be objected to: by them it is answered.
ALWAYS: Final = frozenset({"request", "export"})
# Of what hangs on a person: theirs is kept and used for nothing, by what they or the record that is now theirs asked.
USE_RESTRICTED: Final = Q(person__restricted_at__isnull=False) | Q(
    person__merged_into__restricted_at__isnull=False
)
# A person, and each record that became one with theirs: what was stopped there is stopped. Before every look.
_STOPS: Final = Prepared(
    "identity.stops",
    lambda person_id, what, offices, system: Person.objects.filter(
        Q(pk=person_id) | Q(merged_into_id=person_id)
    ).values_list(
        "restricted_at",
        Exists(
            Objection.objects.filter(
                Q(office_id__in=offices) | (Q(system=system) & ~Q(system="")),
                person_id=OuterRef("pk"),
                what=what,
                ended_at__isnull=True,
            )
        ),
    ),
    takes={"person_id": UUID, "what": str, "offices": Ids, "system": str},
    sample={"person_id": UUID(int=1), "what": "contact", "offices": [1, 2], "system": "truong-mau"},
)


def stop_of(actor: Actor, person_id: UUID, what: str, system: str = "") -> Stop:
    """Give why a look of a kind at a person may not be now, if so; `what` is a kind of the pack.

    Restricted are all looks but those that the pack calls a duty. An objection that was upheld stops its kind of
    look for the office whose look it was, whoever sits there, or for the system.
    """
    if what in ALWAYS:
        return ""
    offices = [] if system else [seat.office_id for seat in actor.seats]
    found = _STOPS.run(person_id=person_id, what=what, offices=offices, system=system)
    kind = provisions.current().looks.get(what)
    if (kind is None or not kind.is_duty) and any(restricted_at for restricted_at, _ in found):
        return "restriction"
    return "objection" if any(is_upheld for _, is_upheld in found) else ""


def refuse_stopped(actor: Actor, person_id: UUID, what: str, system: str = "") -> None:
    """Let pass what is not stopped. Raises `ProcessingRestricted`, `LookObjected`."""
    stopped = stop_of(actor, person_id, what, system)
    if stopped == "restriction":
        raise ProcessingRestricted
    if stopped == "objection":
        raise LookObjected


def restricted_numbers(indexes: Iterable[str]) -> frozenset[str]:
    """Give, of the blind indexes of citizen numbers, those of persons who had the use of their data restricted."""
    wanted = {index for index in indexes if index}
    if not wanted:
        return frozenset()
    found = PersonIdentifier.objects.filter(USE_RESTRICTED, kind="cccd", blind_index__in=wanted)
    return frozenset(found.values_list("blind_index", flat=True))
