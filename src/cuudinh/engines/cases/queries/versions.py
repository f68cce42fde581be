"""How many cases hang on the versions of a service; told before a pack is applied."""

from cuudinh.engines.cases.models import Case

_FINAL = 3


def unfinished_cases_of(service_id: str) -> int:
    """Give how many cases of a service, under any version, can still change; from an index of these alone."""
    return Case.objects.filter(service_id=service_id, phase__lt=_FINAL).count()
