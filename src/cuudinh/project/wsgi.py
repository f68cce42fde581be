"""The WSGI entry that the web processes load."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")

application = get_wsgi_application()
