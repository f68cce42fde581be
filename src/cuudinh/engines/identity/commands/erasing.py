"""Erasing a person: their part of the key is destroyed, and with it whatever was sealed for them.

Rows that the law keeps stay and hold an opaque number. Copies that were made before hold the part still; which
persons are erased is therefore written down beside the database, and a restored copy is made to forget them again.
"""

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.models import (
    Account,
    AssuranceEvent,
    Credential,
    Erasure,
    Export,
    IdentifierClaim,
    Person,
    PersonIdentifier,
    SealedNote,
    Session,
)
from cuudinh.engines.identity.types import PersonForgotten
from cuudinh.journal import audit, outbox
from cuudinh.journal.transactions import within_act
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor


@within_act()
def erase_person(actor: Actor, person: Person, *, request: str, rule: str = "") -> None:
    """Destroy a person's part of the key and all that stands under it, and close their account for good.

    What other engines keep follows by the event. Erasing again does what is left.
    """
    accounts = Account.objects.filter(person=person)
    Session.objects.filter(account__in=accounts).delete()
    Credential.objects.filter(account__in=accounts).delete()
    accounts.update(is_active=False)
    for table in (PersonIdentifier, IdentifierClaim, SealedNote, Export):
        table.objects.filter(person=person).delete()
    AssuranceEvent.objects.filter(person=person).update(evidence="")
    Person.objects.filter(pk=person.pk).update(name_sealed=b"", key_part=fields.ERASED)
    Erasure.objects.get_or_create(person=person, defaults={"at": clock.now(), "request": request})
    audit.record(actor, "privacy.erase", ("request", request), rule=rule)
    outbox.publish(PersonForgotten(request))
