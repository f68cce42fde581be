"""What accounts hold of cases, when identity merges two of them or undoes that: nothing is lost, nothing twice."""

from typing import Any, Final

from django.db.models import Model, Q

from cuudinh.engines.cases.models import Case, Follow, MergedRow, Party, SavedFilter
from cuudinh.engines.identity.types import AccountsMerged
from cuudinh.journal import outbox

_COLUMNS: Final[dict[str, tuple[type[Model], str]]] = {
    "party": (Party, "account_id"),
    "follow": (Follow, "account_id"),
    "filter": (SavedFilter, "account_id"),
    "case": (Case, "owner_account_id"),
}


@outbox.listener(AccountsMerged, "cases.accounts-merged")
def accounts_merged(event: AccountsMerged) -> None:
    """Hand what the merged account holds to the one that is kept, or back."""
    if event.is_undone:
        _hand_back(event)
    else:
        _hand_over(event)


def _hand_over(event: AccountsMerged) -> None:
    for kind, (table, column) in _COLUMNS.items():
        rows = table._default_manager.filter(**{column: event.merged_account_id})
        moving = list(rows.exclude(_held_already(kind, event.kept_account_id)).values_list("pk", flat=True))
        MergedRow.objects.bulk_create(
            MergedRow(merge_id=event.merge, kind=kind, row_id=row) for row in moving
        )
        table._default_manager.filter(pk__in=moving).update(**{column: event.kept_account_id})


def _held_already(kind: str, account_id: int) -> Q:
    """Give what the kept account has as well: such a row stays where it is, since one is enough."""
    if kind == "follow":
        return Q(case_id__in=Follow.objects.filter(account_id=account_id).values("case_id"))
    if kind == "filter":
        return Q(name__in=SavedFilter.objects.filter(account_id=account_id).values("name"))
    return Q(pk__in=())


def _hand_back(event: AccountsMerged) -> None:
    moved: dict[str, list[Any]] = {}
    for kind, row in MergedRow.objects.filter(merge_id=event.merge).values_list("kind", "row_id"):
        moved.setdefault(kind, []).append(row)
    for kind, rows in moved.items():
        table, column = _COLUMNS[kind]
        # What went on to somebody else since is no longer ours to hand back.
        still = table._default_manager.filter(**{"pk__in": rows, column: event.kept_account_id})
        still.update(**{column: event.merged_account_id})
    MergedRow.objects.filter(merge_id=event.merge).delete()
