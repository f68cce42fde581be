"""Which open cases hang on the versions of a service; told before a pack is applied."""

from collections.abc import Collection, Iterator

from django.db.models import Count, QuerySet

from cuudinh.engines.cases.models import Case

_FINAL = 3
_PAGE = 100


def open_by_version(service_id: str) -> dict[int, int]:
    """Give how many cases of a service can still change, by version; from an index of these alone."""
    rows = _open(service_id).values_list("version").annotate(count=Count("id")).order_by("version")
    return dict(rows)


def open_by_topic(service_id: str) -> dict[str, int]:
    """Give how many cases of a service can still change, by topic."""
    return dict(_open(service_id).values_list("topic").annotate(count=Count("id")).order_by("topic"))


def open_states(service_id: str) -> dict[str, int]:
    """Give how many cases of a service can still change, by state."""
    return dict(_open(service_id).values_list("state").annotate(count=Count("id")).order_by("state"))


def open_numbers(service_id: str, topics: Collection[str] | None) -> Iterator[str]:
    """Give the numbers of the cases that can still change, oldest first, page after page.

    Of some topics only, or of all when `topics` is None. Whoever stops early reads no further page.
    """
    found = _open(service_id) if topics is None else _open(service_id).filter(topic__in=topics)
    after = 0
    while page := list(found.filter(pk__gt=after).order_by("pk").values_list("pk", "number")[:_PAGE]):
        yield from (number for _, number in page)
        after = page[-1][0]


def _open(service_id: str) -> QuerySet[Case]:
    return Case.objects.filter(service_id=service_id, phase__lt=_FINAL)
