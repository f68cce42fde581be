"""Who acts for a child or an organisation: for whoever acts, for whom they act, for the desk, for engines above."""

from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from cuudinh.engines.identity import provisions, snapshot
from cuudinh.engines.identity.models import Representation
from cuudinh.engines.identity.provisions import in_language, value_today
from cuudinh.engines.identity.queries.own_looks import looks_at
from cuudinh.engines.identity.queries.permissions import can, permit
from cuudinh.engines.identity.representing import (
    basis_named,
    birth_of,
    in_force,
    name_of,
    rows,
    rules_in_force,
    stated_of,
)
from cuudinh.engines.identity.rules.representing import must_agree
from cuudinh.engines.identity.types import Facts, OwnLook
from cuudinh.engines.identity.types.representing import (
    BasisView,
    NotRepresenting,
    RepresentationRules,
    RepresentationView,
    Represented,
    UnknownRepresentation,
)
from cuudinh.journal.prepared import Prepared
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.pages import Page, decode_cursor, encode_cursor
from cuudinh.kernel.refusal import BadInput, NotYours, SignInFirst

REPRESENTATIONS_PAGE: Final = 50
_SAMPLE_DAY: Final = date(2026, 11, 28)
_REPRESENTED: Final = Prepared(
    "identity.represented",
    lambda account_id, today: Representation.objects.filter(
        in_force(today), representative_id=account_id
    ).values_list("subject_id"),
    takes={"account_id": int, "today": date},
    sample={"account_id": 1, "today": _SAMPLE_DAY},
)
_REPRESENTATIVES: Final = Prepared(
    "identity.representatives",
    lambda account_id, today: Representation.objects.filter(
        in_force(today), subject_id=account_id
    ).values_list("representative_id"),
    takes={"account_id": int, "today": date},
    sample={"account_id": 1, "today": _SAMPLE_DAY},
)


def representation_rules(actor: Actor) -> RepresentationRules:
    """Give on what basis somebody acts for another, in the language of the actor. Raises `UnknownRepresentation`."""
    shape = rules_in_force()
    return RepresentationRules(
        bases=tuple(
            BasisView(
                id=one.id,
                of=one.of,
                title=in_language(one.title, actor.language),
                paper=in_language(one.paper, actor.language),
                days=value_today(one.days) if one.days else None,
                source=one.source,
            )
            for one in shape.bases
        ),
        kinds=tuple((kind.id, in_language(kind.title, actor.language)) for kind in shape.kinds),
        majority_years=value_today(shape.majority_years),
        agree_years=value_today(shape.agree_years),
    )


def offers_representation() -> bool:
    """Say whether the packs in force let somebody act for another."""
    return provisions.current().representation is not None


def represented_accounts(actor: Actor) -> tuple[int, ...]:
    """Give the accounts of those for whom a resident who was proved acts today; nobody else acts for others."""
    if not _may_represent(actor):
        return ()
    found = _REPRESENTED.run(account_id=actor.account_id, today=snapshot.today())
    return tuple(account_id for (account_id,) in found)


def representatives_of(account_id: int) -> tuple[int, ...]:
    """Give the accounts of those who act today for whom an account is."""
    found = _REPRESENTATIVES.run(account_id=account_id, today=snapshot.today())
    return tuple(representative for (representative,) in found)


def represented(actor: Actor) -> tuple[Represented, ...]:
    """Give for whom a resident who was proved acts today, in the order in which they asked."""
    if not _may_represent(actor):
        return ()
    found = rows().filter(in_force(snapshot.today()), representative_id=actor.account_id)
    return tuple(_represented(row) for row in found.order_by("pk"))


def _may_represent(actor: Actor) -> bool:
    return actor.kind == "resident" and can(actor, "representation.use", Facts()).allowed


def representing(actor: Actor, number: str) -> Represented:
    """Give for whom an actor acts by a representation that holds today. Raises `NotRepresenting`, `AssuranceNeeded`."""
    if actor.kind != "resident" or actor.account_id is None:
        raise NotRepresenting
    mine = rows().filter(in_force(snapshot.today()), representative_id=actor.account_id)
    row = mine.filter(number=number).first()
    if row is None:
        raise NotRepresenting
    permit(actor, "representation.use", Facts())
    return _represented(row)


def _represented(row: Representation) -> Represented:
    assert row.subject is not None, "what holds was confirmed for somebody"
    return Represented(row.pk, row.number, row.subject.pk, row.of, name_of(row.subject))  # type: ignore[arg-type] # only ours are written


def own_representations(actor: Actor) -> tuple[RepresentationView, ...]:
    """Give what the actor asked and holds, and who acts for them, the last first. Raises `SignInFirst`."""
    found = rows().filter(_mine(actor)).order_by("-pk")[:REPRESENTATIONS_PAGE]
    return tuple(_view(row, actor) for row in found)


