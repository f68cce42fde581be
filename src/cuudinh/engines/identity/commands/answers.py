"""What the national population register says of citizen numbers, asked for and kept under seal.

This is where proof comes from in bulk: the register, not the account, says whose a number is. A number that it
does not know, or knows as somebody else's, proves nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from django.db.models import Exists, OuterRef

from cuudinh.engines.identity import fields, snapshot
from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.fields import Owner
from cuudinh.engines.identity.models import DataKey, IdentifierClaim, PersonIdentifier, RegisterAnswer
from cuudinh.engines.identity.naming import likeness, number_normal
from cuudinh.engines.identity.ports import AskedPerson, PopulationAnswer, PopulationPort
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor
from cuudinh.packs.forms.contacts import phone_normal

Say = Callable[[str, int, int], None]
_PORTION: Final = 1_000
_KEPT: Final = (
    "ref", "verdict", "phone_index", "likeness_index", "subject_index", "subject_sealed", "key", "level",
    "evidence", "at",
)  # fmt: skip


def ask_register(
    actor: Actor, port: PopulationPort, *, again: bool = False, say: Say = lambda *_: None
) -> int:
    """Ask the register about every number that was stated and not answered yet; give how many it answered.

    Each portion is kept at once, so that an interruption loses nothing. Raises `NotYours`, `Silent`.
    """
    permit(actor, "account.convert")
    waiting = IdentifierClaim.objects.filter(kind="cccd", person__restricted_at__isnull=True)
    waiting = waiting.exclude(person__key_part=fields.ERASED)
    if not again:
        known = RegisterAnswer.objects.filter(number_index=OuterRef("blind_index"))
        waiting = waiting.filter(~Exists(known))
    total, done, answered, last = waiting.count(), 0, 0, 0
    while claims := list(
        waiting.filter(pk__gt=last).order_by("pk").select_related("person", "key")[:_PORTION]
    ):
        last = claims[-1].pk
        answered += take_answers(actor, port.answers(tuple(_asked(claims))))
        done += len(claims)
        say("register", done, total)
    return answered


def _asked(claims: Sequence[IdentifierClaim]) -> Iterator[AskedPerson]:
    phones = {
        one.person_id: one
        for one in PersonIdentifier.objects.filter(
            kind="phone", person__in=[claim.person_id for claim in claims]
        ).select_related("key")
    }
    keys = {key.pk: key for key in DataKey.objects.all()}
    for claim in claims:
        phone, person = phones.get(claim.person_id), claim.person
        owner = fields.owner_of(person)
        yield AskedPerson(
            number=fields.unseal(claim.key, owner, "cccd", claim.sealed),
            name=fields.unseal(keys[person.key_id], owner, "name", person.name_sealed),
            phone=fields.unseal(phone.key, owner, "phone", phone.sealed) if phone else "",
        )


def take_answers(actor: Actor, answers: Iterable[PopulationAnswer]) -> int:
    """Keep answers of the register, the newest of a number in place of an older one; give how many.

    Numbers and phones stay here only as blind indexes, subjects under seal. Raises `NotYours`.
    """
    rule = permit(actor, "account.convert")
    kept, waiting = 0, iter(answers)
    while portion := tuple(islice(waiting, _PORTION)):
        kept += _keep(actor, rule, portion)
    return kept


@acting()
def _keep(actor: Actor, rule: str, answers: Sequence[PopulationAnswer]) -> int:
    key, country = fields.newest_key(), snapshot.current().country
    sealer = fields.Sealer(key)
    rows = {row.number_index: row for answer in answers if (row := _row(answer, key, sealer, country))}
    RegisterAnswer.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["number_index"], update_fields=list(_KEPT)
    )
    audit.record(
        actor, "identity.take_answers", ("register", "answers"), rule=rule, facts={"answers": len(rows)}
    )
    return len(rows)


def _row(
    answer: PopulationAnswer, key: DataKey, sealer: fields.Sealer, country: str
) -> RegisterAnswer | None:
    """Give the row of an answer; None where its number is none."""
    number = number_normal(answer.number)
    if number is None:
        return None
    index = fields.blind_index("cccd", number)
    phone = phone_normal(answer.phone, country) or "" if answer.phone else ""
    alike = likeness(answer.name, phone, answer.birth) if phone and answer.name and answer.birth else ""
    subject, ref = answer.subject, ids.uuid7()
    return RegisterAnswer(
        number_index=index,
        ref=ref,
        verdict=answer.verdict,
        phone_index=fields.blind_index("phone", phone) if phone else "",
        likeness_index=fields.blind_index("birth", alike) if alike else "",
        subject_index=fields.blind_index("vneid", subject) if subject else "",
        subject_sealed=sealer.seal(Owner(ref, None), "vneid", subject),
        key=key,
        level=answer.level if subject else 0,
        evidence=answer.evidence,
        at=clock.now(),
    )
