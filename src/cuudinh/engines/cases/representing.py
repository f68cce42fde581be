"""Cases that somebody filed for a child or an organisation: they are the subject's, and open to who acts for it today.

What a subject filed on their own is theirs alone: nobody who acts for them reads it. A representation is looked at
when a case is asked for, so one that ended opens nothing from the moment it did. Such cases have no tracking code,
since whoever wrote it down would go on reading.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from cuudinh.engines.cases import sealed
from cuudinh.engines.cases.models import Party
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.actor import Actor


def is_for_represented(actor: Actor, case_id: int) -> bool:
    """Whether a case was filed for somebody for whom the actor acts today."""
    accounts = identity.represented_accounts(actor)
    return bool(accounts) and filed_for(accounts).filter(case_id=case_id).exists()


def filed_for(accounts: Collection[int]) -> Any:
    """Give the parties of cases that others filed for some subjects."""
    return Party.objects.filter(role="reporter", account_id__in=accounts, by_account_id__isnull=False)


def reported_by(actor: Actor) -> Q:
    """Give the condition on parties by which a case is the actor's own, or that of somebody they act for."""
    own = Q(account_id=actor.account_id)
    accounts = identity.represented_accounts(actor)
    return own | Q(account_id__in=accounts, by_account_id__isnull=False) if accounts else own


def opens_by_code(case_id: int, number: str, code: str) -> bool:
    """Whether a tracking code opens a case: it goes with the number, and the case was filed by its own reporter."""
    if not sealed.is_tracking_code(number, code):
        return False
    return not Party.objects.filter(case_id=case_id, by_account_id__isnull=False).exists()
