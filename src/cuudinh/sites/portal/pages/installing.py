"""What makes the portal an app: its manifest, its service worker, and the pages it keeps for a day without signal."""

import hashlib
from typing import Any

from django.http import HttpResponse
from django.template.loader import get_template
from django.templatetags.static import static

from cuudinh.sites.portal.pages.reporting import form_context
from cuudinh.sites.portal.service import main_service
from cuudinh.web import stylesheet
from cuudinh.web.answers import json, page
from cuudinh.web.calls import Call
from cuudinh.web.province import province
from cuudinh.web.routes import EVERYONE, route, url

# What the kept pages need; the rest is kept when it is first seen.
KEPT_FILES = (
    *("portal/css/portal.css", "portal/css/report.css", "web/css/stepper.css"),
    *(f"portal/js/{name}.js" for name in ("outbox", "portal", "waiting", "near", "report", "help", "units")),
    *(f"web/js/{name}.js" for name in ("app", "toast", "theme", "dialog", "drafts", "draft-store")),
    *(f"web/js/{name}.js" for name in ("photo-picker", "place-picker", "ground")),
    "vendor/leaflet/leaflet.js",
    "vendor/leaflet/leaflet.css",
    *(
        f"vendor/fonts/be-vietnam-pro-{part}-{weight}.woff2"
        for part in ("latin", "vietnamese")
        for weight in (400, 600)
    ),
    "web/favicon.svg",
    "web/icons.svg",
)
# A page kept on the phone is for whoever holds it: it names nobody.
NOBODY = {"account_name": "", "unread_count": 0, "writer": None, "represented": ()}
BRAND, PAPER = "#5a2a82", "#fcfbf9"


@route("ngoai-tuyen", name="portal:offline", who=EVERYONE, is_shared=True)
def offline(request: Call) -> HttpResponse:
    """Show what the app can still do without a connection; the service worker keeps this page."""
    return page(request, "portal/offline.html", {**NOBODY, "form": main_service(request.actor.language)})


@route("ngoai-tuyen/phan-anh", name="portal:report_offline", who=EVERYONE)
def report_offline(request: Call) -> HttpResponse:
    """Show the report form as the phone keeps it: what is sent from it waits for a connection and a sign-in."""
    context = {**form_context(request), **NOBODY, "is_kept_for_offline": True, "key": ""}
    return page(request, "portal/report.html", context)


@route("manifest.webmanifest", name="portal:manifest", who=EVERYONE, is_shared=True)
def manifest(request: Call) -> HttpResponse:
    """Give what a phone needs to put the portal on its home screen, in the province's name and colours."""
    here = province()
    colours = here.colours.get("light", {})
    sheet: dict[str, Any] = {
        "id": url("portal:home"),
        "name": here.name,
        "short_name": here.name,
        "lang": request.actor.language,
        "start_url": url("portal:home"),
        "scope": "/",
        "display": "standalone",
        "background_color": colours.get("paper", PAPER),
        "theme_color": colours.get("brand", BRAND),
        "icons": [
            {"src": static("web/favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
        ],
    }
    answer = json(sheet)
    answer["Content-Type"] = "application/manifest+json"
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@route("sw.js", name="portal:worker", who=EVERYONE, is_shared=True)
def worker(request: Call) -> HttpResponse:
    """Give the service worker; its cache is named by the digest of what it keeps, so a new release replaces it."""
    kept = [stylesheet.address(), url("portal:communes"), *(static(name) for name in KEPT_FILES)]
    shells = [url("portal:offline"), url("portal:report_offline")]
    context = {
        "files": kept,
        "offline": shells[0],
        "report_offline": shells[1],
        "report": url("portal:report"),
        "outbox": static("portal/js/outbox.js"),
        "version": hashlib.sha256("\n".join([*kept, *shells, request.actor.language]).encode()).hexdigest()[
            :12
        ],
    }
    body = get_template("portal/sw.js").render(context, request)
    answer = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer
