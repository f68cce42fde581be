"""What is known of who acts for another: the rows that hold today, what was stated, and the names behind them.

What somebody stated of a child or an organisation is kept sealed as a note of theirs, under the number of the
representation. Once it is confirmed the subject has an account of its own, and its name stands there.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec
from django.db.models import Q, QuerySet

from cuudinh.engines.identity import fields, notes, provisions
from cuudinh.engines.identity.models import Account, Person, Representation, SealedNote
from cuudinh.engines.identity.shapes_representation import RepresentationBasis, RepresentationShape
from cuudinh.engines.identity.types.representing import UnknownRepresentation

STATED: Final = "represents"
CHILD: Final = "child"
ORGANISATION: Final = "organisation"
# The kind of an account that holds what others filed, and opens to nobody.
SUBJECT: Final = "subject"
# As what the code of an organisation is sealed.
CODE: Final = "organisation-code"
# By which index a child and an organisation are found again.
INDEXED: Final[Mapping[str, str]] = {CHILD: "cccd", ORGANISATION: "organisation"}


def rules_in_force() -> RepresentationShape:
    """Give on what basis somebody acts for another. Raises `UnknownRepresentation` where no pack says so."""
    shape = provisions.current().representation
    if shape is None:
        raise UnknownRepresentation
    return shape


def basis_named(name: str) -> RepresentationBasis | None:
    """Give a basis of the pack by its name, None when there is none such any more."""
    shape = provisions.current().representation
    return next((one for one in shape.bases if one.id == name), None) if shape is not None else None


def in_force(today: date) -> Q:
    """Give the condition under which a representation holds: confirmed, and between its days."""
    is_open = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    return Q(is_open, state="confirmed", valid_from__lte=today)


def rows() -> QuerySet[Representation]:
    """Give representations with all that their names lie under."""
    return Representation.objects.select_related("representative__person__key", "subject__person__key")


def keep_stated(row: Representation, stated: Mapping[str, str]) -> None:
    """Keep what was stated of whom somebody acts for, sealed as theirs."""
    assert row.representative.person is not None, "who represents is a person"
    notes.keep(row.representative.person, STATED, row.number, msgspec.json.encode(stated).decode())


def stated_of(row: Representation) -> dict[str, Any]:
    """Give what was stated of whom somebody acts for; empty once the representative was erased."""
    # Where two records of one person became one, the note stays under the key of the older one.
    whose = Q(person=row.representative.person) | Q(person__merged_into=row.representative.person)
    note = (
        SealedNote.objects.select_related("person", "key").filter(whose, kind=STATED, ref=row.number).first()
    )
    if note is None:
        return {}
    owner, place = fields.owner_of(note.person), notes.place_of(STATED, row.number)
    found: dict[str, Any] = msgspec.json.decode(fields.unseal(note.key, owner, place, note.sealed))
    return found


def name_of(account: Account) -> str:
    """Give the name of the owner of an account; empty once they were erased."""
    person: Person | None = account.person
    if person is None:
        return account.name
    if person.key_part == fields.ERASED:
        return ""
    return fields.unseal(person.key, fields.owner_of(person), "name", person.name_sealed)


def birth_of(row: Representation, stated: Mapping[str, str]) -> date | None:
    """Give the day of birth that was stated of a child; None for an organisation, and where it was erased."""
    return date.fromisoformat(stated["birth"]) if row.of == CHILD and stated.get("birth") else None
