"""Who holds and held which seat: of one office through all its days, and one seat by its number."""

from datetime import date

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.models import Membership
from cuudinh.engines.identity.queries.accounts import membership_view, staff_name
from cuudinh.engines.identity.queries.permissions import can
from cuudinh.engines.identity.types import Facts, MembershipView, PositionView, SeatHeld, UnknownAccount
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours


def positions(kind: str | None = None) -> tuple[PositionView, ...]:
    """Give the posts of the catalogue in the order of the pack; those that offices of a kind have, if asked."""
    found = snapshot.current().positions.values()
    return tuple(post for post in found if kind is None or not post.kinds or kind in post.kinds)


def seats_of_office(actor: Actor, office_id: int) -> tuple[SeatHeld, ...]:
    """Give who holds, held or will hold what in an office, those of today and later first. Raises `NotYours`."""
    may_read_organisation(actor)
    rows = Membership.objects.filter(office_id=office_id, office__domain=actor.domain).order_by(
        "-valid_from", "-id"
    )
    held = [_held(membership_view(row), actor.language) for row in rows]
    today = snapshot.today()
    return tuple(sorted(held, key=lambda one: _is_over(one.membership, today)))


def seat(actor: Actor, membership_id: int) -> SeatHeld:
    """Give one seat with who holds it. Raises `NotYours`, `UnknownAccount`."""
    may_read_organisation(actor)
    row = Membership.objects.filter(pk=membership_id, office__domain=actor.domain).first()
    if row is None:
        raise UnknownAccount
    return _held(membership_view(row), actor.language)


def may_read_organisation(actor: Actor) -> None:
    """Let pass who may see offices and their seats; raises `NotYours`."""
    if actor.kind != "system" and not can(actor, "organisation.read", Facts()).allowed:
        raise NotYours


def _is_over(view: MembershipView, today: date) -> bool:
    return view.valid_to is not None and view.valid_to < today


def _held(view: MembershipView, language: str) -> SeatHeld:
    now = snapshot.current()
    post, role = now.positions.get(view.position), now.roles.get(view.role)
    words = post.title if post is not None else (role.title if role is not None else {})
    title = words.get(language) or next(iter(words.values()), view.role)
    return SeatHeld(view, staff_name(view.account_id), title)
