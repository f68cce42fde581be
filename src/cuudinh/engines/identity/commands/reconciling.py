"""Reconciliation: a system states whom it has, page by page, and it is computed how that agrees with what is here."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.fields import Owner, Sealer
from cuudinh.engines.identity.models import (
    PersonIdentifier,
    ProvisionedUser,
    SourceStatement,
    StatementException,
)
from cuudinh.engines.identity.provider.scim import differing, number_of, user_of
from cuudinh.engines.identity.provisioned import EXCEPTION_KIND, attributes_of, external_index, own_number
from cuudinh.engines.identity.queries.provisioning import statement_views
from cuudinh.engines.identity.stops import USE_RESTRICTED, restricted_numbers
from cuudinh.engines.identity.types import ClientView, ScimFault, StatementView
from cuudinh.journal import audit, keys
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor

STATED_MOST: Final = 2_000
_BATCH: Final = 500
# Why a person of a source is not synchronised, or is and cannot yet sign in as themselves. Who had the use of their
# data restricted is counted, compared with nothing and named to nobody.
MISSING, SURPLUS, DIFFERENT, TWICE, RESTRICTED = "missing", "surplus", "different", "twice", "restricted"
NO_NUMBER, NOT_PROVED = "no-number", "not-proved"


@acting()
def state(
    actor: Actor, *, asking: ClientView, label: str, people: Sequence[Mapping[str, Any]], is_last: bool
) -> StatementView:
    """Take one page of what a system says it has, and with the last one compute how it agrees.

    Only what a person is stated with is compared; `externalId` and `userName` always are. Raises `ScimFault`.
    """
    if not label or len(label) > 60 or len(people) > STATED_MOST:
        raise ScimFault(f"a statement has a label and pages of at most {STATED_MOST} people")
    row, _ = SourceStatement.objects.select_for_update().get_or_create(
        client_id=asking.id, label=label, defaults={"begun_at": clock.now()}
    )
    if row.closed_at is not None:
        raise ScimFault("this statement is closed; give the next one another label", status=409)
    with keys.held():
        _compare(row, [_stated(one) for one in people])
        if is_last:
            _close(row)
    row.save()
    facts = {"stated": row.stated, "agreeing": row.agreeing, "is_last": is_last}
    audit.record(actor, "scim.state", ("client", asking.client_id), facts=facts)
    return statement_views([SourceStatement.objects.select_related("client").get(pk=row.pk)])[0]


def _stated(one: Mapping[str, Any]) -> dict[str, Any]:
    found = user_of(one)
    if not found.get("externalId"):
        raise ScimFault("everybody in a statement has an externalId", kind="invalidValue")
    # `active` is true where nothing is said; only what was said is compared.
    return {name: value for name, value in found.items() if name != "active" or "active" in one}


def _compare(row: SourceStatement, stated: list[dict[str, Any]]) -> None:
    indexes = [external_index(row.client_id, one["externalId"]) for one in stated]
    known = ProvisionedUser.objects.select_related("key").filter(
        client_id=row.client_id, external_index__in=indexes
    )
    held = {one.external_index: one for one in known}
    restricted = restricted_numbers(one.citizen_index for one in held.values())
    found: list[tuple[str, str, str]] = []
    agreeing = []
    for index, one in zip(indexes, stated, strict=True):
        person = held.get(index)
        is_kept = person is not None and person.citizen_index in restricted
        reason, detail = (RESTRICTED, "") if is_kept else _reason(row, person, one)
        if reason:
            found.append((reason, detail, "" if is_kept else one["externalId"]))
        if person is not None:
            person.stated_in = row.pk
            agreeing += [] if reason else [person.ref]
    ProvisionedUser.objects.filter(ref__in=[one.ref for one in held.values()]).update(stated_in=row.pk)
    row.stated += len(stated)
    row.agreeing += len(agreeing)
    _keep(row, found)


def _reason(row: SourceStatement, person: ProvisionedUser | None, stated: dict[str, Any]) -> tuple[str, str]:
    if person is None:
        return MISSING, ""
    if person.stated_in == row.pk:
        return TWICE, ""
    names = differing(attributes_of(person), stated)
    return (DIFFERENT, ", ".join(name.rpartition(":")[2] for name in names)[:120]) if names else ("", "")


def _close(row: SourceStatement) -> None:
    people = ProvisionedUser.objects.select_related("key").filter(client_id=row.client_id)
    row.held, row.closed_at = people.count(), clock.now()
    surplus = people.filter(Q(stated_in__isnull=True) | ~Q(stated_in=row.pk))
    behind = PersonIdentifier.objects.filter(kind="cccd", blind_index=OuterRef("citizen_index"))
    active = people.filter(is_active=True).annotate(is_proved=Exists(behind))
    row.proved = active.filter(is_proved=True).count()
    rest = active.filter(is_proved=False)
    _keep(
        row,
        [
            (SURPLUS, "", "" if one.is_kept else own_number(attributes_of(one)))
            for one in surplus.annotate(is_kept=Exists(behind.filter(USE_RESTRICTED))).iterator(_BATCH)
        ],
    )
    _keep(
        row,
        [
            (NOT_PROVED if number_of(attributes_of(one)) else NO_NUMBER, "", own_number(attributes_of(one)))
            for one in rest.iterator(_BATCH)
        ],
    )


def _keep(row: SourceStatement, found: list[tuple[str, str, str]]) -> None:
    key = fields.newest_key()
    sealer, rows = Sealer(key), []
    for reason, detail, number in found:
        ref = ids.uuid7()
        sealed = sealer.seal(Owner(ref, None), EXCEPTION_KIND, number)
        rows.append(
            StatementException(ref=ref, statement=row, reason=reason, detail=detail, sealed=sealed, key=key)
        )
    StatementException.objects.bulk_create(rows, _BATCH)
