"""The Django application of this folder."""

from importlib import import_module

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Names the application so that its tables are called insight_…, and lets it hear of what happens."""

    name = "cuudinh.engines.insight"
    label = "insight"

    def ready(self) -> None:
        """Register the listeners and the step of the clerk, once tables are loaded."""
        import_module(f"{self.name}.listeners")
        import_module(f"{self.name}.tasks")
