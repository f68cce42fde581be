"""Reporters and their cards: for themselves, for the information office, and what anybody learns from a QR."""

from dataclasses import replace
from typing import Final

from django.db.models import QuerySet

from cuudinh.engines.identity import fields, snapshot
from cuudinh.engines.identity.looking import note_look, person_of
from cuudinh.engines.identity.models import Account, PersonIdentifier, PressCard, PressRules
from cuudinh.engines.identity.queries.claims import claims_of, level_of
from cuudinh.engines.identity.queries.offices import offices_in_force
from cuudinh.engines.identity.queries.permissions import can
from cuudinh.engines.identity.shapes_clients import PressShape
from cuudinh.engines.identity.stops import stop_of
from cuudinh.engines.identity.types import (
    Facts,
    PressCardView,
    PressFigures,
    PressRulesView,
    PressState,
    PublicCard,
    UnknownPressCard,
)
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.kernel.refusal import NotThere, NotYours, SignInFirst
from cuudinh.packs.grammar import value_on

PAGE_MOST: Final = 50
# The kind of look that a name is.
CONTACT: Final = "contact"


def press_rules() -> PressRulesView:
    """Give the rules of press cards of today. Raises `NotThere` where the pack knows none."""
    row = PressRules.objects.first()
    if row is None:
        raise NotThere
    shape, today = PressShape.model_validate(row.body), snapshot.today()
    months, level = value_on(shape.months, today), value_on(shape.least_level, today)
    if months is None or level is None:
        raise NotThere
    kinds = {kind.id: kind.title for kind in shape.kinds}
    return PressRulesView(kinds, months.value, level.value, shape.function, months.source)


def may_check(actor: Actor) -> str:
    """Give the rule that lets an actor check reporters, in the office that has this function. Raises `NotYours`."""
    function = press_rules().function
    for office in offices_in_force():
        if function in office.functions:
            decision = can(actor, "press.check", Facts(owner_office_id=office.id))
            if decision.allowed:
                return decision.rule_id
    raise NotYours


def may_check_press(actor: Actor) -> bool:
    """Say whether an actor checks reporters."""
    try:
        return bool(may_check(actor))
    except (NotYours, NotThere):
        return False


def own_press_cards(actor: Actor) -> tuple[PressCardView, ...]:
    """Give the actor's own requests and cards, the last first. Raises `SignInFirst`."""
    if actor.account_id is None:
        raise SignInFirst
    return tuple(map(view_of, _cards().filter(account_id=actor.account_id).order_by("-pk")[:10]))


def holds_press_card(actor: Actor) -> bool:
    """Say whether an actor was checked as a reporter, and holds a card that is valid today."""
    mine = _cards().filter(account_id=actor.account_id or 0, state="verified")
    return bool(mine.filter(valid_to__gte=snapshot.today()).exists())


@acting()
def press_cards(actor: Actor, state: str, after: int = 0) -> tuple[PressCardView, ...]:
    """Give requests or cards in one state to the information office; each name is a look that its owner sees.

    Whose owner had such looks stopped stands there without name and outlet: it can be refused or withdrawn still.
    Raises `NotYours`.
    """
    rule = may_check(actor)
    rows = list(_cards().filter(state=state, pk__gt=after).order_by("pk")[:PAGE_MOST])
    return tuple(_read(actor, row, rule) for row in rows)


@acting()
def press_figures(actor: Actor) -> PressFigures:
    """Give how many reporters with a card VNeID vouches for, and who it does not. Raises `NotYours`."""
    rule, today = may_check(actor), snapshot.today()
    holding = _cards().filter(state="verified", valid_to__gte=today).order_by("pk")
    persons = PersonIdentifier.objects.filter(kind="vneid").values("person_id")
    rest = list(holding.exclude(account__person_id__in=persons)[:PAGE_MOST])
    connected = holding.filter(account__person_id__in=persons).count()
    return PressFigures(holding.count(), connected, tuple(_read(actor, row, rule) for row in rest))


def public_card(code: str) -> PublicCard:
    """Give what anybody may know of a card: whether it holds, name, outlet. Raises `UnknownPressCard`.

    Of a reporter who had the use of their data restricted, or erased, only the number and how long it holds.
    """
    row = _cards().filter(code=code.strip().upper(), state__in=["verified", "withdrawn"]).first()
    if row is None or row.valid_to is None:
        raise UnknownPressCard
    is_kept = _is_kept(row.account)
    name, outlet = ("", "") if is_kept else (name_of(row.account), row.outlet)
    return PublicCard(state_of(row), row.number or "", name, outlet, row.valid_to, is_kept)


def _is_kept(account: Account) -> bool:
    """Whether the owner of an account is named to nobody."""
    if account.person_id is None:
        return False
    return bool(stop_of(VISITOR, person_of(account.pk) or account.person_id, CONTACT)) or is_erased(account)


def _cards() -> QuerySet[PressCard]:
    return PressCard.objects.select_related("account__person__key")


def _read(actor: Actor, row: PressCard, rule: str) -> PressCardView:
    """Give a row to who checks, with the look that it is; without a name where such looks are stopped."""
    person_id = person_of(row.account_id)
    is_stopped = person_id is not None and bool(stop_of(actor, person_id, CONTACT))
    if is_stopped or is_erased(row.account):
        return replace(view_of(row, is_named=False), outlet="", is_stopped=is_stopped)
    note_look(
        actor,
        whose=row.account_id,
        what=CONTACT,
        about=("press-card", str(row.pk)),
        purpose="press",
        rule=rule,
        act="press.read",
    )
    return view_of(row)


def state_of(row: PressCard) -> PressState:
    """Give the state of a card today: one whose last day is over is expired, whatever it was."""
    state: PressState = row.state  # type: ignore[assignment] # only ours are written
    if state == "verified" and row.valid_to is not None and row.valid_to < snapshot.today():
        return "expired"
    return state


def name_of(account: Account) -> str:
    """Give the name of the owner of an account."""
    return str(claims_of(account, ("name",)).get("name", ""))


def is_erased(account: Account) -> bool:
    """Whether the owner of an account had their data erased."""
    return account.person is not None and fields.part_of(account.person.key_part) == fields.ERASED


def view_of(row: PressCard, *, is_named: bool = True) -> PressCardView:
    """Give a row as it leaves the engine, with the name of its owner if that is opened."""
    account = row.account
    return PressCardView(
        id=row.pk,
        code=row.code,
        name=name_of(account) if is_named else "",
        outlet=row.outlet,
        kind=row.kind,
        state=state_of(row),
        asked_at=row.asked_at,
        reason=row.reason,
        number=row.number or "",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        level=level_of(account),
        is_connected=PersonIdentifier.objects.filter(person_id=account.person_id, kind="vneid").exists()
        if account.person_id
        else False,
    )
