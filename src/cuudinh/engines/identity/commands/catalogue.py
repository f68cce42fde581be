"""Taking over from a pack what other systems may ask of a person."""

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.definitions import claim_items_of
from cuudinh.engines.identity.models import ClaimItem
from cuudinh.journal.transactions import acting
from cuudinh.packs.world import PackWorld


@acting()
def apply_catalogue(world: PackWorld) -> None:
    """Make the catalogue that of a sound pack; what was granted of an item that is gone gives nothing."""
    ClaimItem.objects.all().delete()
    ClaimItem.objects.bulk_create(
        ClaimItem(id=item.id, position=number, body=item.model_dump(exclude={"id"}))
        for number, item in enumerate(claim_items_of(world))
    )
    snapshot.changed(organisation=True, zone=world.timezone, country=world.manifest.country)
