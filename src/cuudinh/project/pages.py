"""The address by which a watcher learns whether the platform lives."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from cuudinh.web.routes import EVERYONE, route


@route("khoe", name="project:health", who=EVERYONE, speaks_json=True)
def health(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when a web process reaches the database and 503 when not; it says nothing else to strangers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "silent"}, status=503)
    return JsonResponse({"database": "answers"})
