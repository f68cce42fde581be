"""A bank as `ledger.ports.BankPort`: bounded, counted by a circuit breaker, and believed only when it is proved."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

import httpx
from django.conf import settings

from cuudinh.connectors.asking.circuit import Circuit, Resting
from cuudinh.connectors.asking.wire import Unheard, Wire
from cuudinh.connectors.bank.manifest import manifest
from cuudinh.connectors.bank.notices import move_of, proved
from cuudinh.engines.ledger.ports import BankMove, Expected
from cuudinh.engines.ledger.types import BankSilent, NoticeUnreadable

Answer = TypeVar("Answer")
_TAKEN: Final = frozenset({200, 201, 204, 409})
_OK: Final = 200


class Bank:
    """One account at one bank, as the settings of an installation name them."""

    name = "bank"

    def __init__(
        self,
        address: str,
        client: str,
        secret: str,
        account: str,
        *,
        mark: Path,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._address, self._client, self._secret, self._account = address, client, secret, account
        self._agreed = manifest()
        self._wire = Wire(transport)
        self._circuit = Circuit(mark)

    def expect(self, expected: Expected) -> None:
        """Tell the bank of money to come; told twice, it answers 409, which is as good. Raises `BankSilent`."""
        fields = {
            "account": self._account,
            "reference": expected.reference,
            "amount": str(expected.amount_vnd),
        }
        said = self._asked(
            lambda: self._wire.post(
                f"{self._address}{self._agreed.expect_path}", fields, (self._client, self._secret)
            )
        )
        if said.status not in _TAKEN:
            raise BankSilent

    def heard(self, headers: Mapping[str, str], body: bytes, now: datetime) -> BankMove:
        """Read a notice. Raises `NoticeForged`, `NoticeUnreadable`."""
        return move_of(proved(self._secret, self._agreed, headers, body, now), self._account)

    def statement(self, day: date) -> Sequence[BankMove]:
        """Give everything that moved on a day, page after page. Raises `BankSilent`, `NoticeUnreadable`."""
        moves: list[BankMove] = []
        page = ""
        for _ in range(self._agreed.pages_max):
            said = self._page_of(day, page)
            rows = said.get("moves")
            if said.get("day") != day.isoformat() or not isinstance(rows, list):
                raise NoticeUnreadable
            moves += [move_of(row, self._account) for row in rows]
            following = said.get("next", "")
            if not following:
                return moves
            if not isinstance(following, str) or not following.isalnum():
                raise NoticeUnreadable
            page = following
        raise NoticeUnreadable

    def _page_of(self, day: date, page: str) -> Mapping[str, object]:
        address = f"{self._address}{self._agreed.statement_path}?day={day.isoformat()}&page={page}"

        def read() -> Mapping[str, object]:
            said = self._wire.get(address, self._secret)
            if said.status != _OK:
                raise Unheard(f"status {said.status}")
            return said.json()

        return self._asked(read)

    def _asked(self, ask: Callable[[], Answer]) -> Answer:
        try:
            with self._circuit.asking((Unheard,)):
                return ask()
        except (Unheard, Resting) as fault:
            raise BankSilent from fault


def connected() -> Bank:
    """Give the connection that the settings name; one for each process."""
    agreed = settings.CUUDINH_BANK_AGREED
    return _connected(agreed.address, agreed.client, agreed.secret, agreed.account)


@cache
def _connected(address: str, client: str, secret: str, account: str) -> Bank:
    mark = settings.CUUDINH_STATE / "circuits" / "bank"
    return Bank(address, client, secret, account, mark=mark)
