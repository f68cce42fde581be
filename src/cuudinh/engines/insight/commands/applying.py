"""Taking over from a pack by which indicators work is scored."""

from cuudinh.engines.insight.definitions import sets_of
from cuudinh.engines.insight.models import IndicatorSetRecord
from cuudinh.journal.transactions import acting
from cuudinh.packs.world import PackWorld


@acting()
def apply_indicators(world: PackWorld) -> None:
    """Make the sets of indicators those of a pack that was found sound; what was counted stays as it is."""
    IndicatorSetRecord.objects.all().delete()
    IndicatorSetRecord.objects.bulk_create(
        IndicatorSetRecord(id=one.set, position=number, body=one.model_dump(mode="json", by_alias=True))
        for number, one in enumerate(sets_of(world))
    )
