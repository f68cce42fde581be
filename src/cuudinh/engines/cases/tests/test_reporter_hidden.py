"""Nobody but the centre's logged act learns who reported: every reading door, for everybody, in every state.

The doors are taken from the list of the module itself, so a new query without a way to be called here fails
the test instead of slipping past it.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.tests.street import street
from cuudinh.engines.cases.tests.town import NAME, PHONE, Town
from cuudinh.engines.cases.types import ListFilter
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.kernel.geo import Bounds
from cuudinh.kernel.refusal import Refusal

# Everybody: the centre too learns a number only by its logged act.
READERS = (
    *("an.officer", "an.head", "binh.officer", "binh.head", "den.officer", "leader", "neighbour"),
    *("dispatcher", "supervisor"),
)
WORLD = Bounds(-90, -180, 90, 180)
# How each door of the module is called for a case and an actor.
CALLS: dict[str, Callable[[Actor, str], Any]] = {
    "act_form": lambda actor, number: queries.act_form(actor, number=number, act="assign"),
    "handed_over": lambda actor, _: queries.handed_over(actor),
    "held_by": lambda actor, _: queries.held_by(actor, actor.account_id or 0),
    "inheritance_plan": lambda actor, _: queries.inheritance_plan(actor, [1, 2, 3], date(2026, 11, 24)),
    "is_office_case": queries.is_office_case,
    "act_admitted": lambda actor, number: queries.act_admitted(actor, number=number, act="accept"),
    "brief": queries.brief,
    "dossier_facts": lambda _actor, _: [queries.dossier_facts(one) for one in queries.newest_dossiers(9)],
    "dossier_of_number": lambda _actor, number: queries.dossier_of_number(number),
    "centre_buckets": lambda actor, _: queries.centre_buckets(actor),
    "centre_queue": lambda actor, _: [
        queries.centre_queue(actor, queue, ListFilter()) for queue in ("intake", "approval", "all", "overdue")
    ],
    "bundle_of": lambda actor, _: queries.bundle_of(actor, "NOBODYS"),
    "first_step": lambda actor, _: queries.first_step(actor, "NOBODYS"),
    "form_papers": lambda actor, _: queries.form_papers(actor, "NOBODYS"),
    "own_papers": lambda actor, _: queries.own_papers(actor),
    "form_review": lambda actor, _: queries.form_review(actor, "NOBODYS"),
    "form_step": lambda actor, _: queries.form_step(actor, "NOBODYS"),
    "my_drafts": lambda actor, _: queries.my_drafts(actor),
    "my_known_answers": lambda actor, _: queries.my_known_answers(actor),
    "applicant": queries.applicant,
    "desk_dossiers": lambda actor, _: queries.desk_dossiers(actor, "done"),
    "desk_views": lambda actor, _: queries.desk_views(actor),
    "office_day": lambda actor, _: [
        queries.office_day(actor, office) for office in queries.offices_of_day(actor)
    ],
    "process_sheet": queries.process_sheet,
    "register": lambda actor, _: queries.register(
        actor, 1, date(2026, 11, 23), date(2026, 11, 24), with_names=True
    ),
    "office_sheet": queries.office_sheet,
    "own_sheet": queries.own_sheet,
    "filing_admitted": lambda actor, _: queries.filing_admitted(actor, service_id="street"),
    "exchanged_cases": lambda actor, _: queries.exchanged_cases(actor, ListFilter()),
    "refused_due_times": lambda _actor, _: list(queries.refused_due_times(9)),
    "fees_disagreeing": lambda _actor, _: list(queries.fees_disagreeing()),
    "followed_cases": lambda actor, _: queries.followed_cases(actor),
    "my_cases": lambda actor, _: queries.my_cases(actor),
    "cases_of_represented": lambda actor, _: queries.cases_of_represented(actor, "DD-2026-00001"),
    "nearby_cases": lambda actor, _: queries.nearby_cases(
        actor, service_id="street", lat=16.4605, lon=107.5805
    ),
    "numbers_without_meaning": lambda _actor, _: queries.numbers_without_meaning(),
    "office_case": queries.office_case,
    "office_figures": lambda actor, _: queries.office_figures(actor),
    "own_unfinished_cases": lambda actor, _: list(queries.own_unfinished_cases(actor)),
    "public_case": queries.public_case,
    "public_cases": lambda actor, _: queries.public_cases(actor, ListFilter()),
    "public_figures": lambda _actor, _: queries.public_figures(),
    "public_master": lambda _actor, number: queries.public_master(number),
    "public_points": lambda actor, _: queries.public_points(actor, *WORLD, ListFilter()),
    "reporter_case": queries.reporter_case,
    "strays": lambda actor, _: queries.strays(actor),
    "who_could_see": lambda actor, number: queries.who_could_see(actor, number, date(2026, 11, 24)),
    "saved_filters": lambda actor, _: queries.saved_filters(actor),
    "tracked_case": lambda actor, number: queries.tracked_case(actor, number, "0000-0000"),
    "tracked_by_phone": lambda actor, number: queries.tracked_by_phone(actor, number, "0905123456"),
    "unit_figures": lambda actor, _: queries.unit_figures(actor, None, "2026-11"),
    "why": queries.why,
    "wall_snapshot": lambda _actor, _: queries.wall_snapshot(),
    "worklist": lambda actor, _: [
        queries.worklist(actor, ListFilter(bucket=bucket)) for bucket in ("", "tasks", "done", "waiting")
    ],
    "worklist_buckets": lambda actor, _: queries.worklist_buckets(actor),
}
# Doors that read packs, counters, files or what they are given, and no case: they have nothing to tell of anybody.
ABOUT_NO_CASE = {
    "takes_visitors",
    "visitor_form",
    "catalogue",
    "cells",
    "desk_form",
    "closed_days",
    "desks_of",
    "digests",
    "dossier_ids",
    "desk_services",
    "dossier_services",
    "dossier_states",
    "due_backlog",
    "eligibility",
    "fee_quoted",
    "field_report",
    "find_services",
    "form_schema",
    "miscounted_desks",
    "newest_dossiers",
    "offices_for_choice",
    "offices_of_day",
    # These count, and say nothing of any one case.
    "open_at_desk",
    "open_by_unit",
    "open_cases_with_place",
    "open_service",
    "open_work",
    "picture_file",
    "public_states",
    "questions_shown",
    "reading_of",
    "refused_backlog",
    "service_form",
    "service_page",
    "services",
    "shelves",
    "suggest_topics",
    "topics",
    "tracking_hash",
    "zone",
}


def test_every_door_is_called_or_is_known_to_read_no_case() -> None:
    doors = {name for name in queries.__all__ if name[0].islower()}
    assert doors - set(CALLS) - ABOUT_NO_CASE == set()


@pytest.mark.parametrize("start", range(3))
@pytest.mark.asvs("8.2.3", "14.2.4", "15.3.1")
def test_no_door_tells_anybody_who_reported(town: Town, start: int) -> None:
    chance = random.Random(start)
    for number in _cases(town, chance):
        for name in READERS:
            for door, call in CALLS.items():
                _assert_silent(town, door, _asked(call, town[name], number))
        for door, call in CALLS.items():
            _assert_silent(town, door, _asked(call, VISITOR, number))


def _cases(town: Town, chance: random.Random) -> Iterator[str]:
    """Give cases in several states, with the number in every field in which a reporter can write."""
    said = f"Hố số {chance.randrange(90)}, gọi {PHONE} hoặc +84 {PHONE[1:4]} {PHONE[4:]}."
    places: list[dict[str, Any]] = [{"unit": "a-2025"}, {"lat": 16.4605, "lon": 107.5805}]
    place = chance.choice(places)
    told: dict[str, Any] = {"description": said, "landmark": said, "location": {**place, "label": said}}
    asked = town.file(**told)
    town.act("dispatcher", asked, "ask", question="Ở đâu?")
    yield asked
    town.act("resident", asked, "reply", text=said)
    yield asked
    town.act("resident", asked, "withdraw", reason=said)
    yield asked
    joint = town.accepted(**told)
    town.act("an.officer", joint, "request_joint", offices=["den-tinh"], question="Phối hợp kiểm tra giúp.")
    yield joint
    rated = town.resolved(**told)
    town.act("resident", rated, "rate", rating="hai-long", comment=said)
    yield rated
    town.act("resident", rated, "reopen", reason=said)
    yield rated


def test_the_number_is_planted_in_every_field_of_a_reporter() -> None:
    """A field that is new in the service of these tests must be planted in `_cases` too."""
    kinds = {"text", "long_text", "place"}
    asked = {one.id for one in street().shape.questions if one.type in kinds}
    acts = [act for act in street().shape.acts if "reporter" in act.by]
    inputs = {(act.do, one.id) for act in acts for one in act.inputs if one.kind in kinds}
    assert asked == {"description", "landmark", "location"}
    assert inputs == {
        *(("reply", "text"), ("rate", "comment"), ("reopen", "reason"), ("withdraw", "reason")),
    }


def _asked(call: Callable[[Actor, str], Any], actor: Actor, number: str) -> Any:
    """Give what a door answers; a refusal is an answer too, and its words are looked at."""
    try:
        return call(actor, number)
    except Refusal as refusal:
        return {"refused": str(refusal), "facts": refusal.facts}


def _assert_silent(town: Town, door: str, answer: Any) -> None:
    account = town["resident"].account_id
    told = list(_values(answer))
    spoken = " ".join(str(value) for value in told)
    digits = "".join(char for char in spoken if char.isdigit() or char == " ")
    assert NAME not in spoken, door
    assert PHONE not in spoken.replace(" ", ""), door
    assert PHONE[1:] not in digits, door
    named = [value for key, value in _named_values(answer) if "account" in key and value == account]
    assert not named, door


def _values(answer: Any) -> Iterator[Any]:
    """Walk through everything in an answer, however deep."""
    for _key, value in _named_values(answer):
        yield value


def _named_values(answer: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if is_dataclass(answer) and not isinstance(answer, type):
        for field in fields(answer):
            yield from _named_values(getattr(answer, field.name), field.name)
    elif isinstance(answer, dict):
        for name, value in answer.items():
            yield from _named_values(value, str(name))
    elif isinstance(answer, list | tuple | set | frozenset):
        for value in answer:
            yield from _named_values(value, key)
    else:
        yield key, answer
