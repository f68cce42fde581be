"""Linking a sign-on to an account of staff, so that its owner may sign in by it."""

from django.db import IntegrityError, transaction

from cuudinh.engines.identity.commands.permitting import account_of, permit
from cuudinh.engines.identity.models import Account, SignOnLink
from cuudinh.engines.identity.types import SignOnRefused, UnknownAccount
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting, within_act
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor


@within_act()
def link_account(actor: Actor, account_id: int, subject_index: str) -> None:
    """Link a subject to the actor's own account of staff, in place of the one before.

    Raises `SignOnRefused` when the subject is linked to another account, `UnknownAccount` for no account of staff.
    """
    if not Account.objects.filter(pk=account_id, kind="staff").exists():
        raise UnknownAccount
    now = clock.now()
    try:
        with transaction.atomic():
            SignOnLink.objects.update_or_create(
                account_id=account_id,
                defaults={"subject_index": subject_index, "linked_by_id": account_id, "linked_at": now},
            )
    except IntegrityError as fault:
        raise SignOnRefused(reason="linked-elsewhere") from fault
    audit.record(actor, "identity.link_sign_on", ("account", audit.pseudonym(account_id)))


@acting()
def unlink_sign_on(actor: Actor, *, account_id: int | None = None) -> None:
    """Take the sign-on off one's own account, or as an administrator off another's.

    Raises `SignInFirst`, `NotYours`, `UnknownAccount` where none is linked.
    """
    rule = permit(actor, "account.open") if account_id is not None else ""
    of = account_id if account_id is not None else account_of(actor)
    if not SignOnLink.objects.filter(account_id=of).delete()[0]:
        raise UnknownAccount
    audit.record(actor, "identity.unlink_sign_on", ("account", audit.pseudonym(of)), rule=rule)
