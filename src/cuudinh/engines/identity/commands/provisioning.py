"""People as their own systems tell of them: many at once, with the same few statements as for one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.fields import Sealer
from cuudinh.engines.identity.models import DataKey, ProvisionedUser
from cuudinh.engines.identity.provider.scim import patched, user_of
from cuudinh.engines.identity.provisioned import attributes_of, put, user_name_index, view_of
from cuudinh.engines.identity.stops import restricted_numbers
from cuudinh.engines.identity.types import Change, ClientView, Provisioned, ScimFault
from cuudinh.journal import audit, keys
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor

CHANGES_MOST: Final = 1_000
_BATCH: Final = 100
_CHANGED: Final = (
    "user_name_index",
    "external_index",
    "citizen_index",
    "is_active",
    "sealed",
    "key",
    "version",
    "changed_at",
)
_RESTRICTED: Final = "the person has the use of their data restricted here; nothing was changed"
Outcome = Provisioned | ScimFault | None


@dataclass
class _Work:
    """What some changes are made of: the rows they are about, names that are taken, and what is to be written.

    `kept` are rows whose person has the use of their data restricted: they are left as they are.
    """

    client: ClientView
    key: DataKey
    sealer: Sealer
    now: datetime
    rows: dict[str, ProvisionedUser]
    taken: dict[str, str]
    kept: frozenset[str]
    content: dict[str, dict[str, Any]] = field(default_factory=dict)
    made: dict[str, ProvisionedUser] = field(default_factory=dict)
    changed: dict[str, ProvisionedUser] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)


@acting()
def provision(actor: Actor, *, asking: ClientView, changes: Sequence[Change]) -> tuple[Outcome, ...]:
    """Carry out what a system asks for people, in its order; give each person, or why not, or None for who went.

    One that cannot be done leaves the others alone. One line of the log stands for all.
    """
    assert len(changes) <= CHANGES_MOST, "whoever reads the request counts"
    with keys.held():
        work = _begun(asking, changes)
        outcomes = _held_back(work, [_tried(work, change) for change in changes])
        _write(work)
    facts = {"made": len(work.made), "changed": len(work.changed), "gone": len(work.gone)}
    if any(facts.values()):
        audit.record(actor, "scim.provision", ("client", asking.client_id), facts=facts)
    return outcomes


def _begun(asking: ClientView, changes: Sequence[Change]) -> _Work:
    refs = {one.ref for one in changes if one.ref and _is_ref(one.ref)}
    known = ProvisionedUser.objects.select_related("key").filter(client_id=asking.id, ref__in=refs)
    rows = {str(row.ref): row for row in known}
    restricted = restricted_numbers(row.citizen_index for row in rows.values())
    names = {user_name_index(asking.id, name) for one in changes for name in _user_names(one)}
    taken = ProvisionedUser.objects.filter(client_id=asking.id, user_name_index__in=names)
    key = fields.newest_key()
    return _Work(
        client=asking,
        key=key,
        sealer=Sealer(key),
        now=clock.now(),
        rows=rows,
        taken={index: str(ref) for index, ref in taken.values_list("user_name_index", "ref")},
        kept=frozenset(ref for ref, row in rows.items() if row.citizen_index in restricted),
    )


def _is_ref(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _user_names(change: Change) -> Iterable[str]:
    """Give the names that a change may take, wherever they stand in it."""
    operations = change.content.get("Operations")
    bodies = [change.content]
    for one in operations if isinstance(operations, list) else ():
        if isinstance(one, dict):
            value = one.get("value")
            bodies.append(
                value if isinstance(value, dict) else {str(one.get("path", "")).rpartition(":")[2]: value}
            )
    for body in bodies:
        for name, value in body.items():
            if name.lower() == "username" and isinstance(value, str):
                yield value.strip()


def _tried(work: _Work, change: Change) -> Outcome:
    try:
        return _done(work, change)
    except ScimFault as fault:
        return fault


def _done(work: _Work, change: Change) -> Outcome:
    if change.method == "POST":
        row = ProvisionedUser(ref=ids.uuid7(), client_id=work.client.id, made_at=work.now, version=0)
        return _put(work, row, user_of(change.content), work.made)
    row = _row_of(work, change)
    ref = str(row.ref)
    if change.method == "DELETE":
        work.taken.pop(row.user_name_index, None)
        work.changed.pop(ref, None)
        if work.made.pop(ref, None) is None:
            work.gone.add(ref)
        return None
    if change.method == "PUT":
        attributes = user_of(change.content)
    else:
        before = work.content.get(ref) or attributes_of(row)
        attributes = user_of(patched(before, change.content.get("Operations")))
    return _put(work, row, attributes, work.made if ref in work.made else work.changed)


def _row_of(work: _Work, change: Change) -> ProvisionedUser:
    row = work.rows.get(change.ref) or work.made.get(change.ref)
    if row is None or change.ref in work.gone:
        raise ScimFault("there is no such person", status=404)
    if change.only_version is not None and change.only_version != row.version:
        raise ScimFault("the person was changed meanwhile", status=412)
    # They may still be dropped by their system.
    if change.ref in work.kept and change.method != "DELETE":
        raise ScimFault(_RESTRICTED, status=409)
    return row


def _put(
    work: _Work, row: ProvisionedUser, attributes: dict[str, Any], into: dict[str, ProvisionedUser]
) -> Provisioned:
    ref, index = str(row.ref), user_name_index(work.client.id, attributes["userName"])
    if work.taken.get(index, ref) != ref:
        raise ScimFault("userName is taken", kind="uniqueness", status=409)
    if row.user_name_index and row.user_name_index != index:
        work.taken.pop(row.user_name_index, None)
    work.taken[index] = ref
    put(row, attributes, work.key, work.sealer)
    row.version, row.changed_at = row.version + 1, work.now
    work.content[ref] = attributes
    into[ref] = row
    return view_of(row, attributes)


def _held_back(work: _Work, outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Take nothing about somebody who has the use of their data restricted here, and say so of each."""
    new = work.made | work.changed
    theirs = restricted_numbers(row.citizen_index for row in new.values())
    held = {ref for ref, row in new.items() if row.citizen_index in theirs}
    for ref in held:
        work.made.pop(ref, None)
        work.changed.pop(ref, None)
    return tuple(
        ScimFault(_RESTRICTED, status=409) if isinstance(one, Provisioned) and str(one.ref) in held else one
        for one in outcomes
    )


def _write(work: _Work) -> None:
    ProvisionedUser.objects.filter(client_id=work.client.id, ref__in=work.gone).delete()
    ProvisionedUser.objects.bulk_create(work.made.values(), _BATCH)
    ProvisionedUser.objects.bulk_update(work.changed.values(), _CHANGED, _BATCH)
