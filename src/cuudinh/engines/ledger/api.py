"""Where the bank tells of money: a signed notice, answered when its effect is on disk."""

from django.http import HttpResponse

from cuudinh.engines.ledger.banking import bank
from cuudinh.engines.ledger.commands import take_move
from cuudinh.engines.ledger.types import NoticeChanged, NoticeUnreadable
from cuudinh.kernel import clock
from cuudinh.web.answers import json
from cuudinh.web.calls import Call
from cuudinh.web.routes import EVERYONE, route


@route(
    "api/ngan-hang/bao-co",
    name="ledger:notice",
    who=EVERYONE,
    methods=("POST",),
    limit="provider",
    speaks_json=True,
    by_key=True,
)
def notice(request: Call) -> HttpResponse:
    """Take a notice of the bank; one that is sent again is answered as the first time.

    The signature is all that lets it in. A bank that gets no answer sends it again, which does no harm.
    """
    asked = bank()
    if request.content_type != "application/json":
        raise NoticeUnreadable
    move = asked.heard(request.headers, request.body, clock.now())
    taken = take_move(bank_name=asked.name, move=move)
    if taken == "other":
        raise NoticeChanged
    return json({"taken": move.transaction, "new": taken == "new"})
