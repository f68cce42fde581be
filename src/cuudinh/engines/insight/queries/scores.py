"""Scores of somebody's work by a set of indicators: points, parts, thresholds and the numbers they are made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.insight.definitions import indicator_set
from cuudinh.engines.insight.queries.permitting import permit_scope
from cuudinh.engines.insight.queries.sums import (
    catalogue,
    services_by_office,
    services_counted,
    sums,
    sums_by_office,
)
from cuudinh.engines.insight.queries.wording import behind_of, text, threshold_of, words_of
from cuudinh.engines.insight.rules.scoring import outcome, verdict
from cuudinh.engines.insight.shapes import (
    IndicatorGroupShape,
    IndicatorSetShape,
    IndicatorShape,
    VerdictShape,
)
from cuudinh.engines.insight.types import GroupScore, OfficeScore, PartScore, Period, Scope, ScoreView
from cuudinh.kernel.actor import Actor
from cuudinh.packs.grammar import Dated, value_on

Counts = Mapping[str, int]
ZERO = Decimal(0)


def score(
    actor: Actor, set_id: str, scope: Scope, period: Period, *, compared_with: Period | None = None
) -> ScoreView:
    """Give the score of an officer, an office or the province over a period, beside that of another period.

    Raises `NoSuchSet`, `NotYours`.
    """
    offices = permit_scope(actor, scope)
    shape = indicator_set(set_id)
    counts = counts_of(scope, period, offices)
    view = scored_view(shape, scope, period, counts, actor.language)
    if compared_with is None:
        return view
    earlier_counts = counts_of(scope, compared_with, offices)
    return _beside(view, scored_view(shape, scope, compared_with, earlier_counts, actor.language))


def counts_of(scope: Scope, period: Period, offices: Sequence[int] | None = None) -> dict[str, int]:
    """Give all that indicators are made of: what was counted of dossiers, and of the services."""
    found = sums(scope, period, offices)
    if scope.kind == "officer":
        return found
    return {**found, **catalogue(services_counted(scope, period))}


def scored_view(
    shape: IndicatorSetShape, scope: Scope, period: Period, counts: Counts, language: str
) -> ScoreView:
    """Give the score that counts make, by the rows in force on the last day of the period."""
    groups = tuple(_groups(shape, scope, period.last, counts, language))
    points, most = _totals(groups)
    return ScoreView(
        set_id=shape.set,
        title=text(shape.title, language),
        short=text(shape.short, language),
        scope=scope,
        label=label_of(scope, language),
        period=period,
        points=points,
        most=most,
        whole=sum(group.most for group in groups),
        verdict=_verdict(shape, scope, period.last, points, language) if most else "",
        groups=groups,
        source=shape.source,
        mark=shape.mark,
    )


def _totals(groups: Sequence[GroupScore]) -> tuple[Decimal, int]:
    scored = [part for group in groups for part in group.parts if part.points is not None]
    return sum((part.points or ZERO for part in scored), ZERO), sum(part.most for part in scored)


def _verdict(shape: IndicatorSetShape, scope: Scope, day: date, points: Decimal, language: str) -> str:
    rows: Sequence[Dated[list[VerdictShape]]]
    rows = shape.officer_verdicts if scope.kind == "officer" else shape.verdicts
    held = value_on(rows, day)
    found = verdict(held.value, points) if held is not None else None
    return text(found.label, language) if found is not None else ""


def _groups(
    shape: IndicatorSetShape, scope: Scope, day: date, counts: Counts, language: str
) -> Iterator[GroupScore]:
    subject = "officer" if scope.kind == "officer" else "office"
    for group in shape.groups:
        shown = [one for one in group.indicators if subject in one.of]
        parts = tuple(_part(shape, one, day, counts, language) for one in shown)
        if parts:
            yield _group(group, parts, language)


def _group(group: IndicatorGroupShape, parts: tuple[PartScore, ...], language: str) -> GroupScore:
    scored = [part.points for part in parts if part.points is not None]
    return GroupScore(
        id=group.id,
        title=text(group.title, language),
        points=sum(scored, ZERO) if scored else None,
        most=sum(part.most for part in parts),
        parts=parts,
    )


def _part(
    shape: IndicatorSetShape, indicator: IndicatorShape, day: date, counts: Counts, language: str
) -> PartScore:
    row = value_on(indicator.scale, day) or indicator.scale[0]
    found = outcome(indicator.measure, row.value, counts, shape.decimals)
    return PartScore(
        id=indicator.id,
        number=indicator.number,
        title=text(indicator.title, language),
        points=found.points if found is not None else None,
        most=row.value.most,
        percent=found.percent if found is not None else None,
        words=words_of(indicator, row.value, found, language),
        threshold=threshold_of(indicator, row.value, found, language) if indicator.why_not is None else "",
        source=row.source,
        mark=row.mark or "",
        behind=behind_of(indicator.measure, counts),
    )


def _beside(view: ScoreView, earlier: ScoreView) -> ScoreView:
    """Put what another period gave beside each part."""
    points = {part.id: part.points for group in earlier.groups for part in group.parts}
    groups = tuple(
        replace(group, parts=tuple(replace(part, before=points.get(part.id)) for part in group.parts))
        for group in view.groups
    )
    return replace(
        view, groups=groups, before=earlier.points if earlier.most else None, before_most=earlier.most
    )


def label_of(scope: Scope, language: str) -> str:
    """Give the name of whose work it is."""
    if scope.kind == "province":
        return _("Toàn tỉnh")
    if scope.kind == "office":
        return identity.office_name(scope.id, language)
    return identity.staff_name(scope.id)


def office_scores(actor: Actor, set_id: str, period: Period) -> tuple[OfficeScore, ...]:
    """Give the score of every office that had dossiers, the highest share of its points first.

    Raises `NoSuchSet`, `NotYours`.
    """
    permit_scope(actor, Scope("province"))
    return ranked(indicator_set(set_id), period, actor.language)


def ranked(shape: IndicatorSetShape, period: Period, language: str) -> tuple[OfficeScore, ...]:
    """Give the offices by their scores. Asks nobody's permission."""
    services = services_by_office(period)
    found = [
        _office(shape, period, office_id, {**counts, **catalogue(services.get(office_id, ()))}, language)
        for office_id, counts in sums_by_office(period).items()
        if any(counts.values())
    ]
    return tuple(sorted(found, key=_by_share))


def _by_share(one: OfficeScore) -> tuple[Decimal, str]:
    return (-one.points / one.most if one.most else ZERO, one.office_label)


def _office(
    shape: IndicatorSetShape, period: Period, office_id: int, counts: Mapping[str, Any], language: str
) -> OfficeScore:
    points, most = totals(shape, period.last, counts)
    return OfficeScore(
        office_id=office_id,
        office_code=identity.office_by_id(office_id).code,
        office_label=identity.office_name(office_id, language),
        points=points,
        most=most,
        received=counts["received"],
        settled=counts["settled"],
        on_time=counts["on_time"],
        refused=counts["refused"],
    )


def totals(shape: IndicatorSetShape, day: date, counts: Counts) -> tuple[Decimal, int]:
    """Give the points of an office and how many there could be, without words: what many are ranked by."""
    points, most = ZERO, 0
    for group in shape.groups:
        for indicator in group.indicators:
            row = value_on(indicator.scale, day) or indicator.scale[0]
            found = outcome(indicator.measure, row.value, counts, shape.decimals)
            if found is not None and "office" in indicator.of:
                points, most = points + found.points, most + row.value.most
    return points, most
