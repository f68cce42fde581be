"""The Django application of this folder."""

from importlib import import_module

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Names the application so that its tables are called places_…, and lends its calendars to identity."""

    name = "cuudinh.engines.places"
    label = "places"

    def ready(self) -> None:
        """Say that calendars are known here; before this, Django's tables are not loaded."""
        import_module(f"{self.name}.lending")
        import_module(f"{self.name}.log_names")
