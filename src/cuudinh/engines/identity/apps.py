"""The Django application of this folder."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Names the application so that its tables are called identity_…."""

    name = "cuudinh.engines.identity"
    label = "identity"
