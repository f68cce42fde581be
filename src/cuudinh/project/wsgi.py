"""The pages as a WSGI application.

A web server in front that speaks HTTPS for us says for whom, and over what, in `X-Forwarded-For` and
`X-Forwarded-Proto`. Those that the setting PROXIES names are believed and nobody else: limits count by the
caller's address, and forms that came by HTTPS are compared with it.
"""

import os
from typing import cast

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from cuudinh.project import presence, settings_declared

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
presence.hold()


def behind(proxies: str) -> WSGIHandler:
    """Give the pages as they are served behind these addresses and networks, by comma."""
    believed = [one.strip() for one in proxies.split(",") if one.strip()]
    return cast(WSGIHandler, wrap_wsgi_with_proxy_headers(get_wsgi_application(), trusted_hosts=believed))


application = behind(settings_declared.value("PROXIES"))
