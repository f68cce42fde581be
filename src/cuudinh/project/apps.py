"""The Django application of this folder."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Names the application so that its tables are called project_…."""

    name = "cuudinh.project"
    label = "project"
