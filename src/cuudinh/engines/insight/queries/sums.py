"""Sums over a period: whole months from the rows of months, the days at the edges from those of days."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet, Sum

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.insight.models import DayCount, MonthCount
from cuudinh.engines.insight.rules.counting import COUNTS
from cuudinh.engines.insight.rules.periods import months_and_edges
from cuudinh.engines.insight.types import Period, Scope
from cuudinh.engines.ledger import queries as ledger

_SUMS = {name: Sum(name) for name in COUNTS}


def sums(scope: Scope, period: Period, office_ids: Iterable[int] | None = None) -> dict[str, int]:
    """Give what was counted of somebody's work over a period; within some offices, where they are named."""
    total: Counter[str] = Counter()
    narrowed = _narrowing(scope, office_ids)
    if scope.kind == "officer":
        rows = [DayCount.objects.filter(day__range=(period.first, period.last), **narrowed)]
    else:
        rows = _of_period(period, narrowed)
    for one in rows:
        total.update({name: n or 0 for name, n in one.aggregate(**_SUMS).items()})
    return {name: total[name] for name in COUNTS}


def sums_by_office(period: Period, service_id: str = "") -> dict[int, dict[str, int]]:
    """Give what was counted over a period, by office."""
    found: dict[int, Counter[str]] = {}
    for rows in _of_period(period, {"service_id": service_id} if service_id else {}):
        for office_id, *counts in rows.order_by().values_list("office_id").annotate(**_SUMS):
            row = found.setdefault(office_id, Counter())
            row.update(dict(zip(COUNTS, counts, strict=True)))
    return {office_id: dict(row) for office_id, row in found.items()}


def services_by_office(period: Period) -> dict[int, set[str]]:
    """Give the services of which each office had dossiers in a period."""
    found: dict[int, set[str]] = {}
    for rows in _of_period(period, {}):
        for office_id, service_id in rows.order_by().values_list("office_id", "service_id").distinct():
            found.setdefault(office_id, set()).add(service_id)
    return found


def services_counted(scope: Scope, period: Period) -> set[str] | None:
    """Give the services that count for the catalogue of an office: those of which it had dossiers; None for all."""
    if scope.service_id:
        return {scope.service_id}
    if scope.kind == "province":
        return None
    found = (
        rows.values_list("service_id", flat=True).distinct() for rows in _of_period(period, _narrowing(scope))
    )
    return {service_id for one in found for service_id in one.order_by()}


def catalogue(service_ids: Iterable[str] | None) -> dict[str, int]:
    """Give what is counted of the services in force: how many there are, online as a whole, with a fee, described."""
    wanted = set(service_ids) if service_ids is not None else None
    shapes = [one.shape for one in cases.dossier_services() if wanted is None or one.id in wanted]
    procedures = [(shape, shape.procedure) for shape in shapes if shape.procedure is not None]
    with_fee = sum(procedure.fee_table is not None for _, procedure in procedures)
    return {
        "services": len(procedures),
        "services_online": sum(procedure.level == "whole" for _, procedure in procedures),
        "services_with_fee": with_fee,
        "services_payable": with_fee if ledger.takes_transfers() else 0,
        "services_described": sum(
            bool(procedure.papers and procedure.deliver) for _, procedure in procedures
        ),
        "services_at_desk": sum(
            "counter" in shape.channels and "desk" in procedure.deliver for shape, procedure in procedures
        ),
    }


def _narrowing(scope: Scope, office_ids: Iterable[int] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"office_id": scope.id} if scope.kind == "office" else {}
    if scope.kind == "officer":
        found["account_id"] = scope.id
    if office_ids is not None:
        found["office_id__in"] = list(office_ids)
    return found | ({"service_id": scope.service_id} if scope.service_id else {})


def _of_period(period: Period, narrowed: Mapping[str, Any]) -> list[QuerySet[Any]]:
    months, edges = months_and_edges(period)
    rows: list[QuerySet[Any]] = []
    if months is not None:
        rows.append(MonthCount.objects.filter(month__range=(months.first, months.last), **narrowed))
    rows += [DayCount.objects.filter(day__range=(one.first, one.last), **narrowed) for one in edges]
    return rows
