"""Lists of cases: what anyone may see, my own, an officer's worklist, the centre's queues. Keyset pages only."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, Final, Literal

from django.db.models import Q, QuerySet

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import PHASES, QUEUES, Case, Follow, Party, SavedFilter, Task
from cuudinh.engines.cases.queries import hot
from cuudinh.engines.cases.queries.permitting import (
    NOTHING,
    delegated,
    desk_offices,
    desk_scope,
    office_scope,
)
from cuudinh.engines.cases.queries.rows import COLUMNS, reader, rows_of
from cuudinh.engines.cases.queries.searching import PUBLIC, among, cases_with_words
from cuudinh.engines.cases.queries.tasks import open_tasks_page
from cuudinh.engines.cases.representing import filed_for
from cuudinh.engines.cases.rules.buckets import view_bits
from cuudinh.engines.cases.rules.merging import WAS_PUBLIC
from cuudinh.engines.cases.types import CaseRow, ExchangedCase, ListFilter, SavedFilterView
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.pages import Page, decode_cursor, encode_cursor
from cuudinh.kernel.refusal import BadInput, SignInFirst

_BY_UNITS: Final = "placings__unit_id__in"
# What was delegated by document: cases of offices, and what stands in the queues in which the centre decides. An answer
# takes the request for more time back, so that no case stands in both of them.
DELEGATED: Final = ("delegated", "decisions")
DECIDED: Final = ("approval", "extension")
# What an office has in hand that is neither late nor due soon.
IN_TIME: Final = "in_time"
_SORT: Final = (COLUMNS.index("sort_at"), COLUMNS.index("id"))


def public_cases(
    actor: Actor, narrowed: ListFilter, cursor: str | None = None, limit: int = hot.PUBLIC_PAGE
) -> Page[CaseRow]:
    """Give published cases, the newest publication first; those of a period or with words, the newest filing first.

    They are asked for by the moment of filing, or found by it, so one index finds them and gives their order.
    """
    who = reader(actor.language, is_public=True)
    if narrowed.text:
        given = narrowing_of(narrowed)
        found = among(Case.objects.filter(is_public=True, **given)) if given else PUBLIC
        return cases_with_words(found, "case-public", narrowed.text, cursor, limit, who)
    records = _public_records(narrowed, cursor, limit)
    rows = rows_of(records[:limit], who)
    return Page(rows, _next(records, limit, _order_of(narrowed)))


def _order_of(narrowed: ListFilter) -> Literal["filed_at", "published_at"]:
    return "published_at" if narrowed.since is narrowed.until is None else "filed_at"


def _public_records(narrowed: ListFilter, cursor: str | None, limit: int) -> list[Any]:
    given = narrowing_of(narrowed)
    later = _later(cursor)
    units = given.get(_BY_UNITS)
    if units and len(hot.IN_UNITS.run(units=units)) > hot.UNITS_MOST:
        given["walked_units"] = given.pop(_BY_UNITS)
    prepared = hot.PUBLIC.get((next(iter(given), None), bool(cursor))) if len(given) < 2 else None
    if prepared is not None and limit == hot.PUBLIC_PAGE:
        return prepared.run(**given, **later)
    walked = given.pop("walked_units", None)
    found = Case.objects.filter(*([hot.lies_in(walked)] if walked else []), is_public=True, **given)
    order = _order_of(narrowed)
    if later:
        before = Q(**{f"{order}__lt": later["at"]}) | Q(**{order: later["at"]}, id__lt=later["last"])
        found = found.filter(before)
    return list(found.order_by(f"-{order}", "-id").values_list(*COLUMNS)[: limit + 1])


def narrowing_of(narrowed: ListFilter) -> dict[str, Any]:
    """Give what a filter compares, by look-ups of the case; words are looked for elsewhere."""
    given = {
        "topic": narrowed.topic,
        "kind": narrowed.kind,
        "owner_account_id": narrowed.officer_id,
        "service_id": narrowed.service,
        "dossier__desk_office_id": narrowed.desk_id,
        "due_at__gte": narrowed.due_since,
        "due_at__lt": narrowed.due_until,
        "state": narrowed.state,
        _BY_UNITS: list(narrowed.unit_ids),
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
    found = Case.objects.filter(is_public=True, **narrowing_of(narrowed))
    if cursor:
        at, last = moment_cursor(cursor)
        found = found.filter(filed_at__lte=at).exclude(filed_at=at, id__gte=last)
    records = list(found.order_by("-filed_at", "-id").values_list(*COLUMNS, "text", "answer")[: limit + 1])
    rows = rows_of([record[:-2] for record in records[:limit]], reader(actor.language, is_public=True))
    exchanged = tuple(
        ExchangedCase(row, record[-2], record[-1] if _has_result(record) else "")
        for row, record in zip(rows, records, strict=False)
    )
    return Page(exchanged, _next([record[:-2] for record in records], limit, "filed_at"))


def _has_result(record: Sequence[Any]) -> bool:
    of = dict(zip(COLUMNS, record, strict=False))
    return of["state"] in definitions.service(of["service_id"], of["version"]).result_states


def my_cases(actor: Actor, cursor: str | None = None, limit: int = 20) -> Page[CaseRow]:
    """Give the cases the actor reported, and those that others filed for them, the newest first."""
    reported = Party.objects.filter(role="reporter")
    return _cases_beside(actor, actor.account_id, reported, "filed_at", cursor, limit)


def cases_of_represented(
    actor: Actor, representation: str, cursor: str | None = None, limit: int = 20
) -> Page[CaseRow]:
    """Give the cases that were filed for somebody the actor acts for today, by whomever, the newest first.

    Raises `NotRepresenting`.
    """
    whose = identity.representing(actor, representation).account_id
    filed = filed_for([whose])
    return _cases_beside(actor, whose, filed, "filed_at", cursor, limit)


def followed_cases(actor: Actor, cursor: str | None = None, limit: int = 20) -> Page[CaseRow]:
    """Give the cases the actor follows by themselves and may open, the newest first.

    Who came with a merged case finds that one here, or among their own: the other may not be public yet.
    """
    was_public = Q(case__master_id__isnull=False, **{f"case__act_counts__{WAS_PUBLIC}": 1})
    mine = Follow.objects.filter(Q(case__is_public=True) | was_public, came_with_id__isnull=True)
    return _cases_beside(actor, actor.account_id, mine, "since", cursor, limit)


def _cases_beside(
    actor: Actor, whose: int | None, beside: QuerySet[Any], order: str, cursor: str | None, limit: int
) -> Page[CaseRow]:
    if whose is None:
        raise SignInFirst
    found = beside.filter(account_id=whose)
    if cursor:
        at, last = moment_cursor(cursor)
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

    Buckets: open (default), due_soon, overdue, waiting, awaiting_approval, consulting (dossiers about which other
    offices were asked), tasks (parts for other offices, by the clock of the part), delegated and decisions (what was
    delegated to the actor by document: open cases of those offices, and what the centre has to decide), done; `mine`
    narrows to the actor's own. Nothing of an office the actor has no seat in, of their own or lent, ever appears.
    What words are looked for in comes by the newest filing.
    """
    scope = desk_scope(actor)
    is_own = narrowed.bucket not in {"tasks", *DELEGATED}
    is_plain = narrowed == ListFilter(bucket=narrowed.bucket) and limit == hot.DESK_PAGE
    if is_own and is_plain and not scope:
        return _plain_worklist(actor, narrowed.bucket, cursor)
    if narrowed.bucket == "decisions" and is_plain and delegated(actor).is_centre:
        return _decisions(actor, cursor)
    found = Case.objects.filter(scope if is_own else office_scope(actor))
    found = _in_bucket(found, actor, narrowed)
    if narrowed.bucket == "tasks" and not narrowed.text:
        return _task_list(actor, found.filter(**narrowing_of(narrowed)), cursor, limit)
    return _by_sort_time(actor, found, narrowed, cursor, limit)


