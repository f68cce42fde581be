"""The Django application of this folder."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Names the application so that its tables are called journal_…."""

    name = "cuudinh.journal"
    label = "journal"
