"""Who may do what, and why: pure decisions from one policy, for one thing and for lists alike.

The policy speaks of relations ("officer of the owning office", "reporter"), never of accounts. `can` decides
on one thing, `scope` says on which things the answer would be yes; that both agree is tested as a property.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from cuudinh.engines.identity.types import Decision, Facts, Policy, Rule, Scope, Words
from cuudinh.kernel.actor import Actor, Seat

# A head may do all that an officer of the same office may.
IMPLIED: Final[Mapping[str, frozenset[str]]] = {"head": frozenset({"head", "officer"})}
# Relations that do not come from a role.
PLAIN: Final = frozenset({"anyone", "signed_in", "reporter", "follower", "system"})
# Relations to one thing: they say something of some things only, so a list must be narrowed by them.
OWNER: Final = "owner."
COOPERATING: Final = "cooperating."
RELATIVE_PLAIN: Final = frozenset({"reporter", "follower"})

_WORDS: Final[Mapping[str, Words]] = {
    "anyone": {"vi": "mọi người", "en": "anyone"},
    "signed_in": {"vi": "người đã đăng nhập", "en": "signed-in people"},
    "reporter": {"vi": "người phản ánh", "en": "the reporter"},
    "follower": {"vi": "người theo dõi", "en": "followers"},
    "system": {"vi": "hệ thống", "en": "the system"},
}
_BESIDE: Final[Mapping[str, Words]] = {
    OWNER: {"vi": "{role} của đơn vị chủ trì", "en": "{role} of the lead office"},
    COOPERATING: {"vi": "{role} của đơn vị phối hợp", "en": "{role} of a cooperating office"},
}
_ONLY_WHEN: Final[Mapping[str, Words]] = {
    "published": {"vi": " (khi đã công khai)", "en": " (once published)"},
    "ordinary": {"vi": " (trừ nội dung nhạy cảm)", "en": " (unless sensitive)"},
}


def roles_of(seat: Seat) -> frozenset[str]:
    """Give the roles a seat stands for.

    >>> sorted(roles_of(Seat(1, "so-xd", "head", frozenset({1}))))
    ['head', 'officer']
    """
    return IMPLIED.get(seat.role, frozenset({seat.role}))


def is_relative(relation: str) -> bool:
    """Whether a relation holds for some things only, so that it depends on the thing at hand.

    >>> is_relative("owner.head"), is_relative("dispatcher")
    (True, False)
    """
    return relation in RELATIVE_PLAIN or relation.startswith((OWNER, COOPERATING))


def relations(actor: Actor, facts: Facts) -> frozenset[str]:
    """Give what an actor is to a thing.

    >>> officer = Actor("staff", 7, seats=(Seat(3, "p-phu-xuan", "officer", frozenset({3, 4})),))
    >>> sorted(relations(officer, Facts(owner_office_id=4)))
    ['anyone', 'officer', 'owner.officer', 'signed_in']
    """
    found = set(_standing(actor))
    found |= {"reporter"} if facts.is_reporter else set()
    found |= {"follower"} if facts.is_follower else set()
    for seat in actor.seats:
        if facts.owner_office_id in seat.scope_ids:
            found |= {OWNER + role for role in roles_of(seat)}
        if not seat.scope_ids.isdisjoint(facts.cooperating_office_ids):
            found |= {COOPERATING + role for role in roles_of(seat)}
    return frozenset(found)


def _standing(actor: Actor) -> frozenset[str]:
    """Give the relations that hold whatever the thing is."""
    found = {"anyone"}
    if actor.is_signed_in:
        found.add("signed_in")
    if actor.kind == "system":
        found.add("system")
    return frozenset(found).union(*(roles_of(seat) for seat in actor.seats))


def can(actor: Actor, act: str, facts: Facts, policy: Policy) -> Decision:
    """Decide whether an actor may do an act on a thing, by the first rule that allows it.

    >>> rule = Rule("reveal", frozenset({"identity.reveal"}), frozenset({"dispatcher"}), {"vi": "Trực ban."})
    >>> policy = Policy((rule,), {"dispatcher": {"vi": "Trực ban tiếp nhận"}})
    >>> can(Actor("visitor"), "identity.reveal", Facts(), policy).reason()
    'Việc này chỉ dành cho: trực ban tiếp nhận.'
    """
    rules = policy.by_act.get(act, ())
    held = relations(actor, facts)
    for rule in rules:
        if not rule.who.isdisjoint(held) and _holds(rule, facts):
            return Decision(True, rule.id, rule.why)
    return _denied(rules, policy.titles)


def _holds(rule: Rule, facts: Facts) -> bool:
    if rule.when == "published":
        return facts.published
    return rule.when is None or not facts.sensitive


def _denied(rules: tuple[Rule, ...], titles: Mapping[str, Words]) -> Decision:
    """Say no, and who might: a refusal that names the rule is easier to accept and to correct."""
    if not rules:
        nobody = {"vi": "Không quy định nào cho phép việc này.", "en": "No rule allows this."}
        return Decision(False, "deny", nobody)
    return Decision(
        False,
        f"deny:{rules[0].id}",
        {
            "vi": f"Việc này chỉ dành cho: {_named(rules, titles, 'vi')}.",
            "en": f"Only for: {_named(rules, titles, 'en')}.",
        },
    )


def _named(rules: Iterable[Rule], titles: Mapping[str, Words], language: str) -> str:
    names = [
        relation_name(relation, titles, language) + (_ONLY_WHEN[rule.when][language] if rule.when else "")
        for rule in rules
        for relation in sorted(rule.who)
    ]
    return ", ".join(dict.fromkeys(names))


def relation_name(relation: str, titles: Mapping[str, Words], language: str) -> str:
    """Give a relation in words.

    >>> relation_name("owner.head", {"head": {"vi": "Lãnh đạo đơn vị"}}, "vi")
    'lãnh đạo đơn vị của đơn vị chủ trì'
    """
    if relation in _WORDS:
        return _WORDS[relation][language]
    for prefix, pattern in _BESIDE.items():
        if relation.startswith(prefix):
            role = relation_name(relation.removeprefix(prefix), titles, language)
            return pattern[language].format(role=role)
    title = titles.get(relation, {})
    return _lower_first(title.get(language) or next(iter(title.values()), relation))


def _lower_first(words: str) -> str:
    """Put a title into the middle of a sentence; an abbreviation such as IOC keeps its capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def scope(actor: Actor, act: str, policy: Policy) -> Scope:
    """Give the things on which `can` would say yes.

    >>> rule = Rule("owner", frozenset({"case.list"}), frozenset({"owner.officer"}), {"vi": "Đơn vị."})
    >>> head = Actor("staff", 7, seats=(Seat(3, "p-phu-xuan", "head", frozenset({3, 4})),))
    >>> sorted(scope(head, "case.list", Policy((rule,))).office_ids)
    [3, 4]
    """
    standing = _standing(actor)
    found = Scope()
    for rule in policy.by_act.get(act, ()):
        found = _wider(found, rule, actor, standing)
    return found


def _wider(found: Scope, rule: Rule, actor: Actor, standing: frozenset[str]) -> Scope:
    """Add what one rule allows. A rule under a condition never names relative relations (`check`)."""
    if not rule.who.isdisjoint(standing):
        if rule.when is None:
            found = replace(found, all=True)
        else:
            found = (
                replace(found, published=True) if rule.when == "published" else replace(found, ordinary=True)
            )
    if rule.when is not None:
        return found
    return replace(
        found,
        office_ids=found.office_ids | _offices(actor, rule, OWNER),
        cooperating_office_ids=found.cooperating_office_ids | _offices(actor, rule, COOPERATING),
        as_reporter=found.as_reporter or "reporter" in rule.who,
        as_follower=found.as_follower or "follower" in rule.who,
    )


def _offices(actor: Actor, rule: Rule, prefix: str) -> frozenset[int]:
    """Give the offices in which the actor holds a role that the rule names behind the prefix."""
    fitting = (
        seat.scope_ids for seat in actor.seats if any(prefix + role in rule.who for role in roles_of(seat))
    )
    return frozenset().union(*fitting)
