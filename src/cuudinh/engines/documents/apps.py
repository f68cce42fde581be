"""The Django application of this folder."""

from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Names the application so that its tables are called documents_…, and lets its papers be made."""

    name = "cuudinh.engines.documents"
    label = "documents"

    def ready(self) -> None:
        """Register the making of papers, what is held about people, and names of acts; before, no tables are loaded."""
        import_module(f"{self.name}.tasks")
        import_module(f"{self.name}.held")
        import_module(f"{self.name}.log_names")
