"""Taking over from a pack what things cost and where that is paid to."""

from cuudinh.engines.ledger.definitions import collecting_of, fees_of
from cuudinh.engines.ledger.models import CollectingRecord, FeeRecord
from cuudinh.journal.transactions import acting
from cuudinh.packs.world import PackWorld


@acting()
def apply_fees(world: PackWorld) -> None:
    """Make the fees those of a pack that was found sound; charges drawn up before keep theirs, line by line."""
    FeeRecord.objects.all().delete()
    FeeRecord.objects.bulk_create(
        FeeRecord(id=fee.id, position=number, body=fee.model_dump(by_alias=True))
        for number, fee in enumerate(fees_of(world))
    )
    CollectingRecord.objects.all().delete()
    known = collecting_of(world)
    if known is not None:
        CollectingRecord.objects.create(id=1, body=known.model_dump(by_alias=True))
