"""To what people agreed: one's own purposes on a page, and who of many agreed to one."""

from collections.abc import Iterable

from cuudinh.engines.identity import provisions, snapshot
from cuudinh.engines.identity.models import Account, Consent
from cuudinh.engines.identity.provisions import digest_of, in_language, wording_of
from cuudinh.engines.identity.types import ConsentView
from cuudinh.journal import receipts
from cuudinh.journal.audit import AuditRef
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import SignInFirst


def own_consents(actor: Actor) -> tuple[ConsentView, ...]:
    """Give every purpose that needs consent, and since when the actor agrees. Raises `SignInFirst`."""
    if actor.account_id is None:
        raise SignInFirst
    person_id = Account.objects.filter(pk=actor.account_id).values_list("person_id", flat=True).first()
    living = Consent.objects.filter(withdrawn_at__isnull=True, person__in=[person_id] if person_id else [])
    given = {consent.purpose: consent for consent in living}
    views = []
    for shape in provisions.current().purposes.values():
        wording, consent = wording_of(shape, snapshot.today()), given.get(shape.id)
        views.append(
            ConsentView(
                purpose=shape.id,
                title=in_language(shape.title, actor.language),
                text=in_language(wording.text, actor.language),
                uses=tuple(shape.uses),
                source=wording.source,
                digest=digest_of(shape, wording),
                given_at=consent.given_at if consent else None,
                receipt=receipts.receipt(AuditRef(consent.given_leaf)) if consent else "",
            )
        )
    return tuple(views)


def has_consent(account_id: int, purpose: str) -> bool:
    """Whether the person of an account agrees to a purpose now. Whoever said nothing does not."""
    return bool(consenting([account_id], purpose))


def unrestricted(account_ids: Iterable[int]) -> frozenset[int]:
    """Give the accounts whose person has not restricted the use of their data, or behind which there is none."""
    wanted = list(account_ids)
    restricted = Account.objects.filter(pk__in=wanted, person__restricted_at__isnull=False)
    return frozenset(wanted) - frozenset(restricted.values_list("pk", flat=True))


def consenting(account_ids: Iterable[int], purpose: str) -> frozenset[int]:
    """Give the accounts whose person agrees to a purpose now and has not restricted the use of their data."""
    agreed = Consent.objects.filter(
        purpose=purpose, withdrawn_at__isnull=True, person__restricted_at__isnull=True
    )
    found = Account.objects.filter(pk__in=list(account_ids), person_id__in=agreed.values("person_id"))
    return frozenset(found.values_list("pk", flat=True))
