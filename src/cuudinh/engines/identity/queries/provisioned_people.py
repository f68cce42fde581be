"""Reads of people as their own system told of them, for that system alone; each look stands in the log."""

from cuudinh.engines.identity.provisioned import external_index, user_name_index, views_of
from cuudinh.engines.identity.queries.provisioning import is_ref, page_of, users_of
from cuudinh.engines.identity.types import ClientView, ListPage, Provisioned, ScimFault
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor


@acting()
def one_user(actor: Actor, asking: ClientView, ref: str) -> Provisioned:
    """Give one person of the system that asks. Raises `ScimFault`."""
    row = users_of(asking.id).filter(ref=ref).first() if is_ref(ref) else None
    if row is None:
        raise ScimFault("there is no such person", status=404)
    _noted(actor, asking, 1)
    return views_of([row])[0]


@acting()
def users(
    actor: Actor, asking: ClientView, wanted: tuple[str, str] | None, start: int, count: int, after: str = ""
) -> ListPage:
    """Give people of the system that asks, in the order in which they came; those that equal a filter if asked."""
    rows = users_of(asking.id)
    if wanted is not None:
        rows = rows.filter(**_condition(asking, *wanted))
    found, total, following = page_of(rows, start, count, after)
    views = views_of(found)
    _noted(actor, asking, len(views))
    return ListPage(views, total, following)


def _condition(asking: ClientView, name: str, value: str) -> dict[str, str | None]:
    if name == "userName":
        return {"user_name_index": user_name_index(asking.id, value)}
    if name == "externalId":
        return {"external_index": external_index(asking.id, value) or "-"}
    return {"ref": value if is_ref(value) else None}


def _noted(actor: Actor, asking: ClientView, count: int) -> None:
    audit.record(actor, "scim.read", ("client", asking.client_id), facts={"people": count})
