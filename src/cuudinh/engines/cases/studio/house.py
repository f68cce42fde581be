"""The pack of the province, as the settings of an installation name who keeps it."""

from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from cuudinh.engines.cases.ports import PackHouse


def house() -> PackHouse:
    """Give who keeps the pack in force."""
    return cast(PackHouse, import_string(settings.CUUDINH_PACK_HOUSE)())
