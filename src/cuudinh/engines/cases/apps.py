"""The Django application of this folder."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Names the application so that its tables are called cases_…, and lets it hear of what happens."""

    name = "cuudinh.engines.cases"
    label = "cases"

    def ready(self) -> None:
        """Register the listeners and the step of the clerk; before this, Django's tables are not loaded."""
        import_module(f"{self.name}.accounts")
        import_module(f"{self.name}.fee_news")
        import_module(f"{self.name}.fee_steps")
        import_module(f"{self.name}.paper_steps")
        import_module(f"{self.name}.listeners")
        import_module(f"{self.name}.tasks")
        import_module(f"{self.name}.held")
        import_module(f"{self.name}.sweeps")
        import_module(f"{self.name}.log_names")
        import_module(f"{self.name}.studio.replays")
