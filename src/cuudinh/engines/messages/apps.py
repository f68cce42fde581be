"""The Django application of this folder."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Names the application so that its tables are called messages_…."""

    name = "cuudinh.engines.messages"
    label = "messages"
