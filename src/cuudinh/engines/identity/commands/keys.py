"""Changing the key of personal fields: a new one, everything sealed again, then the old one goes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.models import DataKey, IdentifierClaim, MatchReview, Person, PersonIdentifier
from cuudinh.journal import audit, jobs
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor

RESEALING = "identity.reseal"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column of sealed values: whose each is, and what it is of them."""

    table: type[Model]
    column: str
    place: Callable[[Any], tuple[UUID, str]]

    def reseal(self, newest: DataKey, limit: int) -> int:
        """Seal some values of older keys again; give how many."""
        manager: Any = self.table._default_manager
        rows = list(manager.exclude(key=newest).select_related("key").order_by("pk")[:limit])
        for row in rows:
            plain = fields.unseal(row.key, *self.place(row), getattr(row, self.column))
            setattr(row, self.column, fields.seal(newest, *self.place(row), plain))
            row.key = newest
        manager.bulk_update(rows, [self.column, "key"])
        return len(rows)

    def versions(self) -> set[int]:
        """Give the keys under which anything lies."""
        manager: Any = self.table._default_manager
        return set(manager.values_list("key_id", flat=True).distinct())


SEALED: Final = (
    Sealed(Person, "name_sealed", lambda row: (row.pk, "name")),
    Sealed(PersonIdentifier, "sealed", lambda row: (row.person_id, row.kind)),
    Sealed(IdentifierClaim, "sealed", lambda row: (row.person_id, row.kind)),
    Sealed(MatchReview, "sealed", lambda row: (row.ref, "review")),
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
    """Seal some values of older keys again under the newest; give how many, 0 when all are done.

    One short transaction each, so that it can run beside the work of the day and be stopped at any moment.
    """
    newest = fields.newest_key()
    return sum(one.reseal(newest, limit) for one in SEALED)


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
