"""Who opened an identity: every break-glass with its reason, for those who watch over it."""

from typing import Any, Final

from django.db.models import QuerySet

from cuudinh.engines.identity.models import AccessGrant
from cuudinh.engines.identity.queries.permissions import can
from cuudinh.engines.identity.types import Facts, LookView
from cuudinh.journal.prepared import Prepared
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.pages import Page, decode_cursor, encode_cursor
from cuudinh.kernel.refusal import BadInput, NotYours

LOOKS_PAGE: Final = 50
_NEWEST: Final = 2**63 - 1


def _before(before: int) -> QuerySet[AccessGrant, Any]:
    """Give the looks before one, the last first: in the order of writing, which no clock can disturb."""
    found = AccessGrant.objects.filter(pk__lt=before).order_by("-pk")
    return found.values_list("pk", "at", "account__name", "about_kind", "about_ref", "reason")[
        : LOOKS_PAGE + 1
    ]


LOOKS: Final = Prepared("identity.looks", _before, takes={"before": int}, sample={"before": _NEWEST})


def may_read_looks(actor: Actor) -> bool:
    """Say whether the policy lets an actor read who opened identities."""
    return can(actor, "audit.read", Facts()).allowed


def looks(actor: Actor, cursor: str | None = None) -> Page[LookView]:
    """Give who opened the personal data behind what, when and why, the last first.

    Raises `NotYours`, `BadInput`.
    """
    if not may_read_looks(actor):
        raise NotYours
    found = LOOKS.run(before=_place_of(cursor) if cursor else _NEWEST)
    views = tuple(
        LookView(number, at, who, (kind, ref), reason)
        for number, at, who, kind, ref, reason in found[:LOOKS_PAGE]
    )
    return Page(views, encode_cursor(views[-1].id) if len(found) > LOOKS_PAGE else None)


def _place_of(cursor: str) -> int:
    (last,) = decode_cursor(cursor, length=1)
    if not isinstance(last, int):
        raise BadInput
    return last
