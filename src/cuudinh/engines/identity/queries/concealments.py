"""Looks that are kept from their person: every concealment, and, for auditors, what each of them hides."""

from datetime import datetime
from typing import Final

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cuudinh.engines.identity import provisions, snapshot
from cuudinh.engines.identity.models import Concealment, Look
from cuudinh.engines.identity.provisions import in_language
from cuudinh.engines.identity.queries.accounts import staff_name
from cuudinh.engines.identity.queries.offices import office_name
from cuudinh.engines.identity.queries.permissions import can, permit
from cuudinh.engines.identity.types import (
    AuditedLook,
    ConcealmentState,
    ConcealmentView,
    Facts,
    GroundView,
    UnknownConcealment,
)
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.packs.grammar import value_on

CONCEALMENTS_MOST: Final = 200
HIDDEN_LOOKS_MOST: Final = 500


def may_conceal(actor: Actor) -> bool:
    """Say whether the policy lets an actor ask for, approve, review and lift concealments."""
    return can(actor, "privacy.conceal", Facts()).allowed


def grounds(actor: Actor) -> tuple[GroundView, ...]:
    """Give the grounds of the pack in the language of the actor, each with the most days it allows today."""
    found = []
    for shape in provisions.current().grounds.values():
        row = value_on(shape.days, snapshot.today())
        if row is not None:
            found.append(
                GroundView(shape.id, in_language(shape.title, actor.language), row.value, row.source)
            )
    return tuple(found)


def concealments(actor: Actor) -> tuple[ConcealmentView, ...]:
    """Give every concealment, those first that are not over; whose looks they hide is not told. Raises `NotYours`."""
    permit(actor, "privacy.conceal", Facts())
    now = clock.now()
    rows = _counted(now).order_by("lifted_at", "-until", "-pk")[:CONCEALMENTS_MOST]
    views = [_view(row, actor, now) for row in rows]
    return tuple(sorted(views, key=lambda one: one.state not in {"asked", "in-force"}))


def document_of_concealment(concealment_id: int) -> str:
    """Give the document by which something is kept back, so that those who review it can be told; it names nobody."""
    documents = Concealment.objects.filter(pk=concealment_id).values_list("document", flat=True)
    return documents.first() or ""


@acting()
def concealment(actor: Actor, concealment_id: int) -> tuple[ConcealmentView, tuple[AuditedLook, ...]]:
    """Give one concealment; to who may read the log also every look it hid, and that they read it is a line there.

    Raises `NotYours`, `UnknownConcealment`.
    """
    permit(actor, "privacy.conceal", Facts())
    now = clock.now()
    row = _counted(now).filter(pk=concealment_id).first()
    if row is None:
        raise UnknownConcealment
    reading = can(actor, "audit.read", Facts())
    if not reading.allowed:
        return _view(row, actor, now), ()
    audit.record(actor, "privacy.read_concealment", ("concealment", row.pk), rule=reading.rule_id)
    looks = Look.objects.filter(concealment=row).order_by("-pk")[:HIDDEN_LOOKS_MOST]
    return _view(row, actor, now), tuple(audited(look, actor.language) for look in looks)


def _counted(now: datetime) -> QuerySet[Concealment]:
    hidden = Look.objects.filter(concealment=OuterRef("pk"), hidden_until__gt=now).order_by()
    count = hidden.values("concealment").annotate(number=Count("pk")).values("number")
    return Concealment.objects.annotate(hidden=Coalesce(Subquery(count), 0))


def state_of(row: Concealment, now: datetime) -> ConcealmentState:
    """Give where a concealment stands."""
    if row.lifted_at is not None:
        return "lifted" if row.approved_at is not None else "declined"
    if row.until <= now:
        return "over"
    return "in-force" if row.approved_at is not None else "asked"


def _view(row: Concealment, actor: Actor, now: datetime) -> ConcealmentView:
    ground, state = provisions.current().grounds.get(row.ground), state_of(row, now)
    basis = value_on(ground.days, snapshot.today()) if ground is not None else None
    return ConcealmentView(
        id=row.pk,
        state=state,
        office=office_name(row.office_id, actor.language),
        ground=in_language(ground.title, actor.language) if ground is not None else "",
        source=basis.source if basis is not None else "",
        document=row.document,
        until=row.until,
        asked_by=staff_name(row.asked_by_id),
        asked_at=row.asked_at,
        approved_by=staff_name(row.approved_by_id),
        approved_at=row.approved_at,
        review_at=row.review_at if state == "in-force" else None,
        reviewed_at=row.reviewed_at,
        lifted_by=staff_name(row.lifted_by_id),
        lifted_at=row.lifted_at,
        lift_reason=row.lift_reason,
        looks=row.hidden,  # type: ignore[attr-defined]  # counted by the query
        is_own=row.asked_by_id == actor.account_id,
        is_review_late=state == "in-force" and row.review_at is not None and row.review_at < now,
    )


def audited(look: Look, language: str) -> AuditedLook:
    """Give a look as an auditor sees it: with who it was, and until when it is kept from its person."""
    kind = provisions.current().looks.get(look.what)
    return AuditedLook(
        at=look.at,
        what=in_language(kind.title, language) if kind is not None else look.what,
        office=office_name(look.office_id, language) if look.office_id is not None else "",
        who=staff_name(look.account_id),
        about=(look.about_kind, look.about_ref),
        purpose=look.purpose,
        system=look.system,
        hidden_until=look.hidden_until,
    )
