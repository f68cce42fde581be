"""Scores of one-stop work: of oneself, of an office, of the province, and the cases behind every number."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.http import HttpResponse

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.insight import queries as insight
from cuudinh.engines.insight.types import Scope
from cuudinh.kernel import clock
from cuudinh.kernel.refusal import NotThere
from cuudinh.web.answers import page
from cuudinh.web.calls import Call
from cuudinh.web.province import province
from cuudinh.web.routes import route, seated, url

READERS: Final = seated("officer", "head", "receiver", "leader")
PERIODS_BACK: Final = 6


class NothingToSee(NotThere):
    """404: no seat of the reader has scores, or the packs in force have no indicators."""

    code = "no-scores"
    sentence = "Bạn không có điểm chỉ số nào để xem, hoặc gói tỉnh chưa có bộ chỉ số."


@route("lam-viec/chi-so", name="office:scores", who=READERS)
def scores(request: Call) -> HttpResponse:
    """Show a score with its parts, beside the period before; for the province also every office."""
    given, today = request.GET, _today()
    sets, scopes = insight.indicator_sets(), insight.scopes_of(request.actor)
    if not sets or not scopes:
        raise NothingToSee
    scope = _scope(given.get("cua", "")) or scopes[0]
    set_id = given.get("bo") or sets[0].set
    asked, period = insight.period_of(given.get("ky", ""), today)
    earlier, compared = insight.before(asked, today)
    found = insight.score(request.actor, set_id, scope, period, compared_with=compared)
    is_province = scope.kind == "province"
    context: dict[str, Any] = {
        "score": found,
        "whose": _name_of(scope),
        "period": asked,
        "earlier": earlier,
        "periods": _periods(today),
        "sets": [(one.set, one.short.get(request.actor.language) or one.short["vi"]) for one in sets],
        "scopes": [(_name_of(one), insight.label_of(one, request.actor.language)) for one in scopes],
        "offices": insight.office_scores(request.actor, set_id, period) if is_province else (),
        "reasons": _reasons(scope, period, request.actor.language),
    }
    return page(request, "office/scores.html", context)


@route("lam-viec/chi-so/ho-so", name="office:score_cases", who=READERS)
def score_cases(request: Call) -> HttpResponse:
    """Show the cases behind one number of a score, a page at a time."""
    given = request.GET
    whose = _scope(given.get("cua", "")) or next(iter(insight.scopes_of(request.actor)), None)
    if whose is None:
        raise NothingToSee
    scope = replace(whose, service_id=given.get("thu-tuc", ""), reason=given.get("ly-do", ""))
    asked, period = insight.period_of(given.get("ky", ""), _today())
    what = given.get("dem", "received")
    found = insight.cases_behind(request.actor, scope, period, what, given.get("trang") or None)
    more = {"cua": _name_of(scope), "ky": asked, "dem": what, "bo": given.get("bo", "")}
    more |= {"thu-tuc": scope.service_id, "ly-do": scope.reason}
    context = {
        "rows": found.rows,
        "whose": _name_of(scope),
        "set_id": given.get("bo", ""),
        "what": insight.LABELS[what],
        "label": insight.label_of(scope, request.actor.language),
        "period": asked,
        "next": url("office:score_cases", {**more, "trang": found.next}) if found.next else "",
    }
    return page(request, "office/score_cases.html", context)


def _today() -> date:
    return clock.day_in(province().timezone)


def _reasons(scope: Scope, period: Any, language: str) -> tuple[Any, ...]:
    if scope.kind == "officer":
        return ()
    return insight.refusals_by_service(period, language, scope.id if scope.kind == "office" else None)


def _name_of(scope: Scope) -> str:
    """Give how an address names whose score it is: `tinh`, the code of an office, or the number of an officer."""
    if scope.kind == "province":
        return "tinh"
    return identity.office_by_id(scope.id).code if scope.kind == "office" else f"cb-{scope.id}"


def _scope(name: str) -> Scope | None:
    """Give whose score an address names; None where it names nobody that there is."""
    if name == "tinh":
        return Scope("province")
    if name.startswith("cb-") and name[3:].isdecimal() and len(name) < 20:
        return Scope("officer", int(name[3:]))
    office = identity.office(name) if name else None
    return Scope("office", office.id) if office is not None else None


def _periods(today: date) -> list[tuple[str, str]]:
    """Give the periods to choose from: this year and the last, their quarters, the last months."""
    asked, found = f"{today:%Y-%m}", []
    for _ in range(PERIODS_BACK):
        found.append((asked, f"{asked[5:]}/{asked[:4]}"))
        asked, _period = insight.before(asked, today)
    quarter = f"{today.year}-Q{(today.month + 2) // 3}"
    for _ in range(4):
        found.append((quarter, f"Q{quarter[-1]}/{quarter[:4]}"))
        quarter, _period = insight.before(quarter, today)
    return [*found, (str(today.year), str(today.year)), (str(today.year - 1), str(today.year - 1))]
