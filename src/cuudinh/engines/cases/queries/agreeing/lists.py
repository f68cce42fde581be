"""What an actor finds in lists against what the policy says of each case."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import Q

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import Case, Follow, Party, Task
from cuudinh.engines.cases.queries.permitting import NOTHING, case_scope
from cuudinh.engines.cases.representing import reported_by
from cuudinh.engines.cases.rules.flags import flag_names
from cuudinh.engines.cases.store import NOBODY
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.kernel.actor import Actor


def unlike_lists(actor: Actor) -> tuple[str, ...]:
    """Give a sentence for each case that a list shows and the policy does not allow, or the other way round.

    What is apart is left out: lists of all offices are made of the buckets of reports, and show none of it.
    """
    shown = set(Case.objects.filter(case_scope(actor)).exclude(_apart()).values_list("number", flat=True))
    allowed = {
        number for number, facts in _facts(actor).items() if identity.can(actor, "case.list", facts).allowed
    }
    who = f"{actor.kind} {actor.account_id}"
    return (
        *(f"{number} is listed for {who}, who may not see it" for number in sorted(shown - allowed)),
        *(f"{number} is not listed for {who}, who may see it" for number in sorted(allowed - shown)),
    )


def _apart() -> Q:
    """Give the condition of cases that are apart: by the versions of services under which any was filed."""
    pairs = Case.objects.values_list("service_id", "version").distinct().order_by("service_id", "version")
    found = [Q(service_id=name, version=n) for name, n in pairs if definitions.service(name, n).is_apart]
    return reduce(or_, found, NOTHING)


def _facts(actor: Actor) -> dict[str, Facts]:
    """Give what the policy must know of every case for an actor, read at once."""
    parts: dict[int, set[int]] = defaultdict(set)
    for case_id, office_id in Task.objects.exclude(state="dropped").values_list("case_id", "office_id"):
        parts[case_id].add(office_id)
    reported, followed = _reported(actor), _followed(actor)
    rows = (
        Case.objects.exclude(_apart())
        .order_by("id")
        .values_list("id", "number", "owner_office_id", "is_public", "flags")
    )
    return {
        number: Facts(
            owner_office_id=owner,
            cooperating_office_ids=frozenset(parts[case_id]),
            is_reporter=case_id in reported,
            is_follower=case_id in followed,
            published=is_public,
            sensitive="sensitive" in flag_names(flags),
        )
        for case_id, number, owner, is_public, flags in rows
    }


def _reported(actor: Actor) -> set[int]:
    if actor.account_id is None:
        return set()
    return set(Party.objects.filter(reported_by(actor)).values_list("case_id", flat=True))


def _followed(actor: Actor) -> set[int]:
    return set(Follow.objects.filter(account_id=actor.account_id or NOBODY).values_list("case_id", flat=True))
