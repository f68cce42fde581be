"""What everybody may read: how offices did over a period, and for which reasons dossiers were refused or stopped."""

from collections import Counter

from django.db.models import Sum

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.insight.definitions import indicator_sets
from cuudinh.engines.insight.models import ReasonCount
from cuudinh.engines.insight.queries.scores import ranked
from cuudinh.engines.insight.queries.wording import text
from cuudinh.engines.insight.rules.periods import months_and_edges
from cuudinh.engines.insight.types import Period, Published, ReasonRow


def published(period: Period, language: str) -> Published:
    """Give the results of a period of whole months by office, and the reasons of refusals, the most frequent first."""
    sets = indicator_sets()
    offices = ranked(sets[0], period, language) if sets else ()
    return Published(
        period=period,
        offices=offices,
        reasons=refusals(period, language),
        received=sum(one.received for one in offices),
        settled=sum(one.settled for one in offices),
        on_time=sum(one.on_time for one in offices),
        refused=sum(one.refused for one in offices),
    )


def refusals(period: Period, language: str, office_id: int | None = None) -> tuple[ReasonRow, ...]:
    """Give how many dossiers were refused or stopped for each reason in the whole months of a period."""
    months, _edges = months_and_edges(period)
    if months is None:
        return ()
    found = ReasonCount.objects.filter(month__range=(months.first, months.last))
    found = found.filter(office_id=office_id) if office_id is not None else found
    rows = found.order_by().values_list("service_id", "reason").annotate(n=Sum("refusals"))
    total: Counter[tuple[str, str]] = Counter()
    labels = _labels(language)
    for service_id, reason, n in rows:
        total[reason, labels.get((service_id, reason), reason)] += n
    return tuple(ReasonRow(reason, label, n) for (reason, label), n in total.most_common() if n)


def _labels(language: str) -> dict[tuple[str, str], str]:
    return {
        (service.id, reason.id): text(reason.label, language)
        for service in cases.dossier_services()
        for reason in service.shape.reasons
    }
