"""The Django application of this folder."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Names the application so that its tables are called cases_…."""

    name = "cuudinh.engines.cases"
    label = "cases"