def _task_list(actor: Actor, found: QuerySet[Case], cursor: str | None, limit: int) -> Page[CaseRow]:
    after = moment_cursor(cursor) if cursor else None
    parts, rows = open_tasks_page(actor, found, after, limit)
    at, last = parts[:limit][-1] if len(parts) > limit else (None, 0)
    return Page(rows[:limit], encode_cursor(at.isoformat(), last) if at is not None else None)


def _plain_worklist(actor: Actor, bucket: str, cursor: str | None) -> Page[CaseRow]:
    """Give a view of the worklist that nothing else narrows: of each office and phase a page, merged."""
    phases, kept = hot.VIEWS.get(bucket, hot.VIEWS["open"])
    later = _later(cursor)
    return _merged(
        actor,
        (
            record
            for office in desk_offices(actor)
            for phase in phases
            for record in hot.DESK[phase, kept, bool(later)].run(owner_office_id=office, **later)
        ),
    )


def _decisions(actor: Actor, cursor: str | None) -> Page[CaseRow]:
    """Give what the centre has to decide, for who does so by document: of each of its queues a page, merged."""
    later = _later(cursor)
    return _merged(
        actor, (record for queue in DECIDED for record in hot.QUEUE[queue, bool(later)].run(**later))
    )


def _merged(actor: Actor, found: Iterable[Any]) -> Page[CaseRow]:
    records = sorted(found, key=itemgetter(*_SORT))
    rows = rows_of(records[: hot.DESK_PAGE], reader(actor.language, is_public=False))
    return Page(rows, _next(records, hot.DESK_PAGE, "sort_at"))


