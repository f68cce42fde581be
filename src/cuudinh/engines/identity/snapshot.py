"""Offices, roles and policy in memory, once per process, and the check that they are still true.

A province has some thousand office periods that change a few times a year, read by nearly every page: they
are kept, and only two tokens in the database are looked at again, at most once a second. Whoever writes
changes a token in the same transaction.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from cuudinh.engines.identity.models import (
    Account,
    OfficeSuccession,
    OfficeVersion,
    PolicyRule,
    Position,
    Reorganisation,
    Revision,
    Role,
)
from cuudinh.engines.identity.reorganisations import endings
from cuudinh.engines.identity.rules import rule_of
from cuudinh.engines.identity.types import (
    Ending,
    OfficeView,
    Policy,
    PositionView,
    ReorganisationView,
    RoleView,
)
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import STATE

FRESH_SECONDS = 1.0

Tokens = tuple[str, str]
NO_TOKENS: Tokens = ("", "")


@dataclass(frozen=True)
class Snapshot:
    """Everything of one side of the organisation at one token: the periods of each office, oldest first."""

    token: str
    domain: str
    zone: str
    country: str
    periods: Mapping[int, tuple[OfficeView, ...]] = field(repr=False)
    ids: Mapping[str, int] = field(repr=False)
    serving: Mapping[tuple[str, str, str], tuple[OfficeView, ...]] = field(repr=False)
    roles: Mapping[str, RoleView] = field(repr=False)
    policy: Policy = field(repr=False)
    positions: Mapping[str, PositionView] = field(repr=False)
    reorganisations: tuple[ReorganisationView, ...] = field(repr=False)
    endings: Mapping[int, Ending] = field(repr=False)

    def on(self, office_id: int, day: date) -> OfficeView | None:
        """Give the period of an office that holds a day."""
        return next((view for view in self.periods.get(office_id, ()) if view.in_force(day)), None)


class _Keeper:
    """The snapshot and the names of staff of this process, and when the tokens were last compared."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, Snapshot] = {}
        self._names: Mapping[int, str] | None = None
        self._tokens = NO_TOKENS
        self._compared_at = float("-inf")

    def current(self, domain: str) -> Snapshot:
        with self._lock:
            self._compare()
            found = self._kept.get(domain)
            if found is None:
                found = self._kept[domain] = _load(self._tokens[0], domain)
            return found

    def names(self) -> Mapping[int, str]:
        with self._lock:
            self._compare()
            if self._names is None:
                self._names = dict(Account.objects.filter(kind="staff").values_list("id", "name"))
            return self._names

    def tokens(self) -> Tokens:
        with self._lock:
            self._compare()
            return self._tokens

    def saw(self, tokens: Tokens) -> None:
        """Take tokens that were read together with something else, such as a session."""
        with self._lock:
            self._take(tokens)
            self._compared_at = time.monotonic()

    def _compare(self) -> None:
        if time.monotonic() - self._compared_at >= FRESH_SECONDS:
            self._take(Revision.objects.values_list("organisation", "accounts").first() or NO_TOKENS)
            self._compared_at = time.monotonic()

    def _take(self, tokens: Tokens) -> None:
        if tokens[0] != self._tokens[0]:
            self._kept = {}
        if tokens[1] != self._tokens[1]:
            self._names = None
        self._tokens = tokens

    def forget(self) -> None:
        with self._lock:
            self._compared_at = float("-inf")


_keeper = _Keeper()


def current(domain: str = STATE) -> Snapshot:
    """Give the snapshot in force of one side; another process's change is seen within `FRESH_SECONDS`."""
    return _keeper.current(domain)


def staff_names() -> Mapping[int, str]:
    """Give the name of every staff account by its number."""
    return _keeper.names()


def tokens() -> Tokens:
    """Give the tokens by which other caches of this engine know that they are out of date."""
    return _keeper.tokens()


