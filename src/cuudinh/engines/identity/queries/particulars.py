"""What is known of whoever is signed in, for forms of their own, so that they need not say it again."""

from dataclasses import dataclass, field

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.models import Account, Person
from cuudinh.engines.identity.registers import NUMBER_PROVED_FROM
from cuudinh.kernel.actor import Actor

_NUMBERS = {"cccd": "id_number", "phone": "phone", "email": "email", "birth": "birth"}


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is known of somebody, by the names that forms use; `is_proved`: it was shown with who they are."""

    known: dict[str, str] = field(default_factory=dict, repr=False)
    is_proved: bool = False


def own_particulars(actor: Actor) -> Particulars:
    """Give name and numbers of whoever is signed in themselves; nothing of staff, whose account is their office's."""
    account = Account.objects.filter(pk=actor.account_id or 0).select_related("person__key").first()
    if account is None or account.person is None:
        return Particulars()
    return Particulars(_opened(account.person), actor.assurance >= NUMBER_PROVED_FROM)


def _opened(person: Person) -> dict[str, str]:
    owner = fields.owner_of(person)
    known = {"name": fields.unseal(person.key, owner, "name", person.name_sealed)}
    for row in person.identifiers.filter(kind__in=_NUMBERS).select_related("key"):
        known[_NUMBERS[row.kind]] = fields.unseal(row.key, owner, row.kind, row.sealed)
    return {name: value for name, value in known.items() if value}
