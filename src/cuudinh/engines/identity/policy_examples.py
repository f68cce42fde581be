"""Examples of the policy: who asks for what on which thing, and the rule that must allow it, or that none does.

    personas:
      - {id: can-bo, kind: staff, seats: [{role: officer, office: so-a}], assurance: 2}
    examples:
      - {name: the lead office acts, who: can-bo, does: case.act, on: {owner: so-a}, allowed_by: owner-office}
      - {name: others do not, who: can-bo, does: case.act, on: {owner: so-b}, denied: true}

They are the tests of the policy and run whenever a pack is checked, without a database. Offices have names of the
examples' own: a policy holds for every tree.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from pydantic import Field, model_validator

from cuudinh.engines.identity.rules import can
from cuudinh.engines.identity.types import Facts, Need, Policy
from cuudinh.kernel.actor import Actor, Behalf, Seat
from cuudinh.packs.grammar import Code, Shape

_SOMEBODY = 2
_SIGNED_IN = frozenset({"resident", "staff", "client"})


class SeatShape(Shape):
    """A seat of a persona."""

    role: Code = Field(description="The role it holds.")
    office: Code = Field(description="In which office; any name.")
    above: list[Code] = Field(default_factory=list, max_length=20, description="Offices below that one.")
    lent: bool = Field(False, description="It is somebody else's seat.")
    acts: list[Code] = Field(
        default_factory=list, max_length=20, description="Acts for which it is lent; none: all."
    )


class PersonaShape(Shape):
    """Somebody who asks."""

    id: Code = Field(description="Name of the persona, for the examples.")
    kind: Literal["visitor", "resident", "staff", "client", "system"] = Field(description="Kind of actor.")
    seats: list[SeatShape] = Field(default_factory=list, max_length=10, description="Seats held today.")
    assurance: int = Field(0, ge=0, le=3, description="How well it is known who this is.")
    strength: int = Field(0, ge=0, le=2, description="Factors by which the session was proved.")
    fresh: bool = Field(False, description="Whether it was proved just now that it is still them.")


class ThingShape(Shape):
    """What the act is about, seen from the persona."""

    owner: Code | None = Field(None, description="Office in the lead.")
    cooperating: list[Code] = Field(default_factory=list, max_length=10, description="Offices that help.")
    receiving: Code | None = Field(None, description="Office whose desk took it in.")
    apart: bool = Field(False, description="No role by itself opens it, as with dossiers.")
    reporter: bool = Field(False, description="The persona reported it.")
    follower: bool = Field(False, description="The persona follows it.")
    published: bool = Field(False, description="It is public.")
    sensitive: bool = Field(False, description="It is sensitive.")
    purpose: bool = Field(False, description="The persona says what for.")
    stopped: Literal["restriction", "objection"] | None = Field(
        None, description="Its person had the use of their data restricted, or an objection was upheld."
    )


class PolicyExampleShape(Shape):
    """One question and its answer: `allowed_by` the rule, or `denied`."""

    name: str = Field(min_length=3, max_length=200)
    who: Code = Field(description="The persona.")
    does: Code = Field(description="The act.")
    on: ThingShape = Field(default_factory=ThingShape, description="The thing; absent: none.")
    allowed_by: Code | None = Field(None, description="The rule that must allow it.")
    denied: Literal[True] | None = Field(None, description="No rule may allow it.")
    needs: list[Need] = Field(default_factory=list, description="What is lacking where it is denied.")

    @model_validator(mode="after")
    def _one_answer(self) -> "PolicyExampleShape":
        if (self.allowed_by is None) == (self.denied is None):
            raise ValueError("an example has one of allowed_by and denied")
        return self


class PolicyExamplesShape(Shape):
    """`policy/examples.yaml`: questions to the policy, each with its answer."""

    personas: list[PersonaShape] = Field(min_length=1, max_length=100)
    examples: list[PolicyExampleShape] = Field(min_length=1, max_length=1000)


def came_out_otherwise(example: PolicyExampleShape, persona: PersonaShape, policy: Policy) -> Iterator[str]:
    """Give where an example does not hold: what was expected, and what came out."""
    numbers = _Numbers()
    decision = can(
        actor_of(persona, numbers), example.does, _facts(example.on, numbers), policy, is_fresh=persona.fresh
    )
    expected = example.allowed_by or "denied"
    found = decision.rule_id if decision.allowed else "denied"
    if expected != found:
        yield f"expected {expected}, came out {found}: {decision.reason('en')}"
    elif list(decision.needs) != example.needs:
        yield f"expected needs {example.needs}, came out {list(decision.needs)}"


class _Numbers(dict[str, int]):
    """A number for each office of an example."""

    def __missing__(self, code: str) -> int:
        self[code] = number = len(self) + 1
        return number

    def all(self, codes: Iterable[str]) -> frozenset[int]:
        return frozenset(self[code] for code in codes)


def actor_of(persona: PersonaShape, numbers: Mapping[str, int]) -> Actor:
    """Give a persona as an actor; `numbers` gives each of its offices one."""
    return Actor(
        persona.kind,
        account_id=1 if persona.kind in _SIGNED_IN else None,
        seats=tuple(
            Seat(
                numbers[seat.office],
                seat.office,
                seat.role,
                frozenset(numbers[code] for code in (seat.office, *seat.above)),
                behalf=Behalf(_SOMEBODY) if seat.lent else None,
                acts=frozenset(seat.acts) if seat.acts else None,
            )
            for seat in persona.seats
        ),
        assurance=persona.assurance,
        strength=persona.strength,
    )


def _facts(thing: ThingShape, numbers: _Numbers) -> Facts:
    return Facts(
        owner_office_id=numbers[thing.owner] if thing.owner else None,
        cooperating_office_ids=numbers.all(thing.cooperating),
        receiving_office_id=numbers[thing.receiving] if thing.receiving else None,
        is_apart=thing.apart,
        is_reporter=thing.reporter,
        is_follower=thing.follower,
        published=thing.published,
        sensitive=thing.sensitive,
        has_purpose=thing.purpose,
        stopped=thing.stopped or "",
    )
