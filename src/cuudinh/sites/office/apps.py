"""The Django application of this folder."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Names the application so that its tables are called office_…."""

    name = "cuudinh.sites.office"
    label = "office"
