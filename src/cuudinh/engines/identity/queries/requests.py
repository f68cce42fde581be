"""What people ask of their own data: the rights of the pack, one's own requests, and the desk that answers them."""

from typing import Final

from django.db.models import Q, QuerySet

from cuudinh.engines.identity import fields, notes, provisions
from cuudinh.engines.identity.models import (
    OPEN_STATES,
    Account,
    Erasure,
    Export,
    Objection,
    Person,
    RightsRequest,
)
from cuudinh.engines.identity.provisions import in_language, value_today
from cuudinh.engines.identity.queries.offices import office_name
from cuudinh.engines.identity.queries.permissions import can
from cuudinh.engines.identity.shapes_privacy import RightShape
from cuudinh.engines.identity.types import Facts, RequestView, RightView, UnknownRequest
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.pages import Page, decode_cursor, encode_cursor
from cuudinh.kernel.refusal import BadInput, NotYours, SignInFirst

REQUESTS_PAGE: Final = 50


def rights(actor: Actor) -> tuple[RightView, ...]:
    """Give the rights of the pack in the language of the actor."""
    return tuple(_right(shape, actor.language) for shape in provisions.current().rights.values())


def own_requests(actor: Actor) -> tuple[RequestView, ...]:
    """Give the actor's own requests, the last first. Raises `SignInFirst`."""
    found = _own(actor).select_related("person", "objection").order_by("-pk")[:REQUESTS_PAGE]
    return tuple(_view(request, actor.language) for request in found)


def own_request(actor: Actor, number: str) -> RequestView:
    """Give one of the actor's own requests with its words. Raises `SignInFirst`, `UnknownRequest`."""
    request = _own(actor).filter(number=number).select_related("person", "objection").first()
    if request is None:
        raise UnknownRequest
    return _view(request, actor.language, has_words=True)


def may_answer(actor: Actor) -> bool:
    """Say whether the policy lets an actor answer requests."""
    return can(actor, "privacy.answer", Facts()).allowed


def requests_desk(actor: Actor, *, is_open: bool = True, cursor: str | None = None) -> Page[RequestView]:
    """Give the requests of everybody: the open ones by what is due first, or the ended ones, the last first.

    Who asks is not among it. Raises `NotYours`, `BadInput`.
    """
    _refuse_others(actor)
    found = RightsRequest.objects.filter(state__in=OPEN_STATES) if is_open else _ended(cursor)
    order = ("due_at", "pk") if is_open else ("-pk",)
    found = found.select_related("person", "objection")
    rows = list(found.order_by(*order)[: REQUESTS_PAGE + 1])
    views = tuple(_view(request, actor.language) for request in rows[:REQUESTS_PAGE])
    more = len(rows) > REQUESTS_PAGE and not is_open
    return Page(views, encode_cursor(rows[REQUESTS_PAGE - 1].pk) if more else None)


def desk_request(actor: Actor, number: str) -> RequestView:
    """Give a request with its words and who asks; `commands.open_request` comes before. Raises `NotYours`."""
    _refuse_others(actor)
    request = RightsRequest.objects.filter(number=number).select_related("person__key", "objection").first()
    if request is None:
        raise UnknownRequest
    return _view(request, actor.language, has_words=True, has_name=True)


def _refuse_others(actor: Actor) -> None:
    if not may_answer(actor):
        raise NotYours


def _ended(cursor: str | None) -> QuerySet[RightsRequest]:
    ended = RightsRequest.objects.exclude(state__in=OPEN_STATES)
    if not cursor:
        return ended
    (last,) = decode_cursor(cursor, length=1)
    if not isinstance(last, int):
        raise BadInput
    return ended.filter(pk__lt=last)


