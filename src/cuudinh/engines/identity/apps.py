"""The Django application of this folder."""

from importlib import import_module

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Names the application so that its tables are called identity_…, and lets the clerk do its work."""

    name = "cuudinh.engines.identity"
    label = "identity"

    def ready(self) -> None:
        """Register what runs in the background; before this, Django's tables are not loaded."""
        for part in ("tasks", "tasks_clients", "sweeps", "log_names"):
            import_module(f"{self.name}.{part}")
