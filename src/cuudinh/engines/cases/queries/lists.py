"""Lists of cases: what anyone may see, my own, an officer's worklist, the centre's queues. Keyset pages only."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from cuudinh.engines.cases.models import PHASES, Case, Follow, Party, SavedFilter, Task
from cuudinh.engines.cases.queries import hot
from cuudinh.engines.cases.queries.permitting import DESK_ROLES, office_scope, own_offices
from cuudinh.engines.cases.queries.pictures import RESULT_STATES
from cuudinh.engines.cases.queries.rows import COLUMNS, reader, rows_of
from cuudinh.engines.cases.rules.flags import flag_bit
from cuudinh.engines.cases.types import CaseRow, ExchangedCase, ListFilter, SavedFilterView
from cuudinh.journal import search
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.pages import Page, decode_cursor, encode_cursor
from cuudinh.kernel.refusal import BadInput, SignInFirst

SEARCH_LIMIT = 200
QUEUES = {
    "intake": Q(state__in=["received", "verifying"]),
    "approval": Q(state="awaiting_approval"),
    "waiting": Q(phase=1),
    "all": Q(phase__lt=2),
}


def public_cases(
    actor: Actor, narrowed: ListFilter, cursor: str | None = None, limit: int = hot.PUBLIC_PAGE
) -> Page[CaseRow]:
    """Give published cases, the newest publication first."""
    records = _public_records(narrowed, cursor, limit)
    rows = rows_of(records[:limit], reader(actor.language, is_public=True))
    return Page(rows, _next(records, limit, "published_at"))


def _public_records(narrowed: ListFilter, cursor: str | None, limit: int) -> list[Any]:
    given = narrowing_of(narrowed)
    later = dict(zip(("at", "last"), _moment_cursor(cursor), strict=True)) if cursor else {}
    prepared = hot.PUBLIC.get((next(iter(given), None), bool(cursor))) if len(given) < 2 else None
    if prepared is not None and not narrowed.text and limit == hot.PUBLIC_PAGE:
        return prepared.run(**given, **later)
    found = _narrow(Case.objects.filter(is_public=True), narrowed, "case-public")
    if later:
        before = Q(published_at__lt=later["at"]) | Q(published_at=later["at"], id__lt=later["last"])
        found = found.filter(before)
    return list(found.order_by("-published_at", "-id").values_list(*COLUMNS)[: limit + 1])


def narrowing_of(narrowed: ListFilter) -> dict[str, Any]:
    """Give what a filter compares, by look-ups of the case; words are looked for elsewhere."""
    given = {
        "topic": narrowed.topic,
        "state": narrowed.state,
        "placings__unit_id__in": list(narrowed.unit_ids),
        "owner_office_id": narrowed.office_id,
        "filed_at__gte": narrowed.since,
        "filed_at__lt": narrowed.until,
        "topic__in": narrowed.topics,
        "phase__in": [PHASES[phase] for phase in narrowed.phases],
        "number__in": narrowed.numbers,
    }
    return {name: value for name, value in given.items() if value}


def exchanged_cases(
    actor: Actor, narrowed: ListFilter, cursor: str | None = None, limit: int = 200
) -> Page[ExchangedCase]:
    """Give published cases with their texts for other systems, the newest filing first.

    They ask by the moment of filing, so that is also the order: one index finds the window and sorts it.
    """
    found = _narrow(Case.objects.filter(is_public=True), narrowed, "case-public")
    if cursor:
        at, last = _moment_cursor(cursor)
        found = found.filter(filed_at__lte=at).exclude(filed_at=at, id__gte=last)
    records = list(found.order_by("-filed_at", "-id").values_list(*COLUMNS, "text", "answer")[: limit + 1])
    rows = rows_of([record[:-2] for record in records[:limit]], reader(actor.language, is_public=True))
    exchanged = tuple(
        ExchangedCase(row, record[-2], record[-1] if row.state in RESULT_STATES else "")
        for row, record in zip(rows, records, strict=False)
    )
    return Page(exchanged, _next([record[:-2] for record in records], limit, "filed_at"))


def my_cases(actor: Actor, cursor: str | None = None, limit: int = 20) -> Page[CaseRow]:
    """Give the cases the actor reported, the newest first."""
    return _cases_beside(actor, Party.objects.filter(role="reporter"), "filed_at", cursor, limit)


def followed_cases(actor: Actor, cursor: str | None = None, limit: int = 20) -> Page[CaseRow]:
    """Give the cases the actor follows, the newest first."""
    return _cases_beside(actor, Follow.objects.all(), "since", cursor, limit)


def _cases_beside(
    actor: Actor, beside: QuerySet[Any], order: str, cursor: str | None, limit: int
) -> Page[CaseRow]:
    if actor.account_id is None:
        raise SignInFirst
    found = beside.filter(account_id=actor.account_id)
    if cursor:
        at, last = _moment_cursor(cursor)
        found = found.filter(Q(**{f"{order}__lt": at}) | Q(**{order: at}, id__lt=last))
    columns = (order, "id", *(f"case__{name}" for name in COLUMNS))
    records = list(found.order_by(f"-{order}", "-id").values_list(*columns)[: limit + 1])
    rows = rows_of([record[2:] for record in records[:limit]], reader(actor.language, is_public=True))
    more = len(records) > limit
    last_shown = records[limit - 1] if more else None
    return Page(rows, encode_cursor(last_shown[0].isoformat(), last_shown[1]) if last_shown else None)


def worklist(
    actor: Actor, narrowed: ListFilter, cursor: str | None = None, limit: int = hot.DESK_PAGE
) -> Page[CaseRow]:
    """Give the cases of the actor's offices by remaining working time; `bucket` picks the saved view.

    Buckets: open (default), due_soon, overdue, waiting, awaiting_approval, tasks, done; `mine` narrows to
    the actor's own. Nothing of an office the actor has no seat in ever appears.
    """
    scope = office_scope(actor)
    if narrowed in _PLAIN and limit == hot.DESK_PAGE:
        return _plain_worklist(actor, cursor)
    condition = scope if narrowed.bucket == "tasks" else scope & own_offices(actor)
    found = _in_bucket(Case.objects.filter(condition), actor, narrowed)
    return _by_sort_time(actor, _narrow(found, narrowed, "case-office"), cursor, limit)


# The worklist as it opens: whatever is open in the own offices.
_PLAIN = (ListFilter(), ListFilter(bucket="open"))


def _plain_worklist(actor: Actor, cursor: str | None) -> Page[CaseRow]:
    given = {"offices": sorted(actor.office_ids(*DESK_ROLES))}
    if cursor:
        at, last = _moment_cursor(cursor)
        records = hot.DESK_LATER.run(**given, at=at, last=last)
    else:
        records = hot.DESK.run(**given)
    rows = rows_of(records[: hot.DESK_PAGE], reader(actor.language, is_public=False))
    return Page(rows, _next(records, hot.DESK_PAGE, "sort_at"))


def centre_queue(
    actor: Actor, queue: str, narrowed: ListFilter, cursor: str | None = None, limit: int = 50
) -> Page[CaseRow]:
    """Give a queue of the centre (intake, approval, extension, waiting, overdue, all) by what is due first."""
    found = Case.objects.filter(office_scope(actor, "dispatcher", "supervisor", "leader"))
    flags = {"extension": "extension_asked", "overdue": "overdue", "returned": "returned"}
    if queue in flags:
        found = _flagged(found, flags[queue]).filter(phase__lt=2)
    else:
        found = found.filter(QUEUES.get(queue, QUEUES["all"]))
    return _by_sort_time(actor, _narrow(found, narrowed, "case-office"), cursor, limit)


def saved_filters(actor: Actor) -> tuple[SavedFilterView, ...]:
    """Give the filters the actor keeps, in their order."""
    kept = SavedFilter.objects.filter(account_id=actor.account_id or 0).order_by("position", "id")
    return tuple(SavedFilterView(name=name, query=query) for name, query in kept.values_list("name", "query"))


def _in_bucket(found: QuerySet[Case], actor: Actor, narrowed: ListFilter) -> QuerySet[Case]:
    bucket = narrowed.bucket or "open"
    if narrowed.mine:
        found = found.filter(owner_account_id=actor.account_id or 0)
    if bucket == "tasks":
        mine = Task.objects.filter(state="open", office_id__in=actor.office_ids("officer", "head"))
        return found.filter(id__in=mine.values("case_id"))
    if bucket in {"due_soon", "overdue"}:
        return _flagged(found, bucket).filter(phase=0)
    phases = {
        "waiting": Q(phase=1),
        "done": Q(phase__gte=2),
        "awaiting_approval": Q(state="awaiting_approval"),
    }
    return found.filter(phases.get(bucket, Q(phase=0)))


def _flagged(found: QuerySet[Case], flag: str) -> QuerySet[Case]:
    """Narrow to cases with a flag: the bits are tested in the database, behind the index of the list."""
    bit = flag_bit(flag)
    return found.extra(where=["flags & %s <> 0"], params=[bit])  # bit is an int of our own


def _narrow(found: QuerySet[Case], narrowed: ListFilter, kind: str) -> QuerySet[Case]:
    found = found.filter(**narrowing_of(narrowed))
    if narrowed.text:
        found = found.filter(_matching(narrowed.text, kind))
    return found


def _matching(text: str, kind: str) -> Q:
    """Match a case number exactly as typed, else the folded text."""
    wanted = text.strip().upper()
    return Q(number=wanted) | Q(id__in=search.find(kind, text, SEARCH_LIMIT))


def _by_sort_time(actor: Actor, found: QuerySet[Case], cursor: str | None, limit: int) -> Page[CaseRow]:
    if cursor:
        at, last = _moment_cursor(cursor)
        found = found.filter(Q(sort_at__gt=at) | Q(sort_at=at, id__gt=last))
    records = list(found.order_by("sort_at", "id").values_list(*COLUMNS)[: limit + 1])
    rows = rows_of(records[:limit], reader(actor.language, is_public=False))
    return Page(rows, _next(records, limit, "sort_at"))


def _next(records: list[Any], limit: int, order: str) -> str | None:
    if len(records) <= limit:
        return None
    last = dict(zip(COLUMNS, records[limit - 1], strict=True))
    return encode_cursor(last[order].isoformat(), last["id"])


def _moment_cursor(cursor: str) -> tuple[datetime, int]:
    at, last = decode_cursor(cursor, length=2)
    try:
        moment = datetime.fromisoformat(str(at))
    except ValueError as fault:
        raise BadInput from fault
    # Outside these years no database is asked: some zone of it would have no such moment.
    if moment.tzinfo is None or not 1900 <= moment.year < 9000 or not isinstance(last, int):
        raise BadInput
    return moment, last
