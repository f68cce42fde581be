"""The ASGI entry that the stream process loads; pages are served as WSGI, which is four times faster."""

import os

import django

from cuudinh.project import presence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
presence.hold()
django.setup()

from cuudinh.sites.centre.stream import application  # noqa: E402 - it imports models, which need the line above

__all__ = ["application"]
