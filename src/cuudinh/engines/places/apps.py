"""The Django application of this folder."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Names the application so that its tables are called places_…."""

    name = "cuudinh.engines.places"
    label = "places"
