"""What is done when a request is carried out, by what its right does."""

from collections.abc import Callable, Mapping
from typing import Final

from cuudinh.engines.identity import fields, notes, snapshot
from cuudinh.engines.identity.commands.erasing import erase_person
from cuudinh.engines.identity.models import Consent, Person, RightsRequest
from cuudinh.engines.identity.naming import name_normal
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


def _withdraw(_actor: Actor, request: RightsRequest) -> None:
    living = Consent.objects.filter(person=request.person, withdrawn_at__isnull=True)
    living.update(withdrawn_at=clock.now())


def _restrict(_actor: Actor, request: RightsRequest) -> None:
    Person.objects.filter(pk=request.person_id).update(restricted_at=clock.now())


def _erase(actor: Actor, request: RightsRequest) -> None:
    erase_person(actor, request.person, request=request.number)


def _export(_actor: Actor, request: RightsRequest) -> None:
    jobs.later(EXPORTING, request.number, key=request.number)


def _nothing(_actor: Actor, _request: RightsRequest) -> None:
    """The answer itself is what was asked for, or what is upheld stands in the request."""


DEEDS: Final[Mapping[str, Deed]] = {
    "read": _nothing,
    "object": _nothing,
    "correct": _correct,
    "withdraw": _withdraw,
    "restrict": _restrict,
    "erase": _erase,
    "export": _export,
}
