"""What a process that serves leaves for whoever watches: its counts and its lines."""

from django.conf import settings

from cuudinh.journal import logs, meters
from cuudinh.project import settings_declared


def begin(role: str) -> None:
    """Count in the state folder and write lines from now on; called once by each process that serves."""
    logs.begin(role, as_json=logs.wants_json(settings_declared.value("LOG_FORMAT")))
    meters.begin(role, settings.CUUDINH_STATE / "meters")
