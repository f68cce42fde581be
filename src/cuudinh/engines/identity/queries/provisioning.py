"""What a system told of its people and groups, for that system alone; and how it agrees with what is here."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from cuudinh.engines.identity.models import (
    ProvisionedGroup,
    ProvisionedUser,
    SourceStatement,
    StatementException,
)
from cuudinh.engines.identity.provisioned import external_index, number_of_exception, user_name_index
from cuudinh.engines.identity.queries.permissions import can
from cuudinh.engines.identity.stops import restricted_numbers
from cuudinh.engines.identity.types import (
    ClientView,
    ExceptionView,
    Facts,
    ListPage,
    Provisioned,
    ScimFault,
    StatementView,
)
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotThere, NotYours

PAGE_MOST: Final = 200


def is_ref(text: str) -> bool:
    """Whether a text is the number of a person or group as we write it."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def users_of(client_id: int) -> QuerySet[ProvisionedUser]:
    """Give the people of one system, in the order in which they came."""
    return ProvisionedUser.objects.select_related("key").filter(client_id=client_id).order_by("ref")


def page_of(rows: QuerySet[Any], start: int, count: int, after: str) -> tuple[list[Any], int, str]:
    """Give some rows from a place on, how many there are in all, and the cursor of what follows."""
    total, most = rows.count(), max(0, min(count, PAGE_MOST))
    if after:
        if not is_ref(after):
            raise ScimFault("the cursor is none of ours", kind="invalidCursor")
        found = list(rows.filter(ref__gt=after)[: most + 1])
    else:
        found = list(rows[start - 1 : start + most])
    has_more = len(found) > most > 0
    return found[:most], total, str(found[most - 1].ref) if has_more else ""


def group(asking: ClientView, ref: str) -> Provisioned:
    """Give one group of a system with its members. Raises `ScimFault`."""
    known = ProvisionedGroup.objects.filter(client_id=asking.id)
    row = known.filter(ref=ref).first() if is_ref(ref) else None
    if row is None:
        raise ScimFault("there is no such group", status=404)
    return _group(row)


def groups(asking: ClientView, name: str | None, start: int, count: int, after: str = "") -> ListPage:
    """Give groups of a system, those of one name if asked."""
    known = ProvisionedGroup.objects.filter(client_id=asking.id).order_by("ref")
    rows, total, following = page_of(known if name is None else known.filter(name=name), start, count, after)
    return ListPage(tuple(map(_group, rows)), total, following)


def _group(row: ProvisionedGroup) -> Provisioned:
    members = [{"value": str(ref)} for ref in row.members.order_by("id").values_list("user_id", flat=True)]
    attributes = {"displayName": row.name, "externalId": row.external_id, "members": members}
    return Provisioned(row.ref, attributes, row.version, row.made_at, row.changed_at)


def statements(actor: Actor) -> tuple[StatementView, ...]:
    """Give the newest statements of every system, to who manages them. Raises `NotYours`."""
    if actor.kind != "system" and not can(actor, "client.read", Facts()).allowed:
        raise NotYours
    rows = SourceStatement.objects.select_related("client").order_by("-begun_at", "-pk")
    return statement_views(rows[:50])


def statement_views(rows: Iterable[SourceStatement]) -> tuple[StatementView, ...]:
    """Give statements as they leave the engine, with their exceptions counted by reason."""
    found = list(rows)
    counts: dict[int, dict[str, int]] = {row.pk: {} for row in found}
    counted = StatementException.objects.filter(statement_id__in=counts).values_list("statement_id", "reason")
    for statement_id, reason, number in counted.annotate(number=Count("ref")).order_by("reason"):
        counts[statement_id][reason] = number
    return tuple(
        StatementView(
            row.pk,
            row.client.client_id,
            row.label,
            row.begun_at,
            row.closed_at,
            row.stated,
            row.held,
            row.agreeing,
            row.proved,
            counts[row.pk],
        )
        for row in found
    )


def statement_with_exceptions(
    actor: Actor, statement_id: int, *, reason: str = ""
) -> tuple[StatementView, tuple[ExceptionView, ...]]:
    """Give a statement and the first people about whom it differs, to who manages systems; the look is written down.

    Raises `NotYours`, `NotThere`.
    """
    if not can(actor, "client.read", Facts()).allowed:
        raise NotYours
    row = SourceStatement.objects.select_related("client").filter(pk=statement_id).first()
    if row is None:
        raise NotThere
    with acting():
        audit.record(actor, "scim.read_exceptions", ("statement", statement_id))
        return statement_views([row])[0], exceptions(statement_id, reason=reason)


def exceptions(statement_id: int, *, reason: str = "", most: int = 200) -> tuple[ExceptionView, ...]:
    """Give the first people about whom a system and we differ; whoever asks may see that system's numbers.

    Who had the use of their data restricted, before the statement or since, is counted and not named.
    """
    rows = StatementException.objects.select_related("key", "statement").filter(statement_id=statement_id)
    chosen = list((rows.filter(reason=reason) if reason else rows).order_by("reason", "ref")[:most])
    numbers = [number_of_exception(row) for row in chosen]
    kept = _restricted_among(chosen[0].statement.client_id, numbers) if chosen else frozenset()
    return tuple(
        ExceptionView(row.reason, "" if number in kept else number, row.detail)
        for row, number in zip(chosen, numbers, strict=True)
    )


def _restricted_among(client_id: int, numbers: Iterable[str]) -> frozenset[str]:
    """Give, of the numbers by which a system knows its people, those of who had the use of their data restricted."""
    by_index = {}
    for number in filter(None, numbers):
        by_index[external_index(client_id, number)] = number
        by_index[user_name_index(client_id, number)] = number
    found = Q(external_index__in=by_index) | Q(user_name_index__in=by_index)
    columns = ("external_index", "user_name_index", "citizen_index")
    rows = list(ProvisionedUser.objects.filter(found, client_id=client_id).values_list(*columns))
    restricted = restricted_numbers(row[-1] for row in rows)
    theirs = (by_index.get(row[0], by_index.get(row[1], "")) for row in rows if row[-1] in restricted)
    return frozenset(theirs)
