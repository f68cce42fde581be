"""What runs in the background for other systems: who signed out here is told there, keys change, what is over goes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.utils.module_loading import import_string

from cuudinh.engines.identity.commands import leaving
from cuudinh.engines.identity.commands.clients import rotate_due_signing_keys
from cuudinh.engines.identity.ports import SignOutTeller
from cuudinh.journal import clerk, jobs
from cuudinh.kernel import clock
from cuudinh.kernel.actor import system

_TIDY_EVERY: Final = timedelta(minutes=10)
_CLERK: Final = system("clerk")


@jobs.handler(leaving.TELLING)
def tell_client(payload: Any) -> Callable[[], None] | None:
    """Tell a client that somebody signed out; what it does not take is told again, with growing pauses."""
    number = payload["client_session"]
    notice = leaving.notice_of(number)
    if notice is None:
        return None
    tell: SignOutTeller = import_string(settings.CUUDINH_SIGN_OUT_TELLER)
    tell(*notice)
    return partial(leaving.note_told, _CLERK, client_session_id=number)


def end_left() -> int:
    """End what came of sessions that are gone; give how many."""
    return leaving.end_left_client_sessions(_CLERK)


class _Tidied:
    """When this process last tidied up."""

    at: datetime | None = None


def tidy() -> int:
    """Change keys that signed long enough and drop what is over, every ten minutes; nothing waits for it."""
    now = clock.now()
    if _Tidied.at is None or now - _Tidied.at >= _TIDY_EVERY:
        _Tidied.at = now
        rotate_due_signing_keys(_CLERK)
        leaving.drop_old_client_sessions()
    return 0


clerk.register_step("identity.client-sessions", end_left)
clerk.register_step("identity.client-tidying", tidy)
