"""Consent: given to one wording of a purpose, taken back at any time, each with its line in the log."""

from collections.abc import Iterable

from cuudinh.engines.identity import provisions, snapshot
from cuudinh.engines.identity.commands.permitting import account_of
from cuudinh.engines.identity.looking import person_of
from cuudinh.engines.identity.models import Consent, ConsentWording
from cuudinh.engines.identity.provisions import digest_of, wording_body, wording_of
from cuudinh.engines.identity.shapes_privacy import PurposeShape
from cuudinh.engines.identity.types import UnknownPurpose, WordingChanged
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting, within_act
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor


def keep_wordings(purposes: Iterable[PurposeShape]) -> None:
    """Keep every wording of a pack under its digest, for good."""
    rows = [
        ConsentWording(
            digest=digest_of(purpose, one),
            purpose=purpose.id,
            body=wording_body(purpose, one),
            made_at=clock.now(),
        )
        for purpose in purposes
        for one in purpose.wordings
    ]
    ConsentWording.objects.bulk_create(rows, ignore_conflicts=True)


@acting()
def give_consent(actor: Actor, *, purpose: str, digest: str) -> None:
    """Agree to the wording that was shown; agreeing again changes nothing.

    Raises `SignInFirst`, `UnknownPurpose`, `WordingChanged` when another wording is in force by now.
    """
    account_id = account_of(actor)
    shape, person_id = provisions.current().purposes.get(purpose), person_of(account_id)
    if shape is None or person_id is None:
        raise UnknownPurpose
    if digest != digest_of(shape, wording_of(shape, snapshot.today())):
        raise WordingChanged
    if Consent.objects.filter(person_id=person_id, purpose=purpose, withdrawn_at__isnull=True).exists():
        return
    facts = {"purpose": purpose, "wording": digest}
    ref = audit.record(actor, "privacy.give_consent", ("account", audit.pseudonym(account_id)), facts=facts)
    Consent.objects.create(
        person_id=person_id, purpose=purpose, wording_id=digest, given_at=clock.now(), given_leaf=ref.leaf
    )


@acting()
def withdraw_consent(actor: Actor, *, purpose: str) -> None:
    """Take one's consent back; it is as easy as giving it. Raises `SignInFirst`."""
    account_id = account_of(actor)
    person_id = person_of(account_id)
    if person_id is None:
        return
    living = Consent.objects.filter(person_id=person_id, purpose=purpose, withdrawn_at__isnull=True).first()
    if living is not None:
        take_back(actor, living, ("account", audit.pseudonym(account_id)))


@within_act()
def take_back(actor: Actor, consent: Consent, about: tuple[str, str]) -> None:
    """Take one consent back with its line, which its receipt proves."""
    ref = audit.record(actor, "privacy.withdraw_consent", about, facts={"purpose": consent.purpose})
    consent.withdrawn_at, consent.withdrawn_leaf = clock.now(), ref.leaf
    consent.save(update_fields=["withdrawn_at", "withdrawn_leaf"])
