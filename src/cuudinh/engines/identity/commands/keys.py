"""Changing the key of personal fields: a new one, everything sealed again, then the old one goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from cuudinh.engines.identity import factors, fields, notes
from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.fields import Owner
from cuudinh.engines.identity.models import (
    Authenticator,
    DataKey,
    Export,
    IdentifierClaim,
    MatchReview,
    Organisation,
    Person,
    PersonIdentifier,
    ProvisionedUser,
    RegisterAnswer,
    SealedNote,
    StatementException,
)
from cuudinh.engines.identity.representing import CODE
from cuudinh.journal import audit, jobs
from cuudinh.journal.statements import database, run_many
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor

RESEALING = "identity.reseal"


def export_place(request_id: int) -> str:
    """Give the place to which the copy of everything is bound."""
    return f"export:{request_id}"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column of sealed values: what each is, and by which column it is told whose; empty where it is nobody's yet."""

    table: type[Model]
    column: str
    kind: Callable[[Any], str]
    whose: str = "person_id"

    def reseal(self, newest: DataKey, limit: int) -> int:
        """Seal some values of older keys again, as the index of keys finds them; give how many."""
        older = DataKey.objects.exclude(version=newest.version).values_list("version", flat=True)
        rows = self._rows().filter(key__in=list(older))
        if self.whose:
            rows = rows.exclude(**{"key_part" if self.whose == "pk" else "person__key_part": fields.ERASED})
        return self._put([(row, self._owner(row), self._owner(row)) for row in rows[:limit]], newest)

    def reseal_of(self, before: Mapping[UUID, Owner], after: Mapping[UUID, Owner], newest: DataKey) -> int:
        """Seal every value of some persons again, under another part of their keys; give how many."""
        if not self.whose:
            return 0
        rows = self._rows().filter(**{f"{self.whose}__in": list(before)})
        whose = attrgetter(self.whose)
        return self._put([(row, before[whose(row)], after[whose(row)]) for row in rows], newest)

    def _rows(self) -> Any:
        related = ("key", "person") if self.whose == "person_id" else ("key",)
        return self.table._default_manager.select_related(*related).order_by()

    def _owner(self, row: Any) -> Owner:
        if not self.whose:
            return Owner(row.ref, None)
        return fields.owner_of(row if self.whose == "pk" else row.person)

    def _put(self, rows: list[tuple[Any, Owner, Owner]], newest: DataKey) -> int:
        own, found = self.table._meta.pk, database()
        sealed = []
        for row, before, after in rows:
            kind = self.kind(row)
            plain = fields.unseal(row.key, before, kind, getattr(row, self.column))
            value = fields.seal(newest, after, kind, plain)
            sealed.append((value, newest.version, own.get_db_prep_value(row.pk, found)))
        name = found.ops.quote_name
        table, column, key = (name(one) for one in (self.table._meta.db_table, self.column, own.column))
        # The names are those of our own tables.
        put = f"UPDATE {table} SET {column} = %s, key_id = %s WHERE {key} = %s"  # noqa: S608
        run_many(found, put, sealed)
        return len(rows)

    def versions(self) -> set[int]:
        """Give the keys under which anything lies."""
        return set(self.table._default_manager.values_list("key_id", flat=True).distinct())


SEALED: Final = (
    Sealed(Person, "name_sealed", lambda _row: "name", "pk"),
    Sealed(PersonIdentifier, "sealed", lambda row: str(row.kind)),
    Sealed(IdentifierClaim, "sealed", lambda row: str(row.kind)),
    Sealed(SealedNote, "sealed", lambda row: notes.place_of(row.kind, row.ref)),
    Sealed(Export, "sealed", lambda row: export_place(row.pk)),
    Sealed(MatchReview, "sealed", lambda _row: "review", ""),
    Sealed(RegisterAnswer, "subject_sealed", lambda _row: "vneid", ""),
    Sealed(ProvisionedUser, "sealed", lambda _row: "scim", ""),
    Sealed(StatementException, "sealed", lambda _row: "scim-exception", ""),
    Sealed(Authenticator, "sealed", factors.kind_of, ""),
    Sealed(Organisation, "code_sealed", lambda _row: CODE, ""),
)


@acting()
def start_new_key(actor: Actor) -> int:
    """Make a new data key and give its version. Raises `NotYours`.

    Everything is sealed under it from now on; what was sealed before follows in the background (`tasks`).
    """
    rule = permit(actor, "identity.rotate_keys")
    version = fields.newest_key().version + 1
    fields.make_key(version)
    jobs.later(RESEALING, None, key=RESEALING)
    audit.record(actor, "identity.start_new_key", ("data-key", version), rule=rule)
    return version


@acting()
def reseal(limit: int = 500) -> int:
    """Seal some values again: those of persons without a part of the key, and those under older keys; 0 when done.

    One short transaction each, so that it can run beside the work of the day and be stopped at any moment.
    """
    newest = fields.newest_key()
    done = _give_parts(newest, limit) or sum(one.reseal(newest, limit) for one in SEALED)
    if not done:
        Person.objects.filter(key_part=fields.ERASED).exclude(key=newest).update(key=newest)
    return done


def _give_parts(newest: DataKey, limit: int) -> int:
    """Give some persons a part of their own and seal all their values again with it, in one transaction."""
    persons = list(Person.objects.filter(key_part__isnull=True).order_by("pk")[:limit])
    before = {person.pk: fields.owner_of(person) for person in persons}
    for person in persons:
        person.key_part = fields.new_part()
    after = {person.pk: fields.owner_of(person) for person in persons}
    done = sum(one.reseal_of(before, after, newest) for one in SEALED)
    own, found = Person._meta.pk, database()
    parts = [(person.key_part, own.get_db_prep_value(person.pk, found)) for person in persons]
    run_many(found, "UPDATE identity_person SET key_part = %s WHERE id = %s", parts)
    return done


@acting()
def retire_keys(actor: Actor) -> int:
    """Destroy the data keys under which nothing is sealed any more; give how many. Raises `NotYours`.

    The foreign keys of the sealed rows refuse it for any other.
    """
    rule = permit(actor, "identity.rotate_keys")
    newest = fields.newest_key()
    used = {newest.version}.union(*(one.versions() for one in SEALED))
    gone = DataKey.objects.exclude(version__in=used).delete()[0]
    audit.record(actor, "identity.retire_keys", ("data-key", newest.version), rule=rule, facts={"gone": gone})
    return gone
