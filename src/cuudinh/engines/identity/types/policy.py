"""The policy as it leaves the engine: rules, decisions with their reason, scopes of lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from cuudinh.engines.identity.types.words import Words
from cuudinh.kernel.actor import Behalf

Condition = Literal["published", "ordinary"]
Reach = Literal["office", "below"]
# What an actor whom a rule means may lack, and can mend: in the order in which it is best mended.
Need = Literal["assurance", "strength", "fresh", "purpose"]
# Why looks at somebody's data stand still, whoever might look: they had it restricted, or objected and were right.
Stop = Literal["", "restriction", "objection"]
NEEDS: tuple[Need, ...] = get_args(Need)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the policy must know of the thing at hand, seen from the actor: relations, never identities.

    `is_reporter` and `is_follower` say what this actor is to it; who the reporter is stays out of every rule.
    `has_purpose`: the actor said what for, in words that stay in the log. `stopped`: the person behind it had
    what the act would look at stopped. `held_by`: whose work it is by name. `receiving_office_id`: the desk that
    took it in, which may be of another office. `is_apart`: nobody's but of those who stand in a relation to it, so
    that no role by itself opens it, but those of `open_to`.
    """

    owner_office_id: int | None = None
    cooperating_office_ids: frozenset[int] = frozenset()
    is_reporter: bool = False
    is_follower: bool = False
    published: bool = False
    sensitive: bool = False
    has_purpose: bool = False
    stopped: Stop = ""
    held_by: int | None = None
    receiving_office_id: int | None = None
    is_apart: bool = False
    open_to: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence of the policy: who (by relation) may do which acts, under which condition, and why.

    `scope` keeps roles to the things of their own office, or of that and those below. Then what the actor must
    bring: a level of `assurance`, so many factors (`strength`), one of them just now (`is_fresh`), a purpose.
    """

    id: str
    acts: frozenset[str]
    who: frozenset[str]
    why: Words = field(hash=False)
    when: Condition | None = None
    scope: Reach | None = None
    assurance: int = 0
    strength: int = 0
    is_fresh: bool = False
    is_for_purpose: bool = False

    @property
    def asks_more(self) -> bool:
        """Whether being meant is not enough."""
        return bool(self.assurance or self.strength or self.is_fresh or self.is_for_purpose)


@dataclass(frozen=True)
class Policy:
    """All rules in force and the titles of the roles they name. What no rule allows is denied.

    `denials` are the noes that depend on nothing but the act, made when they are first said.
    """

    rules: tuple[Rule, ...] = ()
    titles: Mapping[str, Words] = field(default_factory=dict, hash=False)
    denials: "dict[str, Decision]" = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def by_act(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules that name each act, in the order of the pack."""
        acts = {act for rule in self.rules for act in rule.acts}
        return {act: tuple(rule for rule in self.rules if act in rule.acts) for act in acts}


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, the rule that says so (`deny:` and the rule that allows others, for a no), and the reason.

    `needs`: what this actor lacks of a rule that means them; with it the answer would be yes. `level` is the
    assurance that rule asks for. `behalf`: whose seat it was that the rule meant, where it was not their own.
    """

    allowed: bool
    rule_id: str
    why: Words = field(hash=False)
    needs: tuple[Need, ...] = ()
    level: int = 0
    behalf: Behalf | None = None

    def reason(self, language: str = "vi") -> str:
        """Give the reason in a language, else in whichever the pack has."""
        return self.why.get(language) or next(iter(self.why.values()))


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything on which one act is allowed to one actor: what a list may show, made of the same rules.

    A thing is inside when any of these holds. `all`, `published` and `ordinary` mean every thing that is not
    apart, every such published one, and every such one that is not sensitive; `as_reporter` and `as_follower` mean
    the actor's own.
    """

    all: bool = False
    office_ids: frozenset[int] = frozenset()
    cooperating_office_ids: frozenset[int] = frozenset()
    receiving_office_ids: frozenset[int] = frozenset()
    as_reporter: bool = False
    as_follower: bool = False
    published: bool = False
    ordinary: bool = False

    def covers(self, facts: Facts) -> bool:
        """Whether a thing is inside; what a list's SQL must agree with."""
        is_open = not facts.is_apart
        return (
            (self.all and is_open)
            or facts.owner_office_id in self.office_ids
            or not self.cooperating_office_ids.isdisjoint(facts.cooperating_office_ids)
            or facts.receiving_office_id in self.receiving_office_ids
            or (self.as_reporter and facts.is_reporter)
            or (self.as_follower and facts.is_follower)
            or (self.published and is_open and facts.published)
            or (self.ordinary and is_open and not facts.sensitive)
        )