def saw(seen: Tokens) -> None:
    """Tell of tokens read just now."""
    _keeper.saw(seen)


def forget() -> None:
    """Make the next read look at the tokens."""
    _keeper.forget()


def today() -> date:
    """Give the day it is in the province."""
    return clock.day_in(current().zone)


def changed(*, organisation: bool = False, zone: str = "", country: str = "") -> None:
    """Give out new tokens, so that every process reads again once this is committed."""
    values = {"accounts": str(ids.uuid7())}
    if organisation:
        values |= {"organisation": str(ids.uuid7())}
    values |= {name: given for name, given in (("zone", zone), ("country", country)) if given}
    Revision.objects.update_or_create(id=1, defaults=values)
    forget()
    transaction.on_commit(forget)


def _load(token: str, domain: str) -> Snapshot:
    zone, country = Revision.objects.values_list("zone", "country").first() or ("UTC", "VN")
    periods: dict[int, list[OfficeView]] = defaultdict(list)
    versions = OfficeVersion.objects.filter(office__domain=domain).select_related("office")
    for row in versions.order_by("valid_from", "id"):
        periods[row.office_id].append(_view(row))
    numbers = {views[0].code: office_id for office_id, views in periods.items()}
    acts = tuple(_act(row, numbers) for row in Reorganisation.objects.order_by("position"))
    roles = {
        row.id: RoleView(row.id, row.title, row.description, row.is_personal)
        for row in Role.objects.order_by("position")
    }
    return Snapshot(
        token=token,
        domain=domain,
        zone=zone,
        country=country,
        periods={office_id: tuple(views) for office_id, views in periods.items()},
        ids=numbers,
        serving=_serving(view for views in periods.values() for view in views),
        roles=roles,
        policy=Policy(
            tuple(
                rule_of(row.id, row.body)
                for row in PolicyRule.objects.order_by("position")
                if row.body.get("domain", STATE) == domain
            ),
            {role.id: role.title for role in roles.values()},
        ),
        positions={row.id: _post(row) for row in Position.objects.order_by("position")},
        reorganisations=acts,
        endings=endings(periods, _successors(), acts),
    )


def _post(row: Position) -> PositionView:
    return PositionView(row.id, row.body["title"], row.body["role"], frozenset(row.body["kinds"]))


def _successors() -> dict[tuple[int, date], list[int]]:
    found: dict[tuple[int, date], list[int]] = defaultdict(list)
    rows = OfficeSuccession.objects.order_by("id").values_list("predecessor_id", "on", "successor_id")
    for predecessor, on, successor in rows:
        found[predecessor, on].append(successor)
    return found


def _act(row: Reorganisation, numbers: Mapping[str, int]) -> ReorganisationView:
    body = row.body
    signed = body.get("signed")
    return ReorganisationView(
        id=row.id,
        title=body["title"],
        since=date.fromisoformat(body["since"]),
        kind=body["kind"],
        offices=tuple(body["offices"]),
        document=body["document"],
        signed=date.fromisoformat(signed) if signed else None,
        divide=tuple(body["divide"]),
        receiver_id=numbers.get(body.get("receiver", "")),
        seats=body.get("seats") or ("move" if body["kind"] == "merge" else "end"),
    )


def _serving(views: Iterable[OfficeView]) -> dict[tuple[str, str, str], tuple[OfficeView, ...]]:
    found: dict[tuple[str, str, str], list[OfficeView]] = defaultdict(list)
    for view in views:
        for function in view.functions:
            found[function, view.unit_code, view.level].append(view)
    return {key: tuple(served) for key, served in found.items()}


def _view(row: OfficeVersion) -> OfficeView:
    return OfficeView(
        id=row.office_id,
        code=row.office.code,
        names=row.names,
        short_names=row.short_names,
        kind=row.kind,
        level=row.level,
        parent_id=row.parent_id,
        unit_code=row.unit_code,
        functions=frozenset(row.functions),
        calendar=row.calendar,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
