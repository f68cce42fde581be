"""The Django application of this folder."""

from importlib import import_module

from django.apps import AppConfig
from django.core.cache import close_caches
from django.core.signals import request_finished


class ProjectConfig(AppConfig):
    """Names the application so that its tables are called project_…."""

    name = "cuudinh.project"
    label = "project"

    def ready(self) -> None:
        """Name the acts, and leave out what Django does after each request for caches, of which there are none."""
        import_module(f"{self.name}.log_names")
        request_finished.disconnect(close_caches)