def _own(actor: Actor) -> QuerySet[RightsRequest]:
    if actor.account_id is None:
        raise SignInFirst
    person_id = Account.objects.filter(pk=actor.account_id).values_list("person_id", flat=True).first()
    mine = Q(person_id=person_id) | Q(person__merged_into_id=person_id)
    return RightsRequest.objects.filter(mine) if person_id is not None else RightsRequest.objects.none()


def _right(shape: RightShape, language: str) -> RightView:
    return RightView(
        id=shape.id,
        title=in_language(shape.title, language),
        description=in_language(shape.description, language),
        does=shape.does,
        level=value_today(shape.level),
        refusals=tuple((one.id, in_language(one.title, language), one.source) for one in shape.refusals),
    )


def _view(
    request: RightsRequest, language: str, *, has_words: bool = False, has_name: bool = False
) -> RequestView:
    shape = provisions.current().rights.get(request.right)
    right = _right(shape, language) if shape else RightView(request.right, request.right, "", "read", 1)
    is_open, now = request.state in OPEN_STATES, clock.now()
    due_at = request.due_at if request.answered_at else request.answer_due_at
    told = has_words and request.person.key_part != fields.ERASED
    return RequestView(
        number=request.number,
        right=right,
        state=request.state,
        received_at=request.received_at,
        answer_due_at=request.answer_due_at,
        answered_at=request.answered_at,
        due_at=request.due_at,
        extended_at=request.extended_at,
        extension_reason=request.extension_reason,
        ended_at=request.ended_at,
        reason=next((title for key, title, _ in right.refusals if key == request.reason), ""),
        look_id=request.look_id,
        evidence=request.evidence,
        is_late=is_open and due_at < now,
        has_export=Export.objects.filter(request=request, until__gt=now).exists() if has_words else False,
        relation=_relation(request.relation, language),
        is_in_force=_in_force(request, right.does),
        stops=_stops(request, language) if has_words else "",
        words=notes.read(request.person, notes.ASKED, request.number) if told else "",
        wanted=notes.read(request.person, notes.WANTED, request.number) if told else "",
        answer=notes.read(request.person, notes.ANSWERED, request.number) if told else "",
        person=_name(request.person) if told and has_name else "",
    )


def representatives(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Give who may ask for somebody that cannot, by the pack: the name and its words with the source."""
    known = provisions.current().representatives.values()
    return tuple((one.id, f"{in_language(one.title, actor.language)} ({one.source})") for one in known)


def _relation(relation: str, language: str) -> str:
    known = provisions.current().representatives.get(relation)
    return in_language(known.title, language) if known is not None else relation


def _in_force(request: RightsRequest, does: str) -> bool:
    if request.state != "done":
        return False
    if does == "restrict":
        return request.person.restricted_at is not None
    upheld = _upheld(request)
    return upheld is not None and upheld.ended_at is None


def _upheld(request: RightsRequest) -> Objection | None:
    """Give the objection that a request was, where it was upheld; read along with the request."""
    found: Objection | None = getattr(request, "objection", None)
    return found


def _stops(request: RightsRequest, language: str) -> str:
    """Give whose looks of which kind an upheld objection is about."""
    found = _upheld(request)
    if found is None:
        return ""
    kind = provisions.current().looks.get(found.what)
    title = in_language(kind.title, language) if kind is not None else found.what
    by = office_name(found.office_id, language) if found.office_id is not None else found.system
    return f"{by}: {title}" if by else title


def _name(person: Person) -> str:
    return fields.unseal(person.key, fields.owner_of(person), "name", person.name_sealed)


def account_of_request(number: str) -> int | None:
    """Give the account that made a request, so that it can be told; None when there is no such request."""
    return RightsRequest.objects.filter(number=number).values_list("account_id", flat=True).first()


def accounts_forgotten(request: str) -> tuple[int, ...]:
    """Give the accounts of the person who was erased by a request."""
    persons = Erasure.objects.filter(request=request).values("person_id")
    return tuple(Account.objects.filter(person_id__in=persons).values_list("pk", flat=True))
