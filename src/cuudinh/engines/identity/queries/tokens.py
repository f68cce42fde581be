"""What a token opens: who holds it, for whom it stands, and what it may read."""

from dataclasses import dataclass

from cuudinh.engines.identity.looking import note_look
from cuudinh.engines.identity.models import Account, IssuedToken
from cuudinh.engines.identity.queries.claims import claims_of, subject
from cuudinh.engines.identity.queries.clients import client_view, items_of
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.engines.identity.types import (
    ClientView,
    Introspected,
    LookObjected,
    NarrowToken,
    ProcessingRestricted,
    WrongToken,
)
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Holder:
    """Who shows a token that is good: the client, for what, and as whom if for a person."""

    client: ClientView
    scope: frozenset[str]
    items: tuple[str, ...]
    account: Account | None


def holder_of(token: str) -> Holder:
    """Give who shows an access token. Raises `WrongToken`."""
    row = _living(token, "access")
    if row is None:
        raise WrongToken
    client_session = row.client_session
    return Holder(
        client_view(client_session.client),
        frozenset(client_session.scope.split()),
        tuple(client_session.items),
        client_session.account,
    )


def _living(token: str, *kinds: str) -> IssuedToken | None:
    now = clock.now()
    known = IssuedToken.objects.select_related(
        "client_session__client", "client_session__account__person__key"
    )
    row = known.filter(
        token_hash=hash_of(token),
        kind__in=kinds,
        expires_at__gt=now,
        used_at__isnull=True,
        revoked_at__isnull=True,
        client_session__ended_at__isnull=True,
        client_session__ends_at__gt=now,
        client_session__client__withdrawn_at__isnull=True,
    ).first()
    if (
        row is not None
        and row.client_session.account is not None
        and not row.client_session.account.is_active
    ):
        return None
    return row


@acting()
def told_of_person(actor: Actor, token: str) -> dict[str, object]:
    """Give the claims that a person granted, as they are now, and write down that they were looked at.

    A read that writes: the look and its line are one transaction. Raises `WrongToken`, `NarrowToken`.
    """
    holder = holder_of(token)
    if holder.account is None or "openid" not in holder.scope:
        raise NarrowToken("this token stands for no person")
    names = [name for item in items_of(holder.items) for name in item.gives]
    claims = claims_of(holder.account, names)
    try:
        note_look(
            actor,
            whose=holder.account.pk,
            what="userinfo",
            about=("account", audit.pseudonym(holder.account.pk)),
            purpose=", ".join(holder.items),
            system=holder.client.name(),
            act="client.read_person",
        )
    except (LookObjected, ProcessingRestricted) as refusal:
        raise NarrowToken("the person had this use of their data stopped") from refusal
    return {"sub": subject(holder.client.sector, holder.account), **claims}


def introspected(asking: ClientView, token: str) -> Introspected:
    """Say what a token is to the client that holds it; of any other, only that it is nothing to them (RFC 7662)."""
    row = _living(token, "access", "refresh")
    if row is None or row.client_session.client_id != asking.id:
        return Introspected(active=False)
    account = row.client_session.account
    return Introspected(
        active=True,
        client_id=asking.client_id,
        scope=row.client_session.scope,
        kind=row.kind,
        subject=subject(asking.sector, account) if account is not None else asking.client_id,
        issuer=row.client_session.issuer,
        expires_at=row.expires_at,
        made_at=row.made_at,
    )
