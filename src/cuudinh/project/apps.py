"""The Django application of this folder."""

from django.apps import AppConfig
from django.core.cache import close_caches
from django.core.signals import request_finished


class ProjectConfig(AppConfig):
    """Names the application so that its tables are called project_…."""

    name = "cuudinh.project"
    label = "project"

    def ready(self) -> None:
        """Leave out what Django does after each request for caches of its own, of which there are none."""
        request_finished.disconnect(close_caches)
