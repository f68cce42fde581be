"""Filing only while there is a place, and only once: looked at where nobody else files at the same time."""

import hmac
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import FiledOnce
from cuudinh.engines.cases.rules import limits
from cuudinh.engines.cases.rules.answers import Answers
from cuudinh.engines.cases.rules.buckets import counted_as, quota_name
from cuudinh.engines.cases.rules.standing import Scene
from cuudinh.engines.cases.shapes_limits import OncePer
from cuudinh.journal import counters, keys, sequences

_SECRET: Final = "cases-once"  # noqa: S105  the name of a secret, not one


def check_limits(scene: Scene, read: Answers, account_id: int | None) -> None:
    """Make sure that there is a place and that whoever files has not filed. Raises `QuotaSpent`, `FiledAlready`.

    Who files in such a service waits for who files in it now: two never take the last place, or file twice at once.
    """
    shape = scene.service.shape
    if shape.quota is None and not shape.once_per:
        return
    sequences.next_number(f"limits:{scene.service.id}")
    if shape.quota is not None:
        (name,) = counted_as(quota_name(scene.service, read.others), scene.service)
        limits.check_places(scene, counters.read([name])[name])
    for number, rule in enumerate(shape.once_per):
        limits.check_once(scene, rule, list(_standing(scene, number, rule, read, account_id)))


def keep_once(case_id: int, scene: Scene, read: Answers) -> None:
    """Keep by which answers a case keeps others out."""
    answers = _answers(read)
    FiledOnce.objects.bulk_create(
        FiledOnce(
            case_id=case_id, service_id=scene.service.id, rule=number, blind_index=_index(rule, answers)
        )
        for number, rule in enumerate(scene.service.shape.once_per)
    )


def _standing(
    scene: Scene, number: int, rule: OncePer, read: Answers, account_id: int | None
) -> Iterator[datetime]:
    """Give when each case was filed that this one is the same as, but for those that came to nothing."""
    index = _index(rule, _answers(read))
    found = FiledOnce.objects.filter(service_id=scene.service.id, rule=number, blind_index=index)
    if limits.ACCOUNT in rule.who:
        found = found.filter(case__parties__account_id=account_id, case__parties__role="reporter")
    for version, state, filed_at in found.values_list("case__version", "case__state", "case__filed_at"):
        if state not in definitions.service(scene.service.id, version).given_up_states:
            yield filed_at


def _answers(read: Answers) -> Mapping[str, Any]:
    return {**read.others, **read.sealed}


def _index(rule: OncePer, answers: Mapping[str, Any]) -> str:
    """Give the keyed index of who files: it can be compared, and nobody reads from it who that is."""
    told = limits.once_key(rule, answers)
    return hmac.digest(keys.secret(_SECRET), told.encode(), "sha256").hex()
