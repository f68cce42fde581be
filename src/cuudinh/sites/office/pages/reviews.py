"""Accounts about which no rule may decide: the queue, what two people see of them, and what they answer."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import AnotherMustDecide
from cuudinh.engines.places import queries as places
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Incomplete, NotNow, Refusal
from cuudinh.sites.office.pages.conversion import REASON_MOST, TEAM, number_of
from cuudinh.web.answers import page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url
from cuudinh.web.wording import sentence_of


@route("lam-viec/chuyen-doi/ra-soat", name="office:conversion_reviews", who=seated(*TEAM))
def reviews(request: Call) -> HttpResponse:
    """Show what no rule may decide: what is open, what waits for a second person, what was decided."""
    context = {state: _waiting(request.actor, state) for state in ("open", "proposed", "decided")}
    return page(request, "office/conversion/reviews.html", context)


def _waiting(actor: Actor, state: str) -> list[dict[str, Any]]:
    """Give what waits in a state, the oldest first: people at the door of a sign-on, and accounts of a run."""
    matches = [
        {"row": row, "is_match": True, "address": url("office:conversion_match", match_id=row.id)}
        for row in identity.match_reviews(actor, state)
    ]
    runs = [
        {"row": row, "is_match": False, "address": url("office:conversion_review", review_id=row.id)}
        for row in identity.conversion_reviews(actor, state)
    ]
    return sorted([*matches, *runs], key=lambda one: one["row"].opened_at)


@route("lam-viec/chuyen-doi/ra-soat/<int:review_id>", name="office:conversion_review", who=seated(*TEAM))
def review(request: Call, review_id: int) -> HttpResponse:
    """Show one review with its accounts. Never kept by the browser."""
    return _review(request, review_id)


def _review(request: Call, review_id: int, no: Refusal | None = None) -> HttpResponse:
    found = identity.conversion_review(request.actor, review_id)
    return _answer(request, "office/conversion/review.html", {"review": found}, no)


def _answer(request: Call, template: str, context: dict[str, Any], no: Refusal | None) -> HttpResponse:
    """Give a page that names people: no browser keeps it."""
    context |= {
        "unit_names": {unit.code: unit.name(request.actor.language) for unit in places.units_in_force()},
        "fault": sentence_of(no) if no else "",
        "reason": request.POST.get("reason", ""),
    }
    answer = page(request, template, context, status=no.status if no else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@route(
    "lam-viec/chuyen-doi/ra-soat/<int:review_id>/lam",
    name="office:conversion_decide",
    who=seated(*TEAM),
    methods=("POST",),
    limit="act",
)
def decide(request: Call, review_id: int) -> HttpResponse:
    """Propose an answer, approve or return what somebody else proposed, or undo a merge that followed."""
    asked, actor = request.POST.get("act", ""), request.actor
    reason = request.POST.get("reason", "")[:REASON_MOST]
    try:
        if asked == "undo":
            commands.undo_merge(actor, merge_id=number_of(request.POST.get("merge", "")), reason=reason)
        elif asked in {"approve", "return"}:
            commands.decide_review(actor, review_id=review_id, approves=asked == "approve")
        else:
            kept = number_of(request.POST.get("kept", "")) or None
            commands.propose_answer(
                actor, review_id=review_id, answer=asked, reason=reason, kept_account_id=kept
            )
    except (Incomplete, NotNow, AnotherMustDecide) as no:
        return _review(request, review_id, no)
    return redirect(request, url("office:conversion_review", review_id=review_id), toast=_("Đã ghi nhận."))


@route("lam-viec/chuyen-doi/ra-soat/vneid/<int:match_id>", name="office:conversion_match", who=seated(*TEAM))
def match(request: Call, match_id: int) -> HttpResponse:
    """Show one sign-on that fits no account or several, beside the accounts. Never kept by the browser."""
    return _match(request, match_id)


def _match(request: Call, match_id: int, no: Refusal | None = None) -> HttpResponse:
    found = identity.match_review(request.actor, match_id)
    return _answer(request, "office/conversion/match.html", {"review": found}, no)


@route(
    "lam-viec/chuyen-doi/ra-soat/vneid/<int:match_id>/lam",
    name="office:conversion_match_decide",
    who=seated(*TEAM),
    methods=("POST",),
    limit="act",
)
def decide_match(request: Call, match_id: int) -> HttpResponse:
    """Propose whose account somebody is, approve or return that, look again, or undo a merge that followed."""
    try:
        _decided(request, match_id, request.POST.get("act", ""))
    except (Incomplete, NotNow, AnotherMustDecide) as no:
        return _match(request, match_id, no)
    return redirect(request, url("office:conversion_match", match_id=match_id), toast=_("Đã ghi nhận."))


def _decided(request: Call, match_id: int, asked: str) -> None:
    actor, reason = request.actor, request.POST.get("reason", "")[:REASON_MOST]
    if asked == "undo":
        commands.undo_merge(actor, merge_id=number_of(request.POST.get("merge", "")), reason=reason)
    elif asked == "reopen":
        commands.reopen_match(actor, match_id=match_id, reason=reason)
    elif asked in {"approve", "return"}:
        commands.decide_match(actor, match_id=match_id, approves=asked == "approve")
    else:
        kept = number_of(request.POST.get("kept", "")) or None
        commands.propose_match(actor, match_id=match_id, answer=asked, reason=reason, account_id=kept)
