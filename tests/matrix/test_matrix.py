"""Nobody reaches what is not theirs: every address, everybody, their own things and those of others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client

from cuudinh.engines.cases.tests.town import NAME, PASSWORD, PHONE, Town
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.models import Session
from cuudinh.engines.identity.queries.permissions import policy
from cuudinh.engines.identity.rules import can
from cuudinh.engines.identity.types import Facts
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.project import documenting
from cuudinh.web import limits
from cuudinh.web.routes import Route
from tests.desks import HTMX, SESSION_COOKIE, monday_morning
from tests.matrix.people import (
    CANARIES,
    LOGINS,
    PRESS_OFFICE,
    Thing,
    actors,
    kept,
    others,
    owned,
    things,
)
from tests.matrix.table import OPEN, TABLE, Row

PART = "of a part"
SIGN_IN, STEP_UP = "/dang-nhap", "/xac-nhan"
# What desks keep and addresses name: somebody must get through to it, else that it is refused says nothing.
KEPT = ("incident", "concealment", "card", "statement")
# Where who reported stands, for those whom the policy lets know it: who reported is among who asked, too.
KNOWING = {
    "office:reveal": ("identity.reveal",),
    "identity:desk_representation": ("representation.decide",),
    "identity:desk_request": ("privacy.answer",),
    "identity:desk_act": ("privacy.answer",),
}
READ = ("case.read_office", "case.read_own", "case.read_public")


@dataclass
class World:
    """The people, the cases, and how each is signed in."""

    actors: Mapping[str, Actor]
    things: Mapping[str, Thing]
    cookies: Mapping[str, str]
    keys: Mapping[str, str]
    sessions: Mapping[str, int]
    others: Mapping[str, object]
    owned: Mapping[str, Mapping[str, str | int]]

    def whose(self, name: str, persona: str, thing: str) -> str | int:
        """Give what is of a persona's own, or of somebody else's where they have none or others are asked about."""
        held = self.owned[name]
        if thing == "own" and persona in held:
            return held[persona]
        return next(found for whose, found in held.items() if whose != persona)

    def checks_press(self, persona: str) -> bool:
        facts = Facts(owner_office_id=identity.office(PRESS_OFFICE).id)
        return can(self.actors[persona], "press.check", facts, policy(), is_fresh=True).allowed

    def may_read(self, persona: str, thing: str) -> bool:
        return self.allows(persona, thing, READ)

    def allows(self, persona: str, thing: str, acts: tuple[str, ...]) -> bool:
        facts = self.things[thing].facts(persona)
        return any(can(self.actors[persona], act, facts, policy(), is_fresh=True).allowed for act in acts)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with monday_morning() as town:
        yield _world(town)


def _world(town: Town) -> World:
    people, cases = actors(town), things(town)
    tokens = {persona: _token(login, is_key=False) for persona, login in LOGINS.items() if login}
    keys = {persona: _token(login, is_key=True) for persona, login in LOGINS.items() if login}
    found = others(town)
    mine = owned(people, cases)
    found |= kept(town, people["keeper"], str(found["client"]))
    return World(people, cases, {**tokens, "program": ""}, keys, _sessions(people), found, mine)


def _token(login: str, *, is_key: bool) -> str:
    limits.forget_all()
    return identity_commands.sign_in(VISITOR, login=login, password=PASSWORD, is_key=is_key).token


def _sessions(people: Mapping[str, Actor]) -> dict[str, int]:
    """Give a session of each persona, which only its owner may end."""
    found = Session.objects.order_by("id").values_list("account_id", "id")
    of_account = {account_id: number for account_id, number in found}
    return {name: of_account[one.account_id] for name, one in people.items() if one.account_id}


@pytest.mark.slow
@pytest.mark.asvs("8.2.1", "8.2.2", "8.2.3", "8.3.1")
def test_nobody_reaches_what_is_not_theirs(world: World) -> None:
    faults, allowed = [], set()
    for route in documenting.declared_routes():
        row = TABLE.get(route.name, OPEN)
        for thing in CANARIES if "number" in str(row) or row.only else ["own"]:
            for persona in LOGINS:
                expected = _expected(world, route, row, persona, thing)
                for method in _ways(route, row):
                    answer = _asked(world, route, row, persona, thing, method)
                    went = _went_through(answer)
                    allowed |= {route.name} if went and expected else set()
                    where = (
                        f"{method} /{route.address} as {persona} on the {thing} case: {answer.status_code}"
                    )
                    if went and not expected:
                        faults.append(f"{where}, and may not")
                    faults += [f"{where} shows {leak}" for leak in _leaks(world, persona, route, answer)]
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults)
    guarded = {name for name, row in TABLE.items() if row.may}
    assert len(guarded & allowed) >= len(guarded) // 2, f"nobody passes {sorted(guarded - allowed)}"
    real = {name for name, row in TABLE.items() if _names_what_is_kept(world, row)}
    assert real <= allowed, f"what is named there is reached by nobody: {sorted(real - allowed)}"


def _names_what_is_kept(world: World, row: Row) -> bool:
    """Whether an address names something of one person, or of a desk, and is not for other systems alone."""
    named = {f"{{{name}}}" for name in (*world.owned, *KEPT)}
    return row.only != "client" and not named.isdisjoint(row.parts.values())


def _ways(route: Route, row: Row) -> list[str]:
    """Give the methods, and for the things of pages each once more as htmx asks for a part."""
    parts = [f"{method} {PART}" for method in route.methods] if row.parts and not route.by_key else []
    return [*route.methods, *parts]


def _expected(world: World, route: Route, row: Row, persona: str, thing: str) -> bool:
    """Whether somebody may reach an address, from its declaration, the table and the policy."""
    actor = world.actors[persona] if route.by_key or persona != "program" else VISITOR
    if route.who.kind == "watchers":
        return False
    if route.who.kind != "everyone" and not actor.is_signed_in:
        return False
    if route.who.kind == "seated" and not actor.has_role(*route.who.roles):
        return False
    if row.only == "reporter":
        return persona == world.things[thing].reporter
    if row.only == "press":
        return world.checks_press(persona)
    if row.only:
        return row.only == "account" and thing == "own" and _is_theirs(world, row, persona)
    return not row.may or world.allows(persona if actor.is_signed_in else "visitor", thing, row.may)


def _is_theirs(world: World, row: Row, persona: str) -> bool:
    """Whether a persona has what an address names, where that is somebody's own."""
    named = [name for name in world.owned if f"{{{name}}}" in row.parts.values()]
    return all(persona in world.owned[name] for name in named)


