"""Pages of this floor itself: the living page of all parts, the stylesheet, the mark, and the language."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cuudinh.kernel import clock
from cuudinh.kernel.refusal import NotThere
from cuudinh.web import cookies, samples, stylesheet
from cuudinh.web.answers import json, own_address, page, redirect
from cuudinh.web.middleware import LANGUAGE_COOKIE
from cuudinh.web.province import province
from cuudinh.web.routes import EVERYONE, route

_YEAR_SECONDS = 31_536_000


@route("mau", name="web:parts", who=EVERYONE)
def parts(request: HttpRequest) -> HttpResponse:
    """Show every part of the design system with data of its own."""
    return page(request, "web/mau.html", samples.everything())


@route("mau/dia-ban.json", name="web:sample_shapes", who=EVERYONE, speaks_json=True)
def sample_shapes(request: HttpRequest) -> HttpResponse:
    """Give the invented communes that the maps of the living page draw."""
    return json(samples.shapes())


@route("giao-dien.css", name="web:stylesheet", who=EVERYONE, is_shared=True)
def styles(request: HttpRequest) -> HttpResponse:
    """Give the stylesheet; kept for ever under the address that names its digest, else asked for again."""
    sheet = stylesheet.current()
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(sheet.packed if is_packed else sheet.plain, content_type="text/css; charset=utf-8")
    if is_packed:
        answer["Content-Encoding"] = "gzip"
    is_named = request.GET.get("v") == sheet.digest
    answer["Cache-Control"] = f"public, max-age={_YEAR_SECONDS}, immutable" if is_named else "no-cache"
    answer["Vary"] = "Accept-Encoding"
    return answer


@route("dau-hieu.svg", name="web:mark", who=EVERYONE, is_shared=True)
def mark(request: HttpRequest) -> HttpResponse:
    """Give the mark that the province's pack brings; it is shown as a picture, so that nothing in it runs."""
    drawn = province().mark
    if not drawn:
        raise NotThere
    answer = HttpResponse(drawn, content_type="image/svg+xml")
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@route(".well-known/security.txt", name="web:security", who=EVERYONE, is_shared=True)
def security(request: HttpRequest) -> HttpResponse:
    """Say to whom a weakness is reported (RFC 9116); where the installation names nobody, this is not there."""
    contacts = [one.strip() for one in settings.CUUDINH_SECURITY_CONTACT.split(",") if one.strip()]
    if not contacts:
        raise NotThere
    # For a year from the beginning of the month, so that all who ask within it are answered alike.
    until = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0) + timedelta(days=365)
    lines = [f"Contact: {contact}" for contact in contacts]
    lines += [
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(province().languages)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@route("ngon-ngu", name="web:language", who=EVERYONE)
def language(request: HttpRequest) -> HttpResponseBase:
    """Remember the language (`ma`) and go back to the page (`tiep`) on which it was chosen."""
    answer = redirect(request, own_address(request.GET.get("tiep", "")))
    wanted = request.GET.get("ma", "")
    if wanted in province().languages:
        cookies.put(request, answer, LANGUAGE_COOKIE, wanted, seconds=_YEAR_SECONDS)
    return answer
