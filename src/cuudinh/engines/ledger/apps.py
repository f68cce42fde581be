"""The Django application of this folder."""

from importlib import import_module

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Names the application so that its tables are called ledger_…, and lets it hear of what happens."""

    name = "cuudinh.engines.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Register the listeners, the slow work and what is held about people, once tables are loaded."""
        import_module(f"{self.name}.log_names")
        import_module(f"{self.name}.listeners")
        import_module(f"{self.name}.tasks")
        import_module(f"{self.name}.held")
