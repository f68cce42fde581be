"""What an actor may see, from the one policy: a decision on one case, or a narrowing of a list."""

from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import F, Q
from django.db.models.lookups import Exact

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import Case, Dossier, Follow, Party, Task
from cuudinh.engines.cases.queries.whole import whole_case
from cuudinh.engines.cases.representing import is_for_represented, reported_by
from cuudinh.engines.cases.rules.flags import flag_bit, flag_names
from cuudinh.engines.cases.store import cooperating_offices, open_to, receiving_office
from cuudinh.engines.cases.types import CaseNotThere
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts, Scope
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours

# The roles whose offices have a worklist.
DESK_ROLES = ("officer", "head", "receiver", "dispatcher", "supervisor")
NOTHING = Q(pk__in=[])
LIST: Final = "case.list"


@dataclass(frozen=True, slots=True)
class Delegated:
    """What was delegated to somebody by document lists: the cases of offices, or what the centre has to decide."""

    office_ids: tuple[int, ...] = ()
    is_centre: bool = False


def case_scope(actor: Actor, act: str = LIST) -> Q:
    """Give the condition under which a case appears in the actor's lists: exactly when `can` would say yes.

    Who may list everything lists no dossiers by that: every list of all offices is made of the buckets of reports.
    """
    scope = identity.scope(actor, act)
    if scope.all:
        return Q()
    condition = NOTHING
    if scope.published:
        condition |= Q(is_public=True)
    if scope.ordinary:
        condition |= Q(Exact(F("flags").bitand(flag_bit("sensitive")), 0))
    return condition | _of_offices(scope) | _beside(actor, scope)


def _of_offices(scope: Scope) -> Q:
    condition = NOTHING
    if scope.office_ids:
        condition |= Q(owner_office_id__in=scope.office_ids)
    if scope.cooperating_office_ids:
        tasks = Task.objects.filter(office_id__in=scope.cooperating_office_ids).exclude(state="dropped")
        condition |= Q(id__in=tasks.values("case_id"))
    if scope.receiving_office_ids:
        taken_in = Dossier.objects.filter(desk_office_id__in=scope.receiving_office_ids)
        condition |= Q(id__in=taken_in.values("case_id"))
    return condition


def _beside(actor: Actor, scope: Scope) -> Q:
    """Give the condition for cases the actor stands in: as reporter, as follower."""
    condition = NOTHING
    if actor.account_id is None:
        return condition
    if scope.as_reporter:
        condition |= Q(id__in=Party.objects.filter(reported_by(actor)).values("case_id"))
    if scope.as_follower:
        condition |= Q(id__in=Follow.objects.filter(account_id=actor.account_id).values("case_id"))
    return condition


def office_scope(actor: Actor, *roles: str) -> Q:
    """Give `case_scope`, after making sure that the actor holds one of the roles (any seat when none is named)."""
    _seated(actor, *roles)
    return case_scope(actor)


def _seated(actor: Actor, *roles: str) -> None:
    if not actor.seats or (roles and not actor.has_role(*roles)):
        raise NotYours


def permitted(actor: Actor, act: str) -> None:
    """Make sure that the policy allows an act that is about no case in particular; raises `NotYours`."""
    identity.permit(actor, act, Facts())


def desk_offices(actor: Actor) -> tuple[int, ...]:
    """Give the offices whose cases stand on the actor's worklist, whatever else they may see: the own ones."""
    return tuple(sorted(actor.office_ids(*DESK_ROLES)))


def delegated(actor: Actor) -> Delegated:
    """Give what the policy lists for the seats of which acts were delegated to the actor, theirs left aside.

    A delegation that does not name the list of cases among its acts opens none.
    """
    lent = tuple(seat for seat in actor.seats if seat.acts is not None and LIST in seat.acts)
    if not lent:
        return Delegated()
    scope = identity.scope(replace(actor, seats=lent), LIST)
    return Delegated(tuple(sorted(scope.office_ids)), scope.all)


def desk_scope(actor: Actor) -> Q:
    """Give what narrows a worklist beside its offices: nothing where the policy lists all of their cases."""
    _seated(actor)
    scope = identity.scope(actor, LIST)
    return Q() if scope.all or set(desk_offices(actor)) <= set(scope.office_ids) else case_scope(actor)


def counted_offices(actor: Actor) -> tuple[frozenset[int], frozenset[int]]:
    """Give the own offices whose cases, and those whose parts, the policy lists whole: what counters may add up."""
    leading, scope = frozenset(desk_offices(actor)), identity.scope(actor, LIST)
    helping = frozenset(actor.office_ids("officer", "head"))
    if scope.all:
        return leading, helping
    return leading & scope.office_ids, helping & scope.cooperating_office_ids


def facts_of(actor: Actor, case: Case) -> Facts:
    """Give what the policy must know of one case, for this actor: their relation to it and nobody else's."""
    service = definitions.service(case.service_id, case.version)
    return Facts(
        owner_office_id=case.owner_office_id,
        cooperating_office_ids=cooperating_offices(case.id)
        if "request_joint" in case.act_counts
        else frozenset(),
        is_reporter=_stands_in(Party, actor, case) or is_for_represented(actor, case.id),
        is_follower=_stands_in(Follow, actor, case),
        published=case.is_public,
        sensitive="sensitive" in flag_names(case.flags),
        held_by=case.owner_account_id,
        receiving_office_id=receiving_office(case.id) if service.is_dossier else None,
        is_apart=service.is_apart,
        open_to=open_to(service),
    )


def _stands_in(table: Any, actor: Actor, case: Case) -> bool:
    if actor.account_id is None:
        return False
    return bool(table.objects.filter(case=case, account_id=actor.account_id).exists())


def found_case(number: str) -> Case:
    """Give the row of a case by its number. Raises `CaseNotThere`."""
    case = whole_case(number.strip().upper())
    if case is None:
        raise CaseNotThere(number=number)
    return case


def readable_case(actor: Actor, number: str, act: str) -> Case:
    """Give a case if the policy allows the act; who may not read it is told that it is not there."""
    case = found_case(number)
    if not identity.can(actor, act, facts_of(actor, case)).allowed:
        raise CaseNotThere(number=number)
    return case