def centre_queue(
    actor: Actor, queue: str, narrowed: ListFilter, cursor: str | None = None, limit: int = 50
) -> Page[CaseRow]:
    """Give a queue of the centre (see `QUEUES`) by what is due first, or with words by the newest filing."""
    scope = office_scope(actor, "dispatcher", "supervisor", "leader")
    queue = queue if queue in QUEUES else "all"
    if not scope and narrowed == ListFilter() and limit == hot.DESK_PAGE:
        later = _later(cursor)
        records = hot.QUEUE[queue, bool(later)].run(**later)
        rows = rows_of(records[:limit], reader(actor.language, is_public=False))
        return Page(rows, _next(records, limit, "sort_at"))
    found = Case.objects.filter(scope, buckets__has=QUEUES[queue])
    return _by_sort_time(actor, found, narrowed, cursor, limit)


def saved_filters(actor: Actor) -> tuple[SavedFilterView, ...]:
    """Give the filters the actor keeps, in their order."""
    kept = SavedFilter.objects.filter(account_id=actor.account_id or 0).order_by("position", "id")
    return tuple(SavedFilterView(name=name, query=query) for name, query in kept.values_list("name", "query"))


def _in_bucket(found: QuerySet[Case], actor: Actor, narrowed: ListFilter) -> QuerySet[Case]:
    if narrowed.mine:
        found = found.filter(owner_account_id__in={actor.account_id or 0, *actor.absent_ids})
    if narrowed.bucket == "tasks":
        mine = Task.objects.filter(state="open", office_id__in=actor.office_ids("officer", "head"))
        return found.filter(id__in=mine.values("case_id"))
    if narrowed.bucket in DELEGATED:
        return found.filter(_delegated_to(actor, narrowed.bucket))
    phases, kept = hot.VIEWS.get(narrowed.bucket, hot.VIEWS["open"])
    found = found.filter(owner_office_id__in=desk_offices(actor), phase__in=phases)
    if narrowed.bucket == IN_TIME:
        return found.exclude(buckets__has=view_bits("due_soon") | view_bits("overdue"))
    return found.filter(buckets__has=view_bits(kept)) if kept else found


def _delegated_to(actor: Actor, bucket: str) -> Q:
    """Give the condition of what was delegated to the actor: nothing where nothing of that kind was."""
    lent = delegated(actor)
    if bucket == "delegated":
        return Q(owner_office_id__in=lent.office_ids, phase=PHASES["open"])
    return Q(buckets__has=sum(QUEUES[queue] for queue in DECIDED)) if lent.is_centre else NOTHING


def _by_sort_time(
    actor: Actor, found: QuerySet[Case], narrowed: ListFilter, cursor: str | None, limit: int
) -> Page[CaseRow]:
    found = found.filter(**narrowing_of(narrowed))
    who = reader(actor.language, is_public=False)
    if narrowed.text:
        return cases_with_words(among(found), "case-office", narrowed.text, cursor, limit, who)
    later = _later(cursor)
    if later:
        found = found.filter(sort_at__gte=later["at"]).exclude(sort_at=later["at"], id__lte=later["last"])
    records = list(found.order_by("sort_at", "id").values_list(*COLUMNS)[: limit + 1])
    return Page(rows_of(records[:limit], who), _next(records, limit, "sort_at"))


def _next(records: list[Any], limit: int, order: str) -> str | None:
    if len(records) <= limit:
        return None
    last = dict(zip(COLUMNS, records[limit - 1], strict=True))
    return encode_cursor(last[order].isoformat(), last["id"])


def _later(cursor: str | None) -> dict[str, Any]:
    """Give the parameters of a page after a cursor; none for the first."""
    return dict(zip(("at", "last"), moment_cursor(cursor), strict=True)) if cursor else {}


def moment_cursor(cursor: str) -> tuple[datetime, int]:
    """Give the moment and the row after which a page begins. Raises `BadInput` for what is no cursor of ours."""
    at, last = decode_cursor(cursor, length=2)
    try:
        moment = datetime.fromisoformat(str(at))
    except ValueError as fault:
        raise BadInput from fault
    # Outside these years no database is asked: some zone of it would have no such moment.
    if moment.tzinfo is None or not 1900 <= moment.year < 9000 or not isinstance(last, int):
        raise BadInput
    return moment, last
