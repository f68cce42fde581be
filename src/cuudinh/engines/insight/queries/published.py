"""What everybody may read: how offices did over a period, and for which reasons dossiers were refused or stopped."""

from collections import Counter, defaultdict

from django.db.models import Sum

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.insight.definitions import indicator_sets
from cuudinh.engines.insight.models import ReasonCount
from cuudinh.engines.insight.queries.scores import ranked
from cuudinh.engines.insight.queries.wording import text
from cuudinh.engines.insight.rules.periods import months_and_edges
from cuudinh.engines.insight.types import Period, Published, ReasonRow, ServiceReasons


def published(period: Period, language: str) -> Published:
    """Give the results of a period of whole months by office, and the reasons of refusals, the most frequent first."""
    sets = indicator_sets()
    offices = ranked(sets[0], period, language) if sets else ()
    return Published(
        period=period,
        offices=offices,
        reasons=refusals(period, language),
        by_service=refusals_by_service(period, language),
        received=sum(one.received for one in offices),
        settled=sum(one.settled for one in offices),
        on_time=sum(one.on_time for one in offices),
        refused=sum(one.refused for one in offices),
    )


def refusals(period: Period, language: str, office_id: int | None = None) -> tuple[ReasonRow, ...]:
    """Give how many dossiers were refused or stopped for each reason in the whole months of a period."""
    total: Counter[tuple[str, str]] = Counter()
    labels = _labels(language)
    for service_id, reason, n in _refused(period, office_id):
        total[reason, labels.get((service_id, reason), reason)] += n
    return tuple(ReasonRow(reason, label, n) for (reason, label), n in total.most_common() if n)


def refusals_by_service(
    period: Period, language: str, office_id: int | None = None
) -> tuple[ServiceReasons, ...]:
    """Give the same by procedure, the one of which most were refused or stopped in front."""
    labels = _labels(language)
    found: dict[str, list[ReasonRow]] = defaultdict(list)
    for service_id, reason, n in sorted(_refused(period, office_id), key=lambda row: (-row[2], row[1])):
        if n:
            found[service_id].append(ReasonRow(reason, labels.get((service_id, reason), reason), n))
    titles = {one.id: text(one.shape.title, language) for one in cases.dossier_services()}
    by_service = (
        ServiceReasons(service_id, titles.get(service_id, service_id), tuple(reasons))
        for service_id, reasons in found.items()
    )
    return tuple(sorted(by_service, key=lambda one: (-one.number, one.title)))


def _refused(period: Period, office_id: int | None) -> tuple[tuple[str, str, int], ...]:
    """Give service, reason and number for the whole months of a period."""
    months, _edges = months_and_edges(period)
    if months is None:
        return ()
    found = ReasonCount.objects.filter(month__range=(months.first, months.last))
    found = found.filter(office_id=office_id) if office_id is not None else found
    return tuple(found.order_by().values_list("service_id", "reason").annotate(n=Sum("refusals")))


def _labels(language: str) -> dict[tuple[str, str], str]:
    return {
        (service.id, reason.id): text(reason.label, language)
        for service in cases.dossier_services()
        for reason in service.shape.reasons
    }
