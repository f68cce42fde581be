"""The ASGI entry that the stream process loads; pages are served as WSGI, which is four times faster."""

import os

import django

from cuudinh.project import forking, listening, observing, presence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
presence.hold()
django.setup()
forking.be_called("str-worker")

# It imports models, which need the line above.
from cuudinh.sites.centre import stream  # noqa: E402


async def application(scope: stream.Scope, receive: stream.Receive, send: stream.Send) -> None:
    """Serve the stream; the server says once that this process begins."""
    if scope["type"] == "lifespan":
        observing.begin("stream")
        listening.announce()
    await stream.application(scope, receive, send)