def _asked(world: World, route: Route, row: Row, persona: str, thing: str, method: str) -> HttpResponseBase:
    """Ask an address as somebody, and undo what came of it."""
    limits.forget_all()
    method, _, is_part = method.partition(" ")
    client = Client(raise_request_exception=False)
    headers = dict(HTMX) if is_part else {}
    if route.by_key and world.keys.get(persona):
        headers["Authorization"] = f"Bearer {world.keys[persona]}"
    elif world.cookies.get(persona):
        client.cookies[SESSION_COOKIE] = world.cookies[persona]
    names = _names(world, persona, thing)
    address = "/" + _filled_address(route, {key: text.format(**names) for key, text in row.parts.items()})
    given = {key: text.format(**names) if isinstance(text, str) else text for key, text in row.body.items()}
    asked: dict[str, Any] = {"headers": headers}
    if method == "GET":
        asked["query_params"] = {key: text.format(**names) for key, text in row.query.items()}
    else:
        asked |= {"data": given} | ({"content_type": "application/json"} if row.is_json else {})
    with transaction.atomic():
        answer: HttpResponseBase = getattr(client, method.lower())(address, **asked)
        transaction.set_rollback(True)
    return answer


def _names(world: World, persona: str, thing: str) -> dict[str, Any]:
    case = world.things[thing]
    mine = thing == "own" and persona in world.sessions
    somebody = persona if mine else next(one for one in ("supervisor", "leader") if one != persona)
    return {
        "number": case.number,
        "picture": case.picture,
        "charge": case.charge,
        "receipt": case.receipt,
        "session": world.sessions[somebody],
        **{name: world.whose(name, persona, thing) for name in world.owned},
        **world.others,
    }


def _filled_address(route: Route, parts: Mapping[str, str]) -> str:
    text = route.address
    for name, value in parts.items():
        for kind in ("str", "int", "case", "slug"):
            text = text.replace(f"<{kind}:{name}>", value)
    assert "<" not in text, f"{route.name}: the table does not fill {text}"
    return text


def _went_through(answer: HttpResponseBase) -> bool:
    """Whether an answer lets somebody through: not one that refuses, nor one that leads to a door."""
    leads = answer.headers.get("Location", answer.headers.get("HX-Redirect", ""))
    return answer.status_code < 400 and not leads.startswith((SIGN_IN, STEP_UP))


def _leaks(world: World, persona: str, route: Route, answer: HttpResponseBase) -> Iterator[str]:
    """Give what stands in an answer that this persona may not read."""
    said = getattr(answer, "content", b"").decode("utf-8", "replace")
    for thing, canary in CANARIES.items():
        if canary in said and not world.may_read(persona, thing):
            yield f"the words of the {thing} case"
    acts = KNOWING.get(route.name, ())
    may_know = persona == "reporter" or (bool(acts) and world.allows(persona, "own", acts))
    if not may_know and (PHONE in said or NAME in said):
        yield "who reported"


def test_the_matrix_sees_an_open_door() -> None:
    """A planted answer of each kind is told apart."""
    for status, headers, through in (
        (200, {}, True),
        (303, {"Location": "/lam-viec"}, True),
        (303, {"Location": "/dang-nhap?tiep=/"}, False),
        (303, {"Location": "/xac-nhan"}, False),
        (403, {}, False),
        (404, {}, False),
    ):
        answer = HttpResponseBase(status=status, headers=headers)
        assert _went_through(answer) is through


def test_staff_hold_no_seat_they_were_not_given(world: World) -> None:
    assert identity.staff_actor(world.actors["auditor"].account_id or 0).roles == {"auditor"}
