"""Erasing a person: their part of the key is destroyed, and with it whatever was sealed for them.

Rows that the law keeps stay and hold an opaque number. Copies that were made before hold the part still; which
persons are erased is therefore written down beside the database, and a restored copy is made to forget them again.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from cuudinh.engines.identity import erasures, fields
from cuudinh.engines.identity.models import (
    Account,
    AssuranceEvent,
    Authenticator,
    Credential,
    Erasure,
    Export,
    IdentifierClaim,
    MatchReview,
    Passkey,
    Person,
    PersonIdentifier,
    PressCard,
    ProvisionedUser,
    RecoveryCode,
    RegisterAnswer,
    Representation,
    SealedNote,
    Session,
    StatementException,
)
from cuudinh.engines.identity.provisioned import attributes_of, number_of_exception, own_number
from cuudinh.engines.identity.representing import STATED
from cuudinh.engines.identity.types import PersonForgotten
from cuudinh.journal import audit, outbox
from cuudinh.journal.transactions import acting, within_act
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system

_BATCH: Final = 1_000


@within_act()
def erase_person(actor: Actor, person: Person, *, request: str, rule: str = "") -> None:
    """Destroy a person's part of the key and all that stands under it, and close their account for good.

    So it goes with every record that became one with theirs. What other engines keep follows by the event. Erasing
    again does what is left.
    """
    persons = list(Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person)))
    accounts = Account.objects.filter(person__in=persons)
    for table in (Session, Credential, Authenticator, Passkey, RecoveryCode):
        table.objects.filter(account__in=accounts).delete()
    accounts.update(is_active=False)
    _forget_statements(persons)
    _forget_cards(accounts)
    _end_representations(accounts)
    for held in (PersonIdentifier, IdentifierClaim, SealedNote, Export):
        held.objects.filter(person__in=persons).delete()
    AssuranceEvent.objects.filter(person__in=persons).update(evidence="")
    Person.objects.filter(pk__in=[one.pk for one in persons]).update(name_sealed=b"", key_part=fields.ERASED)
    for one in persons:
        Erasure.objects.get_or_create(person=one, defaults={"at": clock.now(), "request": request})
    audit.record(actor, "privacy.erase", ("request", request), rule=rule)
    outbox.publish(PersonForgotten(request))
    transaction.on_commit(erasures.export)


def _forget_statements(persons: Sequence[Person]) -> None:
    """Drop what registers and other systems said of the numbers of a person: it lies under no part of theirs."""
    indexes = {
        index
        for table in (PersonIdentifier, IdentifierClaim)
        for index in table.objects.filter(person__in=persons).values_list("blind_index", flat=True)
    }
    RegisterAnswer.objects.filter(number_index__in=indexes).delete()
    told = list(ProvisionedUser.objects.select_related("key").filter(citizen_index__in=indexes))
    _forget_exceptions(told)
    ProvisionedUser.objects.filter(pk__in=[row.pk for row in told]).delete()
    MatchReview.objects.filter(Q(number_index__in=indexes) | Q(subject_index__in=indexes)).delete()


def _forget_exceptions(told: Iterable[ProvisionedUser]) -> None:
    """Drop where their own systems and we differed about somebody: it names them by the number of that system."""
    for row in told:
        named = own_number(attributes_of(row))
        exceptions = StatementException.objects.select_related("key").filter(
            statement__client_id=row.client_id
        )
        theirs = [one.pk for one in exceptions.iterator(_BATCH) if number_of_exception(one) == named]
        StatementException.objects.filter(pk__in=theirs).delete()


def _forget_cards(accounts: QuerySet[Account]) -> None:
    """Drop what a reporter asked for; a card that was given is withdrawn; its number and days were shown and stay."""
    cards = PressCard.objects.filter(account__in=accounts)
    cards.exclude(state__in=("verified", "withdrawn")).delete()
    cards.update(outlet="", reason="", state="withdrawn")


def _end_representations(accounts: QuerySet[Account]) -> None:
    """End what an erased person did for others and others for them, and forget what was stated of them.

    What they stated of others goes with their own notes; what others stated of them lies among the notes of those.
    """
    theirs = Representation.objects.filter(Q(representative__in=accounts) | Q(subject__in=accounts))
    of_them = Representation.objects.filter(subject__in=accounts)
    others = Person.objects.filter(account__in=of_them.values("representative"))
    noted = SealedNote.objects.filter(Q(person__in=others) | Q(person__merged_into__in=others), kind=STATED)
    noted.filter(ref__in=of_them.values("number")).delete()
    theirs.filter(state__in=("asked", "confirmed")).update(
        state="ended", end_why="erased", ended_at=clock.now()
    )


@acting()
def erase_again() -> int:
    """Erase whom the list beside the database names and a restored copy knows again; give how many."""
    done = 0
    for listed in erasures.listed():
        person = Person.objects.filter(pk=listed.person).exclude(key_part=fields.ERASED).first()
        if person is not None:
            erase_person(system("restore"), person, request=listed.request)
            done += 1
    return done
