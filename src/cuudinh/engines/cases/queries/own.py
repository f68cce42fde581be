"""What an account itself reported, as bare numbers."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Q

from cuudinh.engines.cases.models import PHASES, Party
from cuudinh.kernel.actor import Actor

_PAGE: Final = 500


def own_unfinished_cases(actor: Actor) -> Iterator[str]:
    """Give the numbers of the actor's own cases that can still change, newest first; read page by page."""
    own = Party.objects.filter(account_id=actor.account_id, role="reporter", case__phase__lt=PHASES["final"])
    rows = own.order_by("-filed_at", "-id").values_list("id", "filed_at", "case__number")
    page = list(rows[:_PAGE])
    while page:
        yield from (number for _, _, number in page)
        last_id, last_at, _ = page[-1]
        later = Q(filed_at__lt=last_at) | Q(filed_at=last_at, id__lt=last_id)
        page = list(rows.filter(later)[:_PAGE])
