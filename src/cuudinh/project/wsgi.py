"""The WSGI entry that the web processes load.

A web server on this machine that speaks HTTPS for us says for whom, and over what, in `X-Forwarded-For` and
`X-Forwarded-Proto`. It alone is believed: limits count by the caller's address, and forms that came by HTTPS
are compared with it.
"""

import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")

application = wrap_wsgi_with_proxy_headers(get_wsgi_application(), trusted_hosts=["127.0.0.1", "::1"])
