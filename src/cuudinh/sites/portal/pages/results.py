"""What offices achieved, for everybody: dossiers on time by office, and why some were refused."""

from typing import Final

from django.http import HttpResponse

from cuudinh.engines.insight import queries as insight
from cuudinh.kernel import clock
from cuudinh.web.answers import page
from cuudinh.web.calls import Call
from cuudinh.web.province import province
from cuudinh.web.routes import EVERYONE, route

MONTHS_BACK: Final = 12


@route("ket-qua-giai-quyet", name="portal:results", who=EVERYONE, is_shared=True)
def results(request: Call) -> HttpResponse:
    """Show the published results of a month, a quarter or a year by office."""
    today = clock.day_in(province().timezone)
    asked, period = insight.period_of(request.GET.get("ky", ""), today)
    months, one = [], f"{today:%Y-%m}"
    for _ in range(MONTHS_BACK):
        months.append((one, f"{one[5:]}/{one[:4]}"))
        one, _period = insight.before(one, today)
    context = {
        "found": insight.published(period, request.actor.language),
        "period": asked,
        "periods": [*months, (str(today.year), str(today.year)), (str(today.year - 1), str(today.year - 1))],
    }
    return page(request, "portal/results.html", context)
