"""The Django application of this folder."""

from importlib import import_module

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Names the application so that its tables are called messages_…, and lets it hear of what happens."""

    name = "cuudinh.engines.messages"
    label = "messages"

    def ready(self) -> None:
        """Register the listeners and what is held about people; before this, Django's tables are not loaded."""
        import_module(f"{self.name}.listeners")
        import_module(f"{self.name}.held")
        import_module(f"{self.name}.sweeps")
