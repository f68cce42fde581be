"""Saved filters of the worklist."""

from cuudinh.engines.cases.models import SavedFilter
from cuudinh.engines.cases.types import TooManyFilters
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import BadInput, SignInFirst

FILTERS_MOST = 30
NAME_MOST = 60
QUERY_MOST = 500


@acting()
def save_filter(actor: Actor, *, name: str, query: str) -> None:
    """Keep a filter of the worklist under a name; the same name is overwritten. Raises `TooManyFilters`."""
    if actor.account_id is None:
        raise SignInFirst
    name = " ".join(name.split())
    if not name or len(name) > NAME_MOST or len(query) > QUERY_MOST:
        raise BadInput("Tên bộ lọc cần từ 1 đến {most} ký tự.", most=NAME_MOST)
    mine = SavedFilter.objects.filter(account_id=actor.account_id)
    count = mine.exclude(name=name).count()
    if count >= FILTERS_MOST:
        raise TooManyFilters(most=FILTERS_MOST)
    SavedFilter.objects.update_or_create(
        account_id=actor.account_id,
        name=name,
        defaults={"query": query},
        create_defaults={"query": query, "position": count},
    )


@acting()
def drop_filter(actor: Actor, *, name: str) -> None:
    """Forget a saved filter; one that is not there is forgotten already."""
    if actor.account_id is None:
        raise SignInFirst
    SavedFilter.objects.filter(account_id=actor.account_id, name=name).delete()