def own_representation(actor: Actor, number: str) -> RepresentationView:
    """Give one of them. Raises `SignInFirst`, `UnknownRepresentation`."""
    row = rows().filter(_mine(actor), number=number).first()
    if row is None:
        raise UnknownRepresentation
    return _view(row, actor)


def looks_at_represented(actor: Actor, number: str, cursor: str | None = None) -> Page[OwnLook]:
    """Give who looked at the data of a child for whom the actor acts today. Raises `NotRepresenting`, `BadInput`."""
    whose = representing(actor, number)
    return looks_at(whose.account_id, actor.language, cursor)


def _mine(actor: Actor) -> Q:
    if actor.account_id is None:
        raise SignInFirst
    return Q(representative_id=actor.account_id) | Q(subject_id=actor.account_id)


def may_decide_representations(actor: Actor) -> bool:
    """Say whether the policy lets an actor confirm who acts for whom."""
    return can(actor, "representation.decide", Facts()).allowed


def representations_desk(actor: Actor, state: str, cursor: str | None = None) -> Page[RepresentationView]:
    """Give representations in one state: those that wait the oldest first, others the last first.

    Who it is about is not among it. Raises `NotYours`, `BadInput`.
    """
    _refuse_others(actor)
    found, is_waiting = Representation.objects.filter(state=state), state == "asked"
    if cursor:
        (last,) = decode_cursor(cursor, length=1)
        if not isinstance(last, int):
            raise BadInput
        found = found.filter(pk__gt=last) if is_waiting else found.filter(pk__lt=last)
    page = list(found.order_by("pk" if is_waiting else "-pk")[: REPRESENTATIONS_PAGE + 1])
    shown = page[:REPRESENTATIONS_PAGE]
    views = tuple(_bare(row, actor.language) for row in shown)
    return Page(views, encode_cursor(shown[-1].pk) if len(page) > len(shown) else None)


def desk_representation(actor: Actor, number: str) -> RepresentationView:
    """Give one with all that was stated; `commands.open_representation` comes before.

    Raises `NotYours`, `UnknownRepresentation`.
    """
    _refuse_others(actor)
    row = rows().filter(number=number).first()
    if row is None:
        raise UnknownRepresentation
    return _view(row, actor, is_desk=True)


def accounts_of_representation(number: str) -> tuple[int | None, int | None]:
    """Give the accounts of who represents and of whom, so that they can be told; None where there is none."""
    found = Representation.objects.filter(number=number).values_list("representative_id", "subject_id")
    return found.first() or (None, None)


def _refuse_others(actor: Actor) -> None:
    if not may_decide_representations(actor):
        raise NotYours


def _view(row: Representation, actor: Actor, *, is_desk: bool = False) -> RepresentationView:
    stated = stated_of(row)
    birth = birth_of(row, stated)
    shape = provisions.current().representation
    asks = shape is not None and must_agree(birth, value_today(shape.agree_years), snapshot.today())
    more: dict[str, Any] = {
        "subject": name_of(row.subject) if row.subject is not None else stated.get("name", ""),
        "is_mine": row.representative_id == actor.account_id,
        "must_agree": asks,
    }
    if is_desk or row.subject_id == actor.account_id:
        more["representative"] = name_of(row.representative)
    if is_desk:
        more |= {"code": stated.get("code", ""), "birth": birth, "document": stated.get("document", "")}
        more["others"] = _others(row).count()
    return _bare(row, actor.language, **more)


def _others(row: Representation) -> QuerySet[Representation]:
    alike = Representation.objects.filter(in_force(snapshot.today()), subject_index=row.subject_index)
    return alike.exclude(pk=row.pk)


def _bare(row: Representation, language: str, **more: Any) -> RepresentationView:
    basis, shape = basis_named(row.basis), provisions.current().representation
    kinds = {one.id: one.title for one in shape.kinds} if shape is not None else {}
    return RepresentationView(
        number=row.number,
        of=row.of,  # type: ignore[arg-type] # only ours are written
        state=_state(row),
        basis=in_language(basis.title, language) if basis is not None else row.basis,
        source=basis.source if basis is not None else "",
        kind=in_language(kinds[row.kind], language) if row.kind in kinds else row.kind,
        is_at_desk=row.is_at_desk,
        asked_at=row.asked_at,
        asked_until=row.asked_until,
        decided_at=row.decided_at,
        reason=row.reason,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        ended_at=row.ended_at,
        end_why=row.end_why,
        end_reason=row.end_reason,
        evidence=row.evidence,
        is_agreed=row.is_agreed,
        **more,
    )


def _state(row: Representation) -> str:
    is_over = row.state == "confirmed" and row.valid_to is not None and row.valid_to < snapshot.today()
    return "over" if is_over else row.state
