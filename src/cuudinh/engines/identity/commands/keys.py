"""Changing the key of personal fields: a new one, everything sealed again, then the old one goes."""

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.models import DataKey, Person, PersonIdentifier
from cuudinh.journal import audit, jobs
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor

RESEALING = "identity.reseal"


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
    old_persons = Person.objects.exclude(key=newest).select_related("key").order_by("pk")[:limit]
    old_identifiers = (
        PersonIdentifier.objects.exclude(key=newest).select_related("key").order_by("pk")[:limit]
    )
    persons, identifiers = list(old_persons), list(old_identifiers)
    for person in persons:
        plain = fields.unseal(person.key, person.pk, "name", person.name_sealed)
        person.name_sealed, person.key = fields.seal(newest, person.pk, "name", plain), newest
    for one in identifiers:
        plain = fields.unseal(one.key, one.person_id, one.kind, one.sealed)
        one.sealed, one.key = fields.seal(newest, one.person_id, one.kind, plain), newest
    Person.objects.bulk_update(persons, ["name_sealed", "key"])
    PersonIdentifier.objects.bulk_update(identifiers, ["sealed", "key"])
    return len(persons) + len(identifiers)


@acting()
def retire_keys(actor: Actor) -> int:
    """Destroy the data keys under which nothing is sealed any more; give how many. Raises `NotYours`.

    The foreign keys of the sealed rows refuse it for any other.
    """
    rule = permit(actor, "identity.rotate_keys")
    newest = fields.newest_key()
    used = {
        version
        for table in (Person, PersonIdentifier)
        for version in table.objects.values_list("key_id", flat=True).distinct()
    }
    gone = DataKey.objects.exclude(version__in=used | {newest.version}).delete()[0]
    audit.record(actor, "identity.retire_keys", ("data-key", newest.version), rule=rule, facts={"gone": gone})
    return gone
