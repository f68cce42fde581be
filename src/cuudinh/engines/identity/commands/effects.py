"""Ending what a request set in force, a restriction or an objection that was upheld: by its person or the desk."""

from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from cuudinh.engines.identity import provisions
from cuudinh.engines.identity.commands.permitting import account_of, permit
from cuudinh.engines.identity.looking import person_of
from cuudinh.engines.identity.models import Objection, Person, RightsRequest
from cuudinh.engines.identity.types import NotOpen, RequestIncomplete, RequestMoved, UnknownRequest
from cuudinh.journal import audit, outbox
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

_REASON_LEAST, _REASON_MOST = 10, 300
ENDED: Final = "ended"


@acting()
def end_effect(actor: Actor, *, number: str, reason: str) -> None:
    """Let looks or use go on again after a review, for a reason that stays; the person is told.

    Raises `NotYours`, `UnknownRequest`, `NotOpen` where nothing is in force, `RequestIncomplete`.
    """
    rule = permit(actor, "privacy.answer")
    request = _of(number)
    said = " ".join(reason.split())
    if not _REASON_LEAST <= len(said) <= _REASON_MOST:
        told = gettext("Vui lòng ghi lý do, ít nhất {least} ký tự.").format(least=_REASON_LEAST)
        raise RequestIncomplete(faults={"reason": told})
    _end(actor, request, reason=said, rule=rule)


@acting()
def end_own_effect(actor: Actor, *, number: str) -> None:
    """Take back what one's own request set in force: it is as easy as asking for it was.

    Raises `SignInFirst`, `UnknownRequest`, `NotOpen`.
    """
    person_id, request = person_of(account_of(actor)), _of(number)
    if person_id is None or person_id != (request.person.merged_into_id or request.person_id):
        raise UnknownRequest
    _end(actor, request)


def _of(number: str) -> RightsRequest:
    found = RightsRequest.objects.select_related("person").filter(number=number, state="done").first()
    if found is None:
        raise UnknownRequest
    return found


def _lift(request: RightsRequest) -> int:
    """Let the data of a person be used again, if this request is one that restricted it; give how many changed."""
    shape = provisions.current().rights.get(request.right)
    if shape is None or shape.does != "restrict":
        return 0
    whose: UUID = request.person.merged_into_id or request.person_id
    theirs = Person.objects.filter(Q(pk=whose) | Q(merged_into_id=whose))
    return theirs.filter(restricted_at__isnull=False).update(restricted_at=None)


def _end(actor: Actor, request: RightsRequest, *, reason: str = "", rule: str = "") -> None:
    """End whichever of the two it is, with its line and the news of it."""
    upheld = Objection.objects.filter(request=request, ended_at__isnull=True)
    is_over = upheld.update(ended_at=clock.now(), ended_by=account_of(actor), end_reason=reason)
    if not is_over and not _lift(request):
        raise NotOpen
    facts = {"right": request.right}
    about = ("request", request.number)
    audit.record(actor, "privacy.end_effect", about, purpose=reason, rule=rule, facts=facts)
    outbox.publish(RequestMoved(request.number, ENDED))
