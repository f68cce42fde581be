"""The bank that holds our account, as the settings of an installation name it."""

from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from cuudinh.engines.ledger.ports import BankPort
from cuudinh.engines.ledger.types import UnknownBank
from cuudinh.journal import marks


def is_connected() -> bool:
    """Whether a bank is connected: it tells of money, and is asked for its statements."""
    return bool(settings.CUUDINH_BANK) or is_played()


def is_played() -> bool:
    """Whether the bank is one that is played: in a demonstration, where no other is connected."""
    return not settings.CUUDINH_BANK and (settings.CUUDINH_DEMO or marks.has_invented_data())


def bank() -> BankPort:
    """Give the bank. Raises `UnknownBank` where none is connected."""
    if not is_connected():
        raise UnknownBank
    return cast(BankPort, import_string(settings.CUUDINH_BANK or settings.CUUDINH_BANK_PLAYED)())
