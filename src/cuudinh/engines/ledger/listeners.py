"""What becomes of charges when identity merges two accounts of one person, or undoes that."""

from cuudinh.engines.identity.types import AccountsMerged
from cuudinh.engines.ledger.models import Charge, MergedCharge
from cuudinh.journal import outbox


@outbox.listener(AccountsMerged, "ledger.accounts-merged")
def accounts_merged(event: AccountsMerged) -> None:
    """Hand what the merged account owes to the one that is kept, or back."""
    if event.is_undone:
        moved = MergedCharge.objects.filter(merge_id=event.merge)
        still = Charge.objects.filter(pk__in=moved.values("charge_id"), account_id=event.kept_account_id)
        still.update(account_id=event.merged_account_id)
        moved.delete()
        return
    moving = list(Charge.objects.filter(account_id=event.merged_account_id).values_list("pk", flat=True))
    MergedCharge.objects.bulk_create(MergedCharge(merge_id=event.merge, charge_id=one) for one in moving)
    Charge.objects.filter(pk__in=moving).update(account_id=event.kept_account_id)
