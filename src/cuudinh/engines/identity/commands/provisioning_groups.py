"""Groups as the systems of their people tell of them, such as schools: one at a time, since there are few."""

from typing import Any
from uuid import UUID

from cuudinh.engines.identity.models import ProvisionedGroup, ProvisionedMember, ProvisionedUser
from cuudinh.engines.identity.provider.scim import group_of, patched
from cuudinh.engines.identity.queries.provisioning import group, is_ref
from cuudinh.engines.identity.types import Change, ClientView, Provisioned, ScimFault
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor

_BATCH = 500


@acting()
def provision_group(actor: Actor, *, asking: ClientView, change: Change) -> Provisioned | None:
    """Carry out what a system asks for one group; give it, or None when it went. Raises `ScimFault`."""
    if change.method == "POST":
        row = ProvisionedGroup(ref=ids.uuid7(), client_id=asking.id, made_at=clock.now(), version=0)
        found = _put(asking, row, group_of(change.content))
    else:
        row = _row_of(asking, change)
        if change.method == "DELETE":
            row.delete()
            audit.record(actor, "scim.drop_group", ("scim-group", change.ref))
            return None
        found = _put(asking, row, _content_of(asking, change))
    facts = {"client": asking.client_id, "members": len(found.attributes["members"])}
    audit.record(actor, "scim.put_group", ("scim-group", str(found.ref)), facts=facts)
    return found


def _row_of(asking: ClientView, change: Change) -> ProvisionedGroup:
    known = ProvisionedGroup.objects.filter(client_id=asking.id)
    row = known.filter(ref=change.ref).first() if is_ref(change.ref) else None
    if row is None:
        raise ScimFault("there is no such group", status=404)
    if change.only_version is not None and change.only_version != row.version:
        raise ScimFault("the group was changed meanwhile", status=412)
    return row


def _content_of(asking: ClientView, change: Change) -> dict[str, Any]:
    if change.method == "PUT":
        return group_of(change.content)
    before = group(asking, change.ref).attributes
    return group_of(patched(before, change.content.get("Operations")))


def _put(asking: ClientView, row: ProvisionedGroup, content: dict[str, Any]) -> Provisioned:
    refs = [UUID(one) for one in content["members"] if is_ref(one)]
    known = set(
        ProvisionedUser.objects.filter(client_id=asking.id, ref__in=refs).values_list("ref", flat=True)
    )
    if len(known) != len(content["members"]):
        raise ScimFault("a member is not a person of this system", kind="invalidValue")
    row.name, row.external_id = content["displayName"], content["externalId"][:120]
    row.version, row.changed_at = row.version + 1, clock.now()
    row.save()
    held = set(ProvisionedMember.objects.filter(group=row).values_list("user_id", flat=True))
    ProvisionedMember.objects.filter(group=row, user_id__in=held - known).delete()
    ProvisionedMember.objects.bulk_create(
        [ProvisionedMember(group=row, user_id=ref) for ref in refs if ref not in held], _BATCH
    )
    return group(asking, str(row.ref))
