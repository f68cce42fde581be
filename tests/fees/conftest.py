"""The small province with its fees, and a fake bank that is connected."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cuudinh.connectors.bank.client import Bank
from cuudinh.connectors.bank.fake import ACCOUNT, ADDRESS, CLIENT, SECRET, FakeBank
from tests.fees.bureau import NOW, Bureau, bureau_open

_connected: list[Bank] = []


def connected() -> Bank:
    """Give the connection of the test that runs; the settings name this function."""
    return _connected[0]


@pytest.fixture
def bureau(db: None) -> Iterator[Bureau]:
    """Give the people, on a Monday morning."""
    with bureau_open() as opened:
        yield opened


@pytest.fixture
def bank(settings: Any, tmp_path: Path) -> FakeBank:
    """Give the fake bank behind the connection."""
    fake = FakeBank(NOW)
    mark = tmp_path / "circuits" / "bank"
    _connected[:] = [Bank(ADDRESS, CLIENT, SECRET, ACCOUNT, mark=mark, transport=fake.transport())]
    settings.CUUDINH_BANK = f"{__name__}.connected"
    return fake
