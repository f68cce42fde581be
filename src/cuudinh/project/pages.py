"""The addresses for programs that watch: whether a process lives, whether it may be sent people, and its figures."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from cuudinh.journal import releases
from cuudinh.project import tables, watching
from cuudinh.web.routes import EVERYONE, WATCHERS, route

_SILENT = {"database": "silent"}


@route("khoe", name="project:health", who=EVERYONE, speaks_json=True)
def health(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when a web process reaches the database and 503 when not; it says nothing else to strangers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse(_SILENT, status=503)
    return JsonResponse({"database": "answers"})


@route("san-sang", name="project:ready", who=EVERYONE, speaks_json=True)
def ready(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when people may be sent here: the tables are of this version or newer, and a pack is in force."""
    try:
        answer = {
            "database": "answers",
            "tables": "behind" if tables.lacks_migrations() else "ready",
            "pack": "in force" if releases.in_force() else "none",
        }
    except DatabaseError:
        return JsonResponse(_SILENT, status=503)
    is_ready = answer["tables"] == "ready" and answer["pack"] == "in force"
    return JsonResponse(answer, status=200 if is_ready else 503)


@route("metrics", name="project:metrics", who=WATCHERS, speaks_json=True)
def metrics(_request: HttpRequest) -> HttpResponse:
    """Give the figures of the installation to those whom its settings name; for all others this is not there."""
    try:
        return HttpResponse(watching.exposition(), content_type=watching.CONTENT_TYPE)
    except DatabaseError:
        return HttpResponse(status=503)
