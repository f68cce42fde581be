"""Taking over what accounts stated elsewhere: citizen number, day of birth, unit. A statement is no proof."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.models import Account, DataKey, IdentifierClaim, Person, PersonIdentifier
from cuudinh.engines.identity.naming import likeness, number_normal
from cuudinh.engines.identity.types import Stated
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor

_PORTION: Final = 500


def state_numbers(actor: Actor, stated: Iterable[Stated]) -> int:
    """Keep what accounts stated, the newest in place of the older; give how many accounts that were.

    Of an account that is not here, and of a number that is none, nothing is kept. Each portion is one
    transaction, and one line of the log stands for it. Raises `NotYours`.
    """
    rule = permit(actor, "account.open")
    kept, waiting = 0, iter(stated)
    while portion := tuple(islice(waiting, _PORTION)):
        kept += _keep(actor, rule, portion)
    return kept


@acting()
def _keep(actor: Actor, rule: str, portion: Sequence[Stated]) -> int:
    ids_asked = [one.account_id for one in portion]
    accounts = {row.pk: row for row in Account.objects.select_related("person__key").filter(pk__in=ids_asked)}
    found = [(accounts[one.account_id], one) for one in portion if one.account_id in accounts]
    _give_persons([account for account, _ in found])
    for account, one in found:
        account.unit_code = one.unit_code or account.unit_code
    Account.objects.bulk_update([account for account, _ in found], ["unit_code", "person"])
    key = fields.newest_key()
    claims = [claim for account, one in found for claim in _claims(account, one, key)]
    IdentifierClaim.objects.bulk_create(
        claims,
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["sealed", "key", "blind_index", "last4", "stated_at"],
    )
    facts = {"accounts": len(found), "claims": len(claims)}
    audit.record(actor, "identity.state_numbers", ("accounts", "many"), rule=rule, facts=facts)
    return len(found)


def _give_persons(accounts: Iterable[Account]) -> None:
    """Give staff a person each, which they need for a number of their own."""
    key, now = fields.newest_key(), clock.now()
    lacking = [account for account in accounts if account.person is None]
    for account in lacking:
        person = Person(id=ids.uuid7(), key=key, key_part=fields.new_part(), made_at=now)
        person.name_sealed = fields.seal(key, fields.owner_of(person), "name", account.name)
        account.person = person
    Person.objects.bulk_create(account.person for account in lacking if account.person is not None)


def _claims(account: Account, one: Stated, key: DataKey) -> Iterable[IdentifierClaim]:
    person = account.person
    assert person is not None, "every account that states a number has a person"
    number = number_normal(one.number)
    if number is not None:
        yield _claim(person, "cccd", number, number, key)
    if one.birth:
        yield _claim(person, "birth", one.birth, _alike(person, one.birth), key)


def _alike(person: Person, birth: str) -> str:
    """Give what is looked for in the register: a day of birth alone would be guessed from its index in a minute."""
    phone = PersonIdentifier.objects.filter(person=person, kind="phone").select_related("key").first()
    owner = fields.owner_of(person)
    name = fields.unseal(person.key, owner, "name", person.name_sealed)
    shown = fields.unseal(phone.key, owner, "phone", phone.sealed) if phone is not None else ""
    return likeness(name, shown, birth)


def _claim(person: Person, kind: str, plain: str, indexed: str, key: DataKey) -> IdentifierClaim:
    return IdentifierClaim(
        person=person,
        kind=kind,
        sealed=fields.seal(key, fields.owner_of(person), kind, plain),
        key=key,
        blind_index=fields.blind_index(kind, indexed),
        last4=plain[-4:],
        stated_at=clock.now(),
    )
