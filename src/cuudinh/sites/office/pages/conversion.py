"""Conversion of accounts: how far it is, for leaders; runs, batches and reviews, for the team that does it."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts, Progress, Share, UnitRow
from cuudinh.engines.places import queries as places
from cuudinh.kernel.refusal import Incomplete, NotNow, Refusal
from cuudinh.web.answers import page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url
from cuudinh.web.wording import sentence_of

TEAM: Final = ("administrator",)
READERS: Final = (*TEAM, "leader")
REASON_MOST: Final = 200
NUMBER_DIGITS_MOST: Final = 15
BARS_MOST: Final = 20


@route("lam-viec/chuyen-doi", name="office:conversion", who=seated(*READERS))
def progress(request: Call) -> HttpResponse:
    """Show how far the newest live run is, or the one that is asked for: as a whole, by unit, by day."""
    asked = number_of(request.GET.get("dot", ""))
    run_id = asked or identity.latest_live_run(request.actor)
    found = identity.progress(request.actor, run_id) if run_id else None
    units = _units(found, request.actor.language) if found else []
    context = {
        "progress": found,
        "units": units,
        "has_map": any(code for _name, _share, code in units),
        "is_approximate": places.has_approximate_shapes(),
        "is_team": _is_team(request),
        "bars_most": BARS_MOST,
    }
    return page(request, "office/conversion/progress.html", context)


def _is_team(request: Call) -> bool:
    return identity.can(request.actor, "account.read_conversion", Facts()).allowed


def _units(found: Progress, language: str) -> list[tuple[str, Share, str]]:
    """Give the shares by the name of the unit or office, and the code of a unit; whoever is behind comes first."""
    names = {unit.code: unit.name(language) for unit in places.units_in_force()}
    shown = (
        (_unit_name(row, names, language), row.share, row.code if row.code in names else "")
        for row in found.units
    )
    return sorted(shown, key=lambda one: (one[1].percent, one[0]))


def _unit_name(row: UnitRow, names: dict[str, str], language: str) -> str:
    if not row.code:
        return _("Chưa rõ địa bàn")
    office = identity.office(row.code)
    return names.get(row.code) or (office.name(language) if office else row.code)


@route("lam-viec/chuyen-doi/dot", name="office:conversion_runs", who=seated(*TEAM))
def runs(request: Call) -> HttpResponse:
    """Show the scenarios in force and their runs."""
    return _runs(request)


def _runs(request: Call, fault: str = "", status: int = 200) -> HttpResponse:
    found = identity.conversion_runs(request.actor)
    context = {
        "scenarios": identity.conversion_scenarios(),
        "runs": found,
        "citable": {run.scenario_id: run for run in reversed(found) if run.can_be_cited},
        "living": {run.scenario_id: run for run in found if run.mode == "live" and run.ended_at is None},
        "waiting": len(identity.conversion_reviews(request.actor))
        + len(identity.match_reviews(request.actor)),
        "fault": fault,
    }
    return page(request, "office/conversion/runs.html", context, status=status)


@route(
    "lam-viec/chuyen-doi/bat-dau",
    name="office:conversion_begin",
    who=seated(*TEAM),
    methods=("POST",),
    limit="act",
)
def begin(request: Call) -> HttpResponse:
    """Begin a dry run, or a live run that cites one; the clerk carries it out."""
    scenario, cited = request.POST.get("scenario", ""), number_of(request.POST.get("dry_run", ""))
    try:
        if request.POST.get("mode") == "live":
            run_id = commands.start_live_run(request.actor, scenario_id=scenario, dry_run_id=cited)
        else:
            run_id = commands.start_dry_run(request.actor, scenario_id=scenario)
    except NotNow as no:
        return _runs(request, sentence_of(no), no.status)
    commands.go_on_in_background(run_id)
    return redirect(request, url("office:conversion_run", run_id=run_id), toast=_("Đã bắt đầu."))


@route("lam-viec/chuyen-doi/dot/<int:run_id>", name="office:conversion_run", who=seated(*TEAM))
def run(request: Call, run_id: int) -> HttpResponse:
    """Show one run with its batches, and what can be done with it now."""
    return _run(request, run_id)


def _run(request: Call, run_id: int, no: Refusal | None = None) -> HttpResponse:
    found = identity.conversion_run(request.actor, run_id)
    context = {
        "run": found,
        "batches": identity.conversion_batches(request.actor, run_id),
        "fault": sentence_of(no) if no else "",
        "reason": request.POST.get("reason", ""),
    }
    return page(request, "office/conversion/run.html", context, status=no.status if no else 200)


@route(
    "lam-viec/chuyen-doi/dot/<int:run_id>/lam",
    name="office:conversion_act",
    who=seated(*TEAM),
    methods=("POST",),
    limit="act",
)
def act(request: Call, run_id: int) -> HttpResponse:
    """Stop a run, let it go on, end it, or undo a batch; each for a reason."""
    reason = request.POST.get("reason", "")[:REASON_MOST]
    try:
        done = _done(request, run_id, request.POST.get("act", ""), reason)
    except (Incomplete, NotNow) as no:
        return _run(request, run_id, no)
    return redirect(request, url("office:conversion_run", run_id=run_id), toast=done)


def _done(request: Call, run_id: int, asked: str, reason: str) -> str:
    acts: dict[str, tuple[Callable[..., None], str]] = {
        "stop": (commands.stop_run, _("Đã dừng.")),
        "resume": (commands.resume_run, _("Đã cho chạy tiếp.")),
        "end": (commands.end_run, _("Đã kết thúc đợt.")),
    }
    if asked in acts:
        command, words = acts[asked]
        command(request.actor, run_id=run_id, reason=reason)
        if asked == "resume":
            commands.go_on_in_background(run_id)
        return words
    batch = number_of(request.POST.get("batch", ""))
    undone = commands.undo_batch(request.actor, run_id=run_id, number=batch, reason=reason)
    return _("Đã hoàn tác {count} tài khoản.").format(count=undone)


def number_of(text: str) -> int:
    """Give a number that was sent, or 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) <= NUMBER_DIGITS_MOST else 0
