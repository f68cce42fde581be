"""The Django application of this folder."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Names the application so that its tables are called portal_…."""

    name = "cuudinh.sites.portal"
    label = "portal"
