"""The organisation as pages show it: the tree of a day, one office through its life, the days on which it changed."""

from collections import Counter, defaultdict
from datetime import date
from typing import Final

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.models import Membership
from cuudinh.engines.identity.queries.codes import codes_of_office
from cuudinh.engines.identity.queries.seats import may_read_organisation, seats_of_office
from cuudinh.engines.identity.seats import on_day, seats_of
from cuudinh.engines.identity.shapes import DOMAINS
from cuudinh.engines.identity.types import Ending, OfficeFile, OfficeNode, OfficeView, UnknownOffice
from cuudinh.kernel.actor import Actor

_DAYS_MOST: Final = 12


def organisation(actor: Actor, day: date) -> tuple[OfficeNode, ...]:
    """Give the offices of the actor's side on a day as a tree, with how many seats are held in each.

    Raises `NotYours`.
    """
    may_read_organisation(actor)
    now = snapshot.current(actor.domain)
    views = [view for office_id in sorted(now.periods) if (view := now.on(office_id, day)) is not None]
    held = Counter(
        Membership.objects.filter(on_day(day), office__domain=actor.domain).values_list(
            "office_id", flat=True
        )
    )
    below: dict[int | None, list[OfficeView]] = defaultdict(list)
    there = {view.id for view in views}
    for view in views:
        below[view.parent_id if view.parent_id in there else None].append(view)
    return _nodes(None, below, held)


def _nodes(
    parent: int | None, below: dict[int | None, list[OfficeView]], held: Counter[int]
) -> tuple[OfficeNode, ...]:
    return tuple(OfficeNode(view, _nodes(view.id, below, held), held[view.id]) for view in below[parent])


def office_file(actor: Actor, code: str) -> OfficeFile:
    """Give everything of one office: its periods, codes, who was before and comes after, and its seats.

    Raises `NotYours`, `UnknownOffice`.
    """
    may_read_organisation(actor)
    now = snapshot.current(actor.domain)
    office_id = now.ids.get(code)
    if office_id is None:
        raise UnknownOffice(office=code)
    before = (one for one in now.endings.values() if office_id in one.heirs)
    return OfficeFile(
        periods=now.periods[office_id],
        codes=codes_of_office(office_id, actor.domain),
        predecessors=tuple(sorted(before, key=lambda one: (one.since, one.code))),
        ending=now.endings.get(office_id),
        seats=seats_of_office(actor, office_id),
    )


def changed_on(actor: Actor) -> tuple[date, ...]:
    """Give the days on which offices of the actor's side ended, the newest first. Raises `NotYours`."""
    may_read_organisation(actor)
    days: set[date] = {one.since for one in _endings(actor)}
    return tuple(sorted(days, reverse=True)[:_DAYS_MOST])


def _endings(actor: Actor) -> tuple[Ending, ...]:
    return tuple(snapshot.current(actor.domain).endings.values())


def other_sides(actor: Actor) -> tuple[str, ...]:
    """Give the other sides of the organisation on which the actor holds seats today."""
    if actor.kind != "staff" or actor.account_id is None:
        return ()
    return tuple(one for one in DOMAINS if one != actor.domain and seats_of(actor.account_id, one))
