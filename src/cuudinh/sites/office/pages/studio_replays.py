"""Real cases played again against a draft: asked for here, done in the background, read here."""

from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.cases.commands import studio_replays as commands
from cuudinh.engines.cases.queries import studio as queries
from cuudinh.engines.cases.queries import studio_replays as replays
from cuudinh.sites.office.pages.conversion import number_of
from cuudinh.sites.office.pages.studio import STUDIO, draft_context
from cuudinh.web.answers import page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, url

PERIODS: Final = (7, 31, 92, 366)


@route(
    "lam-viec/dich-vu/ban-thao/<int:draft_id>/chay-lai",
    name="office:studio_replay",
    who=STUDIO,
    methods=("GET", "POST"),
    limit="act",
)
def replay(request: Call, draft_id: int) -> HttpResponse:
    """Show what would have changed with the cases of the last month, and let them be played again."""
    if request.method == "POST":
        commands.ask_replay(request.actor, draft_id=draft_id, days=number_of(request.POST.get("days", "")))
        return redirect(
            request, url("office:studio_replay", draft_id=draft_id), toast=_("Đã bắt đầu chạy lại.")
        )
    found = queries.studio_draft(request.actor, draft_id)
    view = replays.last_replay(request.actor, draft_id, request.GET.get("sau", ""))
    context = {
        **draft_context(request, found),
        "replay": view,
        "periods": PERIODS,
        "moment": datetime.fromisoformat,
        "labels": queries.state_labels(request.actor, draft_id),
        "page_size": replays.PAGE,
    }
    return page(request, "office/studio/replay.html", context)
