"""The entry that the web processes load: the WSGI pages, behind a gate that waits for bodies."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
django.setup()

# All of them import models, which need the line above.
from django.db import connection  # noqa: E402

from cuudinh.journal import releases  # noqa: E402
from cuudinh.project import addresses, forking, listening, observing, settings_declared  # noqa: E402
from cuudinh.project.lining import QUEUE_MOST, SLOTS, Line  # noqa: E402
from cuudinh.project.receiving import Entry  # noqa: E402
from cuudinh.project.turning_away import full_line  # noqa: E402
from cuudinh.project.wsgi import application as pages  # noqa: E402
from cuudinh.web import routes  # noqa: E402

forking.be_called("web-worker")


def _begin() -> None:
    """Begin to count and to write lines, and say that this process answers."""
    observing.begin("web")
    listening.announce()


assert addresses.urlpatterns, "routes are declared while the addresses are read"
# PostgreSQL waits on the network, so threads help. On SQLite they would fight for its lock and for the time of Python;
# there a second one works while the first waits for the disk.
_WAITS_ELSEWHERE = connection.vendor == "postgresql"
_WORKERS = settings_declared.number("WORKERS")
application = Entry(
    pages,
    threads=4 if _WAITS_ELSEWHERE else 2,
    work_at_once=_WAITS_ELSEWHERE,
    body_bytes_most=max(one.body_bytes_most for one in routes.all_routes()),
    begin=_begin,
    version=releases.generation_seen,
    line=Line(
        [f"/{one.address}" for one in routes.all_routes() if one.hashes_passwords],
        places=max(SLOTS // _WORKERS, 1),
        waiting_most=max(QUEUE_MOST // _WORKERS, 1),
        full=full_line,
    ),
)
