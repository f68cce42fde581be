"""What keeps a filing out: the service is not open, its places are taken, whoever files has filed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cuudinh.engines.cases.rules.standing import Scene
from cuudinh.engines.cases.rules.timing import in_force
from cuudinh.engines.cases.service import ServiceDefinition, span_of, words
from cuudinh.engines.cases.shapes_limits import OncePer, OpenPeriod
from cuudinh.engines.cases.types import FiledAlready, QuotaSpent, ServiceNotOpen
from cuudinh.kernel.numbers import date_text
from cuudinh.kernel.text import fold

ACCOUNT = "account"
_ANSWER = "answers."


def check_files(service: ServiceDefinition, language: str = "vi") -> None:
    """Make sure that anything is filed in a service at all. Raises `ServiceNotOpen`."""
    if service.only_tells:
        raise ServiceNotOpen(ServiceNotOpen.nothing_to_file, service=words(service.shape.title, language))


def check_open(service: ServiceDefinition, day: date, language: str = "vi") -> None:
    """Make sure that a service takes cases on a day. Raises `ServiceNotOpen`, which says from when it does."""
    title = words(service.shape.title, language)
    periods = service.shape.open_during
    if periods is None or open_on(periods, day) is not None:
        return
    later = min((one.since for one in periods if one.since > day.isoformat()), default="")
    if later:
        since = date_text(date.fromisoformat(later), language)
        raise ServiceNotOpen(ServiceNotOpen.not_yet, service=title, since=since)
    raise ServiceNotOpen(service=title)


def open_on(periods: Sequence[OpenPeriod], day: date) -> OpenPeriod | None:
    """Give the period in which a day lies, or None.

    >>> tet = OpenPeriod(since="2027-01-01", until="2027-01-31", source="QĐ 1")
    >>> open_on([tet], date(2027, 1, 31)) is tet, open_on([tet], date(2027, 2, 1))
    (True, None)
    """
    written = day.isoformat()
    return next((one for one in periods if one.since <= written <= (one.until or "9999")), None)


def check_places(scene: Scene, taken: int) -> None:
    """Make sure that a place is left, of those in force today. Raises `QuotaSpent`."""
    quota = scene.service.shape.quota
    if quota is None:
        return
    total = in_force(quota.total, scene.day).value
    if taken >= total:
        raise QuotaSpent(service=words(scene.service.shape.title, scene.language), total=total)


def check_once(scene: Scene, rule: OncePer, before: Sequence[datetime]) -> None:
    """Make sure that none of the same filed at `before` keeps this one out. Raises `FiledAlready`."""
    for filed_at in before:
        if rule.within is None or scene.working.add(filed_at, span_of(rule.within)) > scene.at:
            raise FiledAlready(service=words(scene.service.shape.title, scene.language))


def once_key(rule: OncePer, answers: Mapping[str, Any]) -> str:
    """Give the answers that say who, as one text in which case, accents and signs make no difference.

    >>> rule = OncePer(who=["account", "answers.household", "answers.day"])
    >>> once_key(rule, {"household": "HN-0012 / Xóm Mới", "day": "2026-12-06"})
    'hn0012xommoi|20261206'
    """
    named = (one.removeprefix(_ANSWER) for one in rule.who if one != ACCOUNT)
    return "|".join(_plain(answers.get(name, "")) for name in named)


def _plain(value: Any) -> str:
    return "".join(letter for letter in fold(str(value)) if letter.isalnum())
