"""Putting the services of a pack in force."""

import hashlib
import json

from cuudinh.engines.cases.commands.placing import place_cases_again
from cuudinh.engines.cases.definitions import services_of
from cuudinh.engines.cases.definitions.lookups import body_of, forget
from cuudinh.engines.cases.models import Definition
from cuudinh.journal import releases
from cuudinh.journal.transactions import acting
from cuudinh.packs.world import PackWorld


@acting()
def apply_services(world: PackWorld) -> None:
    """Store each service of the pack as an immutable version and make it the current one.

    A service that the pack no longer has is not current any more: nothing new is filed under it, and its open
    cases go on under the version they were filed with. Content that differs under a known version is a fault
    that the plan of the pack refuses long before this.
    """
    found = {
        shape.service: (shape.version, body_of(shape, topics)) for _, shape, topics in services_of(world)
    }
    Definition.objects.filter(is_current=True).update(is_current=False)
    for service_id, (version, body) in found.items():
        digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
        row, is_new = Definition.objects.get_or_create(
            service_id=service_id,
            version=version,
            defaults={"digest": digest, "body": body, "generation": releases.generation()},
        )
        assert is_new or row.digest == digest, (
            f"{service_id} version {version} is published and cannot change"
        )
        Definition.objects.filter(pk=row.pk).update(is_current=True)
    forget()
    place_cases_again()
