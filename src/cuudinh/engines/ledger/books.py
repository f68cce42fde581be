"""The book of the ledger: postings in a table that is only ever added to."""

from collections.abc import Iterable
from typing import Final

from cuudinh.engines.ledger.models import Posting
from cuudinh.engines.ledger.ports import Bookkeeping, Transfer
from cuudinh.journal.prepared_rows import PreparedRows

_ROWS: Final = PreparedRows(Posting)
# Money of which nobody knows yet what it is for.
SUSPENSE: Final = "suspense"


def receivable(office_id: int) -> str:
    """Give the account of what is owed to an office."""
    return f"owed:{office_id}"


def revenue(kind: str, office_id: int) -> str:
    """Give the account of what an office earns: fees and charges of the state apart."""
    return f"{kind}:{office_id}"


def till(method: str, place: object) -> str:
    """Give the account of where money lies: on an account of a bank, in cash or from cards at an office."""
    return f"{method}:{place}"


class TableBook:
    """Postings in the database of the platform, in the transaction of their act."""

    def post(self, transfer: Transfer) -> bool:
        """Write a transfer; False where one of this key stands already."""
        row = {
            "kind": transfer.kind,
            "debit": transfer.debit,
            "credit": transfer.credit,
            "amount_vnd": transfer.amount_vnd,
            "charge_id": transfer.charge_id,
        }
        if _ROWS.insert_unless_there(**row, key=transfer.key, at=transfer.at) is not None:
            return True
        standing = Posting.objects.filter(key=transfer.key).values(*row).get()
        assert standing == row, f"{transfer.key} was posted with another content"
        return False

    def of_charge(self, charge_id: int) -> Iterable[tuple[str, int]]:
        """Give kind and amount of every posting of a charge."""
        return Posting.objects.filter(charge_id=charge_id).values_list("kind", "amount_vnd")


BOOK: Final[Bookkeeping] = TableBook()
