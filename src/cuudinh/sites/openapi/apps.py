"""The Django application of this folder."""

from django.apps import AppConfig


class OpenapiConfig(AppConfig):
    """Names the application so that its tables are called openapi_…."""

    name = "cuudinh.sites.openapi"
    label = "openapi"
