"""The cases behind a number: by the same conditions by which they were counted, to those who see the number."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Q

from cuudinh.engines.cases import definitions as cases_definitions
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.engines.insight.models import CaseFact
from cuudinh.engines.insight.queries.permitting import permit_scope
from cuudinh.engines.insight.queries.wording import text
from cuudinh.engines.insight.rules.counting import COUNTS
from cuudinh.engines.insight.types import FactRow, NoSuchCount, Period, Scope
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.pages import Page, decode_cursor, encode_cursor
from cuudinh.kernel.refusal import BadInput

PAGE_ROWS: Final = 50


def cases_behind(
    actor: Actor, scope: Scope, period: Period, what: str, cursor: str | None = None, limit: int = PAGE_ROWS
) -> Page[FactRow]:
    """Give the cases that a number counts, by office, the newest first; never of whom they are.

    Whoever may see the number may see this list; each case is opened by those who may open cases. Raises `NoSuchCount`,
    `NotYours`, `BadInput`.
    """
    offices = permit_scope(actor, scope)
    count = COUNTS.get(what)
    if count is None:
        raise NoSuchCount(what=what)
    day = count.day
    found = CaseFact.objects.filter(**{f"{day}__range": (period.first, period.last)}, **count.where)
    found = found.filter(**_narrowing(scope, offices))
    if cursor:
        found = found.filter(_after(cursor, day))
    rows = list(found.order_by("-office_id", f"-{day}", "-case_id")[: limit + 1])
    more = len(rows) > limit
    shown = rows[:limit]
    last = shown[-1] if more else None
    following = encode_cursor(last.office_id, getattr(last, day).isoformat(), last.case_id) if last else None
    return Page(_rows(actor, shown, day), following)


def _narrowing(scope: Scope, offices: Sequence[int] | None) -> Mapping[str, Any]:
    found: dict[str, Any] = {"office_id": scope.id} if scope.kind == "office" else {}
    if scope.kind == "officer":
        found["account_id"] = scope.id
    if offices is not None:
        found["office_id__in"] = list(offices)
    found |= {"service_id": scope.service_id} if scope.service_id else {}
    return found | ({"reason": scope.reason} if scope.reason else {})


def _after(cursor: str, day: str) -> Q:
    office_id, at, case_id = decode_cursor(cursor, length=3)
    try:
        on = date.fromisoformat(str(at))
    except ValueError as wrong:
        raise BadInput from wrong
    if not isinstance(office_id, int) or not isinstance(case_id, int):
        raise BadInput
    same = Q(office_id=office_id)
    return (
        Q(office_id__lt=office_id)
        | (same & Q(**{f"{day}__lt": on}))
        | (same & Q(**{day: on, "case_id__lt": case_id}))
    )


def _rows(actor: Actor, found: Sequence[CaseFact], day: str) -> tuple[FactRow, ...]:
    titles = {one.service_id: _title(one.service_id, actor.language) for one in found}
    opens = {one.office_id: _opens(actor, one.office_id) for one in found}
    return tuple(
        FactRow(
            number=one.number,
            service=titles[one.service_id],
            office=identity.office_name(one.office_id, actor.language),
            officer=identity.staff_name(one.account_id or None),
            received_on=one.received_on,
            day=getattr(one, day),
            is_late=one.is_late,
            by_law=one.by_law,
            contacts=one.contacts,
            rating=one.rating,
            is_open_to_me=opens[one.office_id],
        )
        for one in found
    )


def _opens(actor: Actor, office_id: int) -> bool:
    facts = Facts(owner_office_id=office_id, is_apart=True)
    return identity.can(actor, "case.read_office", facts).allowed


def _title(service_id: str, language: str) -> str:
    return text(cases_definitions.service(service_id).shape.title, language)
