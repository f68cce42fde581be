"""The second factors of one's own account, and what an application is being set up with."""

from typing import Final

import pyotp

from cuudinh.engines.identity import demonstration, duties, factors, snapshot
from cuudinh.engines.identity.freshness import TWO_FACTORS
from cuudinh.engines.identity.models import Account, Authenticator, Passkey, RecoveryCode
from cuudinh.engines.identity.provisions import in_language
from cuudinh.engines.identity.types import AuthenticatorSetup, FactorOwedView, FactorsView, PasskeyView
from cuudinh.kernel.actor import Actor

NO_FACTORS: Final = FactorsView()


def factors_of(actor: Actor) -> FactorsView:
    """Give the actor's own second factors; only staff have any."""
    if actor.kind != "staff" or actor.account_id is None:
        return NO_FACTORS
    account_id = actor.account_id
    since = Authenticator.objects.filter(account_id=account_id).values_list("confirmed_at", flat=True).first()
    left = RecoveryCode.objects.filter(account_id=account_id, used_at__isnull=True).count()
    rows = Passkey.objects.filter(account_id=account_id).order_by("made_at", "id")
    keys = tuple(PasskeyView(row.pk, row.name, row.made_at, row.used_at) for row in rows)
    return FactorsView(since is not None, since, left, keys)


def factor_owed(actor: Actor) -> FactorOwedView | None:
    """Give what the actor's seats ask of them, if this session and this account have no second factor; else None."""
    if actor.kind != "staff" or actor.account_id is None or actor.strength >= TWO_FACTORS:
        return None
    owed = duties.owed_by(actor.account_id)
    if owed is None:
        return None
    role = snapshot.current().roles.get(owed.role)
    title = in_language(role.title, actor.language) if role else owed.role
    return FactorOwedView(title, owed.until, owed.source, duties.is_over(owed), demonstration.is_on())


def authenticator_setup(actor: Actor, issuer: str) -> AuthenticatorSetup | None:
    """Give what the actor's application is being set up with, until a code of it was shown; else None."""
    rows = Authenticator.objects.filter(account_id=actor.account_id or 0, confirmed_at__isnull=True)
    row = rows.select_related("key").first()
    if row is None:
        return None
    secret = factors.secret_of(row)
    login = Account.objects.values_list("login", flat=True).get(pk=row.account_id) or ""
    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)
    return AuthenticatorSetup(address, " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)))
