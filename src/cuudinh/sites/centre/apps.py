"""The Django application of this folder."""

from django.apps import AppConfig


class CentreConfig(AppConfig):
    """Names the application so that its tables are called centre_…."""

    name = "cuudinh.sites.centre"
    label = "centre"
