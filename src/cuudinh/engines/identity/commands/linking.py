"""Linking a sign-on to an account of staff, so that its owner may sign in by it.

Somebody who is signed in links it themselves; an administrator may invite somebody by a code, which counts for nothing
until its owner confirms it by signing on under the same name.
"""

import hmac
from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from cuudinh.engines.identity.commands.permitting import account_of, permit
from cuudinh.engines.identity.models import Account, LinkInvitation, PersonIdentifier, SignOnLink
from cuudinh.engines.identity.registers import SUBJECT
from cuudinh.engines.identity.signing_on import sign_on_port
from cuudinh.engines.identity.timecodes import in_groups, recovery_normal
from cuudinh.engines.identity.types import SignInChanged, SignOnRefused, UnknownAccount
from cuudinh.journal import audit, keys, outbox
from cuudinh.journal.transactions import acting, within_act
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor

INVITED_FOR: Final = timedelta(days=3)
_CODE_LENGTH: Final = 10


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
def invite_to_link(actor: Actor, *, account_id: int) -> str:
    """Invite a member of staff to link the sign-on; give the code to tell them, shown this once.

    Raises `NotYours`, `StepUpNeeded`, `SignOnNotOffered`, `UnknownAccount`.
    """
    rule = permit(actor, "account.open")
    sign_on_port()
    if not Account.objects.filter(pk=account_id, kind="staff", is_active=True).exists():
        raise UnknownAccount
    code = ids.secret_code(_CODE_LENGTH)
    LinkInvitation.objects.update_or_create(
        account_id=account_id,
        defaults={
            "digest": _digest(account_id, code),
            "made_by_id": actor.account_id,
            "expires_at": clock.now() + INVITED_FOR,
        },
    )
    audit.record(actor, "identity.invite_to_link", ("account", audit.pseudonym(account_id)), rule=rule)
    outbox.publish(SignInChanged(account_id=account_id, change="link-invited", at=clock.now().isoformat()))
    return in_groups(code)


def invited_account(login: str, code: str) -> int | None:
    """Give the account of staff with a login that was invited by a code, if it was and still is."""
    row = _living().filter(account__login=login, account__is_active=True).first()
    if row is None or not hmac.compare_digest(row.digest, _digest(row.account_id, code)):
        return None
    return row.account_id


@within_act()
def take_invitation(account_id: int) -> bool:
    """Take the invitation of an account, which is good once; give whether there was one."""
    return bool(_living().filter(account_id=account_id).delete()[0])


def is_of_account(subject_index: str, account_id: int) -> bool:
    """Whether a sign-on knows the owner of an account by a subject: linked by staff, or proved of a resident."""
    if SignOnLink.objects.filter(account_id=account_id, subject_index=subject_index).exists():
        return True
    mine = PersonIdentifier.objects.filter(kind=SUBJECT, blind_index=subject_index)
    return mine.filter(person__account=account_id).exists()


def _living() -> QuerySet[LinkInvitation]:
    return LinkInvitation.objects.filter(expires_at__gt=clock.now())


def _digest(account_id: int, code: str) -> str:
    said = f"link|{account_id}|{recovery_normal(code)}".encode()
    return hmac.digest(keys.secret("identity-recovery"), said, "sha256").hex()


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
