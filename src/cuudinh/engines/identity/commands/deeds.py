"""What is done when a request is carried out, by what its right does."""

from collections.abc import Callable, Mapping
from typing import Final

from cuudinh.engines.identity import fields, notes, snapshot
from cuudinh.engines.identity.commands.consenting import take_back
from cuudinh.engines.identity.commands.erasing import erase_person
from cuudinh.engines.identity.models import Consent, Objection, Person, RightsRequest
from cuudinh.engines.identity.naming import name_normal
from cuudinh.engines.identity.stops import ALWAYS
from cuudinh.journal import jobs
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

EXPORTING: Final = "identity.export"

Deed = Callable[[Actor, RightsRequest], None]


def _correct(_actor: Actor, request: RightsRequest) -> None:
    """Write the right name; the old one stays sealed in the history of the request."""
    person = request.person
    old = fields.unseal(person.key, fields.owner_of(person), "name", person.name_sealed)
    notes.keep(person, notes.OLD_NAME, request.number, old)
    wanted, key = name_normal(notes.read(person, notes.WANTED, request.number)), fields.newest_key()
    sealed = fields.seal(key, fields.owner_of(person), "name", wanted)
    Person.objects.filter(pk=person.pk).update(name_sealed=sealed, key=key)
    snapshot.changed()


def _withdraw(actor: Actor, request: RightsRequest) -> None:
    """Take back each consent by itself, so that each has its own line in the log and its own receipt."""
    living = Consent.objects.filter(person=request.person, withdrawn_at__isnull=True).order_by("pk")
    for consent in living:
        take_back(actor, consent, ("request", request.number))


def _restrict(_actor: Actor, request: RightsRequest) -> None:
    Person.objects.filter(pk=request.person_id).update(restricted_at=clock.now())


def _uphold(_actor: Actor, request: RightsRequest) -> None:
    """Stop looks like the one that was objected to; an objection to no one look is its answer."""
    look = request.look
    if look is None or look.what in ALWAYS:
        return
    Objection.objects.create(
        request=request,
        person_id=look.person.merged_into_id or look.person_id,
        what=look.what,
        office_id=look.office_id,
        system=look.system,
        at=clock.now(),
    )


def _erase(actor: Actor, request: RightsRequest) -> None:
    erase_person(actor, request.person, request=request.number)


def _export(_actor: Actor, request: RightsRequest) -> None:
    jobs.later(EXPORTING, request.number, key=request.number)


def _nothing(_actor: Actor, _request: RightsRequest) -> None:
    """The answer itself is what was asked for."""


DEEDS: Final[Mapping[str, Deed]] = {
    "read": _nothing,
    "object": _uphold,
    "correct": _correct,
    "withdraw": _withdraw,
    "restrict": _restrict,
    "erase": _erase,
    "export": _export,
}
