"""When the sign-on is silent: staff who are linked with it come in by what else they have, and say why."""

from cuudinh.engines.identity import signing_on
from cuudinh.engines.identity.models import Account, SignOnLink


def is_one(account: Account) -> bool:
    """Whether somebody who would sign in by the sign-on has to come in otherwise, since it does not answer."""
    if account.kind != "staff" or not signing_on.is_offered() or signing_on.sign_on_port().is_answering():
        return False
    return SignOnLink.objects.filter(account=account).exists()
