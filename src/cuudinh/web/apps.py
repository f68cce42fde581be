"""The Django application of this folder."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Names the application so that its tables are called web_…."""

    name = "cuudinh.web"
    label = "web"
