"""What the pages of signing in and of an account must know of the sign-on, and of whoever came by it."""

from cuudinh.engines.identity import signing_on
from cuudinh.engines.identity.models import PersonIdentifier, SignOnLink
from cuudinh.engines.identity.registers import SUBJECT
from cuudinh.engines.identity.types import SignOnStanding
from cuudinh.kernel.actor import Actor


def sign_on_standing(actor: Actor) -> SignOnStanding:
    """Give whether a sign-on is offered here and answers, and since when it is linked to one's account of staff."""
    if not signing_on.is_offered():
        return SignOnStanding()
    linked_at, can_confirm = None, False
    if actor.kind == "staff" and actor.account_id is not None:
        linked = SignOnLink.objects.filter(account_id=actor.account_id).values_list("linked_at", flat=True)
        linked_at = linked.first()
        can_confirm = linked_at is not None
    elif actor.account_id is not None:
        mine = PersonIdentifier.objects.filter(person__account=actor.account_id, kind=SUBJECT)
        can_confirm = mine.exists()
    return SignOnStanding(True, signing_on.sign_on_port().is_answering(), linked_at, can_confirm)


def phone_end(actor: Actor) -> str:
    """Give the last digits of one's own phone; nothing for who has none."""
    mine = PersonIdentifier.objects.filter(person__account=actor.account_id, kind="phone")
    return mine.values_list("last4", flat=True).first() or ""
