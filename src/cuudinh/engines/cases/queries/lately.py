"""How a service went in the last ninety days, from maintained counters."""

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.queries.catalogue import today
from cuudinh.engines.cases.rules.went import went, window
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.types import Lately
from cuudinh.journal import counters


def lately(service_id: str, language: str) -> Lately:
    """Give results, days and refusals of a service in force, for everybody. Raises `ServiceNotThere`."""
    service = definitions.service(service_id)
    day = today()
    first, after, since = window(service_id, day)
    # Of what few may see nothing is told, not even how many there were.
    is_told = service.shape.restricted is None
    found = went(counters.read_range(first, after).items() if is_told else (), since, day)
    told = {
        words(service.reasons[name].label, language): number
        for name, number in found.refused.items()
        if name in service.reasons
    }
    return Lately(found, tuple(sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))))
