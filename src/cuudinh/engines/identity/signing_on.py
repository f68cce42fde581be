"""The sign-on of this installation: the connector that the settings name, if they name one."""

from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from cuudinh.engines.identity.ports import SignOnPort
from cuudinh.engines.identity.types import SignOnNotOffered


def is_offered() -> bool:
    """Whether anybody can sign in by a sign-on here."""
    return bool(settings.CUUDINH_SIGN_ON)


def sign_on_port() -> SignOnPort:
    """Give the connector, which stands on a higher floor. Raises `SignOnNotOffered` where none is set up."""
    if not is_offered():
        raise SignOnNotOffered
    return cast(SignOnPort, import_string(settings.CUUDINH_SIGN_ON)())
