"""What the ledger asks of others: a bank that tells of money, and a book in which postings are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Expected:
    """Money the bank is told to expect: the words by which it is known, and how much."""

    reference: str
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class BankMove:
    """One movement on our account: `transaction` is the bank's own name for it, which never comes twice.

    `is_back`: the bank takes back money of an earlier one, named again by the same words.
    """

    transaction: str
    amount_vnd: int
    words: str
    at: datetime
    is_back: bool = False


class BankPort(Protocol):
    """A bank that holds our account.

    An adapter refuses (`BankSilent`) when the bank does not answer; what it says is checked before it is believed
    (`NoticeForged`, `NoticeUnreadable`).
    """

    name: str

    def expect(self, expected: Expected) -> None:
        """Tell the bank of money to come; telling it twice is telling it once. Raises `BankSilent`."""

    def heard(self, headers: Mapping[str, str], body: bytes, now: datetime) -> BankMove:
        """Read a notice the bank sent. Raises `NoticeForged`, `NoticeUnreadable`."""

    def statement(self, day: date) -> Sequence[BankMove]:
        """Give everything that moved on a day, as the bank books it. Raises `BankSilent`, `NoticeUnreadable`."""


@runtime_checkable
class PlayedPort(BankPort, Protocol):
    """A bank of a demonstration, which books what somebody plays."""

    def play(self, words: str, amount_vnd: int, at: datetime) -> BankMove:
        """Let money come under some words; give the movement as the bank books it."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One entry of a book: an amount from `credit` to `debit`, once under its key."""

    kind: str
    debit: str
    credit: str
    amount_vnd: int
    key: str
    at: datetime
    charge_id: int | None = None


class Bookkeeping(Protocol):
    """The book in which transfers are kept; it only ever grows.

    A full double-entry ledger takes the place of the one beside the charges without anything above it changing: it
    posts the same transfers, in the transaction of their act.
    """

    def post(self, transfer: Transfer) -> bool:
        """Write a transfer; False where one of this key stands already. The same key with another content is a bug."""

    def of_charge(self, charge_id: int) -> Iterable[tuple[str, int]]:
        """Give kind and amount of every transfer of a charge."""
