"""A made-up case on a draft, led by hand with a movable clock; the page carries what was done, nothing is stored."""

import json
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.cases.queries import studio as queries
from cuudinh.engines.cases.queries import studio_trials as trials
from cuudinh.engines.cases.types import ServiceNotThere
from cuudinh.engines.cases.types.studio import TrialStep, TrialView
from cuudinh.kernel import clock
from cuudinh.kernel.refusal import BadInput, Refusal
from cuudinh.sites.office.pages.studio import STUDIO, draft_context
from cuudinh.web.answers import page
from cuudinh.web.calls import Call
from cuudinh.web.province import province
from cuudinh.web.routes import route
from cuudinh.web.wording import sentence_of

STEPS_MOST: Final = 60
MOVES: Final = {"1h": timedelta(hours=1), "1d": timedelta(days=1), "1w": timedelta(days=7)}


@route(
    "lam-viec/dich-vu/ban-thao/<int:draft_id>/thu",
    name="office:studio_try",
    who=STUDIO,
    methods=("GET", "POST"),
    limit="act",
)
def try_out(request: Call, draft_id: int) -> HttpResponse:
    """Show how a made-up case stands after what was done with it, and what may be done next."""
    found = queries.studio_draft(request.actor, draft_id)
    context: dict[str, Any] = {**draft_context(request, found), "view": None, "no": "", "moves": _moves()}
    try:
        context |= _tried(request, draft_id)
    except ServiceNotThere as no:
        context["no"] = sentence_of(no)
    return page(request, "office/studio/try.html", context)


def _tried(request: Call, draft_id: int) -> dict[str, Any]:
    before = _read(request)
    after, at = _led_on(request, before)
    no = ""
    try:
        view: TrialView | None = trials.trial(request.actor, draft_id, after, at)
    except ServiceNotThere:
        raise
    except Refusal as refused:
        no = sentence_of(refused)
        after, view = before, _again(request, draft_id, before)
    topics = trials.trial_topics(request.actor, draft_id)
    local = at.astimezone(ZoneInfo(province().timezone))
    return {"view": view, "no": no, "trial": after, "kept": _written(after), "topics": topics, "local": local}


def _again(request: Call, draft_id: int, before: trials.Trial) -> TrialView | None:
    """Give the case without the step that was refused; none where it cannot even be filed."""
    try:
        return trials.trial(request.actor, draft_id, before, _moment(request, "now") or before.filed_at)
    except Refusal:
        return None


def _led_on(request: Call, before: trials.Trial) -> tuple[trials.Trial, datetime]:
    """Give the trial with what was pressed, and the moment at which it is looked at."""
    at = max(_moment(request, "now") or before.filed_at, before.filed_at)
    sent = request.POST
    if sent.get("pass") in MOVES:
        return before, at + MOVES[str(sent["pass"])]
    if sent.get("to"):
        return before, max(at, _moment(request, "to") or at)
    do, _mark, by = str(sent.get("step", "")).partition("|")
    if do and len(before.steps) < STEPS_MOST:
        person = 1 + sum(one.do == do and one.by == by for one in before.steps)
        step = TrialStep(at, by, do, person)
        return trials.Trial(before.filed_at, before.unit, before.topic, (*before.steps, step)), at
    return before, at


def _read(request: Call) -> trials.Trial:
    """Read what the page carries. Raises `BadInput` for what it never wrote."""
    filed = _moment(request, "filed") or clock.now().replace(second=0, microsecond=0)
    try:
        rows = json.loads(request.POST.get("steps", "[]"))
        steps = tuple(TrialStep(datetime.fromisoformat(at), by, do, int(n)) for at, by, do, n in rows)
    except (TypeError, ValueError, RecursionError) as fault:
        raise BadInput from fault
    if len(steps) > STEPS_MOST or any(step.at.tzinfo is None for step in steps):
        raise BadInput
    return trials.Trial(filed, request.POST.get("unit", ""), request.POST.get("topic", ""), steps)


def _written(of: trials.Trial) -> str:
    return json.dumps([[one.at.isoformat(), one.by, one.do, one.person] for one in of.steps])


def _moment(request: Call, name: str) -> datetime | None:
    """Read a moment: with its zone as the page wrote it, or without one as a person chose it."""
    text = request.POST.get(name, "")
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    if found is not None and found.tzinfo is None:
        return found.replace(tzinfo=ZoneInfo(province().timezone))
    return found


def _moves() -> list[tuple[str, str]]:
    return [("1h", _("1 giờ sau")), ("1d", _("1 ngày sau")), ("1w", _("1 tuần sau"))]
