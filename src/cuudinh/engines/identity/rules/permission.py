"""Who may do what, and why: pure decisions from one policy, for one thing and for lists alike.

The policy speaks of relations ("officer of the owning office", "reporter"), never of accounts. `can` decides
on one thing, `scope` says on which things the answer would be yes; that both agree is tested as a property.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from cuudinh.engines.identity.types import NEEDS, Decision, Facts, Need, Policy, Rule, Scope, Stop, Words
from cuudinh.kernel.actor import Actor, Behalf, Seat

# A head may do all that an officer of the same office may.
IMPLIED: Final[Mapping[str, frozenset[str]]] = {"head": frozenset({"head", "officer"})}
# Acts that give power to others: nobody does them from a seat that is not their own.
NOT_LENT: Final = frozenset(
    {
        "absence.own",
        "absence.state",
        "account.appoint",
        "account.open",
        "delegation.give",
        "identity.rotate_keys",
    }
)
# Relations that do not come from a role.
PLAIN: Final = frozenset({"anyone", "signed_in", "reporter", "follower", "system"})
# Relations to one thing: they say something of some things only, so a list must be narrowed by them.
OWNER: Final = "owner."
COOPERATING: Final = "cooperating."
RECEIVING: Final = "receiving."
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
    RECEIVING: {"vi": "{role} của nơi tiếp nhận", "en": "{role} of the receiving desk"},
}
_ONLY_WHEN: Final[Mapping[str, Words]] = {
    "published": {"vi": " (khi đã công khai)", "en": " (once published)"},
    "ordinary": {"vi": " (trừ nội dung nhạy cảm)", "en": " (unless sensitive)"},
}
_NEEDS: Final[Mapping[Need, Words]] = {
    "assurance": {"vi": "danh tính được xác thực mức {level}", "en": "an identity proved at level {level}"},
    "strength": {"vi": "đăng nhập bằng hai lớp xác thực", "en": "a sign-in with two factors"},
    "fresh": {"vi": "xác nhận lại rằng chính bạn đang thao tác", "en": "a fresh proof that it is still you"},
    "purpose": {"vi": "lý do được ghi rõ", "en": "a stated purpose"},
}
_WITH: Final[Words] = {"vi": "Bạn làm được việc này khi có: {needs}.", "en": "You may, with {needs}."}
_ONLY_FOR: Final[Words] = {"vi": "Việc này chỉ dành cho: {names}.", "en": "Only for: {names}."}
_NOBODY: Final = Decision(
    False, "deny", {"vi": "Không quy định nào cho phép việc này.", "en": "No rule allows this."}
)


_STOPPED: Final[Mapping[Stop, Decision]] = {
    "restriction": Decision(
        False,
        "deny:restriction",
        {
            "vi": "Chủ thể đã yêu cầu hạn chế xử lý: dữ liệu được giữ nguyên, không ai mở xem.",
            "en": "The person had the use of their data restricted: they are kept, and opened to nobody.",
        },
    ),
    "objection": Decision(
        False,
        "deny:objection",
        {
            "vi": "Chủ thể đã phản đối và được chấp nhận: đơn vị dừng loại xem này cho đến khi rà soát xong.",
            "en": "The person objected and was right: this office stops such looks until that is reviewed.",
        },
    ),
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
    return relation in RELATIVE_PLAIN or relation.startswith((OWNER, COOPERATING, RECEIVING))


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
        if facts.receiving_office_id in seat.scope_ids:
            found |= {RECEIVING + role for role in roles_of(seat)}
    return frozenset(found)


def _standing(actor: Actor) -> frozenset[str]:
    """Give the relations that hold whatever the thing is."""
    found = {"anyone"}
    if actor.is_signed_in:
        found.add("signed_in")
    if actor.kind == "system":
        found.add("system")
    return frozenset(found).union(*(roles_of(seat) for seat in actor.seats))


def _near(held: frozenset[str], facts: Facts) -> frozenset[str]:
    """Give the relations that count for a rule kept to no office: to what is apart, those to the thing itself."""
    if not facts.is_apart:
        return held
    return frozenset(one for one in held if is_relative(one) or one in facts.open_to)


def within(actor: Actor, act: str) -> Actor:
    """Give the actor with the seats that count for an act: of those that others lent, only if lent for it.

    >>> lent = Seat(3, "so-xd", "head", frozenset({3}), Behalf(7, "UQ 1"), frozenset({"case.read_office"}))
    >>> len(within(Actor("staff", 8, seats=(lent,)), "case.list").seats)
    0
    """
    if not actor.is_lent:
        return actor
    return replace(actor, seats=tuple(seat for seat in actor.seats if _counts(seat, act)))


def _counts(seat: Seat, act: str) -> bool:
    if seat.behalf is not None and act in NOT_LENT:
        return False
    return seat.acts is None or act in seat.acts


def standings(actor: Actor, act: str, facts: Facts) -> Iterator[tuple[Behalf | None, Actor]]:
    """Give the ways in which an actor may stand before a thing: by their own seats, then for each of others.

    What somebody holds by name is done for them, as long as it is theirs that is asked for (`held_by`).
    """
    if not actor.is_lent:
        yield None, actor
        return
    ways: dict[Behalf | None, list[Seat]] = {None: []}
    for seat in within(actor, act).seats:
        ways.setdefault(seat.behalf, []).append(seat)
    for behalf in sorted(ways, key=lambda one: one != Behalf(facts.held_by or 0)):
        yield behalf, replace(actor, seats=tuple(ways[behalf]))


def can(actor: Actor, act: str, facts: Facts, policy: Policy, *, is_fresh: bool = False) -> Decision:
    """Decide whether an actor may do an act on a thing, from whichever seat they may act, their own before others'.

    A no is that of all of their seats together.
    """
    if actor.is_lent:
        for behalf, standing in standings(actor, act, facts):
            found = _decided(standing, act, facts, policy, is_fresh=is_fresh)
            if found.allowed:
                return replace(found, behalf=behalf)
    return _decided(within(actor, act), act, facts, policy, is_fresh=is_fresh)


def _decided(actor: Actor, act: str, facts: Facts, policy: Policy, *, is_fresh: bool) -> Decision:
    """Decide by the first rule that allows an act.

    Where a rule means this actor, who only lacks what they can mend, the no says what that is. `is_fresh`:
    somebody proved just now that it is still them. Whom a rule means is told first where the
    person behind the thing had such looks stopped: no proof and no reason mends that.

    >>> rule = Rule("reveal", frozenset({"identity.reveal"}), frozenset({"dispatcher"}), {"vi": "Trực ban."})
    >>> policy = Policy((rule,), {"dispatcher": {"vi": "Trực ban tiếp nhận"}})
    >>> can(Actor("visitor"), "identity.reveal", Facts(), policy).reason()
    'Việc này chỉ dành cho: trực ban tiếp nhận.'
    """
    rules = policy.by_act.get(act, ())
    held = relations(actor, facts)
    near = _near(held, facts)
    nearest: tuple[Rule, tuple[Need, ...]] | None = None
    for rule in rules:
        if rule.who.isdisjoint(near if rule.scope is None else held) or not _holds(rule, actor, facts):
            continue
        if facts.stopped:
            return _STOPPED[facts.stopped]
        needs = needs_of(rule, actor, has_purpose=facts.has_purpose, is_fresh=is_fresh)
        if not needs:
            return Decision(True, rule.id, rule.why)
        if nearest is None or len(needs) < len(nearest[1]):
            nearest = rule, needs
    return _lacking(*nearest) if nearest else _denied(act, rules, policy)


def _holds(rule: Rule, actor: Actor, facts: Facts) -> bool:
    """Whether a rule that names a relation of the actor is about this thing."""
    if rule.scope is not None and not _reaches(rule, actor, facts):
        return False
    if rule.when == "published":
        return facts.published
    return rule.when is None or not facts.sensitive


def _reaches(rule: Rule, actor: Actor, facts: Facts) -> bool:
    helping = _offices(actor, rule, COOPERATING)
    return (
        facts.owner_office_id in _owned(rule, actor)
        or not helping.isdisjoint(facts.cooperating_office_ids)
        or facts.receiving_office_id in _offices(actor, rule, RECEIVING)
    )


def needs_of(rule: Rule, actor: Actor, *, has_purpose: bool, is_fresh: bool) -> tuple[Need, ...]:
    """Give what an actor lacks of what a rule asks for. The system has no session that could be stronger.

    >>> rule = Rule("a", frozenset({"x"}), frozenset({"anyone"}), {"vi": "V."}, assurance=2, is_fresh=True)
    >>> needs_of(rule, Actor("resident", 7, assurance=1), has_purpose=False, is_fresh=False)
    ('assurance', 'fresh')
    """
    if not rule.asks_more:
        return ()
    is_system = actor.kind == "system"
    lacks = {
        "assurance": actor.assurance < rule.assurance,
        "strength": actor.strength < rule.strength and not is_system,
        "fresh": rule.is_fresh and not is_fresh and not is_system,
        "purpose": rule.is_for_purpose and not has_purpose,
    }
    return tuple(need for need in NEEDS if lacks[need])


def _lacking(rule: Rule, needs: tuple[Need, ...]) -> Decision:
    why = {
        language: pattern.format(needs=needs_text(needs, rule.assurance, language))
        for language, pattern in _WITH.items()
    }
    return Decision(False, f"deny:{rule.id}", why, needs, rule.assurance)


def needs_text(needs: Iterable[Need], level: int, language: str) -> str:
    """Give in words what is lacking.

    >>> needs_text(("assurance", "purpose"), 2, "vi")
    'danh tính được xác thực mức 2, lý do được ghi rõ'
    """
    return ", ".join(_NEEDS[need][language].format(level=level) for need in needs)


def _denied(act: str, rules: tuple[Rule, ...], policy: Policy) -> Decision:
    """Say no, and who might: a refusal that names the rule is easier to accept and to correct."""
    if not rules:
        return _NOBODY
    known = policy.denials.get(act)
    if known is None:
        why = {
            language: pattern.format(names=named(rules, policy.titles, language))
            for language, pattern in _ONLY_FOR.items()
        }
        known = policy.denials[act] = Decision(False, f"deny:{rules[0].id}", why)
    return known


def only_for(roles: Iterable[str], titles: Mapping[str, Words], language: str) -> str:
    """Say that something is for some roles only.

    >>> only_for(("head",), {"head": {"vi": "Lãnh đạo đơn vị"}}, "vi")
    'Việc này chỉ dành cho: lãnh đạo đơn vị.'
    """
    names = ", ".join(relation_name(role, titles, language) for role in sorted(roles))
    return _ONLY_FOR.get(language, _ONLY_FOR["vi"]).format(names=names)


def named(rules: Iterable[Rule], titles: Mapping[str, Words], language: str) -> str:
    """Give in words to whom some rules allow, each with its condition.

    >>> named((Rule("a", frozenset({"x"}), frozenset({"anyone"}), {}, "published"),), {}, "vi")
    'mọi người (khi đã công khai)'
    """
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


def scope(
    actor: Actor, act: str, policy: Policy, *, has_purpose: bool = False, is_fresh: bool = False
) -> Scope:
    """Give the things on which `can` would say yes.

    >>> rule = Rule("owner", frozenset({"case.list"}), frozenset({"owner.officer"}), {"vi": "Đơn vị."})
    >>> head = Actor("staff", 7, seats=(Seat(3, "p-phu-xuan", "head", frozenset({3, 4})),))
    >>> sorted(scope(head, "case.list", Policy((rule,))).office_ids)
    [3, 4]
    """
    actor = within(actor, act)
    standing = _standing(actor)
    found = Scope()
    for rule in policy.by_act.get(act, ()):
        if not needs_of(rule, actor, has_purpose=has_purpose, is_fresh=is_fresh):
            found = _wider(found, rule, actor, standing)
    return found


def _wider(found: Scope, rule: Rule, actor: Actor, standing: frozenset[str]) -> Scope:
    """Add what one rule allows. A rule under a condition never names relations to one thing (`check`)."""
    if rule.scope is None and not rule.who.isdisjoint(standing):
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
        office_ids=found.office_ids | _owned(rule, actor),
        cooperating_office_ids=found.cooperating_office_ids | _offices(actor, rule, COOPERATING),
        receiving_office_ids=found.receiving_office_ids | _offices(actor, rule, RECEIVING),
        as_reporter=found.as_reporter or "reporter" in rule.who,
        as_follower=found.as_follower or "follower" in rule.who,
    )


def _owned(rule: Rule, actor: Actor) -> frozenset[int]:
    """Give the offices whose things a rule lets the actor have; a role that is kept to offices counts as theirs."""
    found = _offices(actor, rule, OWNER)
    return found if rule.scope is None else found | _offices(actor, rule, "")


def _offices(actor: Actor, rule: Rule, prefix: str) -> frozenset[int]:
    """Give the offices in which the actor holds a role that the rule names behind the prefix."""
    fitting = (
        frozenset({seat.office_id}) if rule.scope == "office" else seat.scope_ids
        for seat in actor.seats
        if any(prefix + role in rule.who for role in roles_of(seat))
    )
    return frozenset().union(*fitting)


def rule_of(rule_id: str, body: Mapping[str, Any]) -> Rule:
    """Give a rule as the pack writes it.

    >>> rule_of("a", {"may": ["x"], "who": ["head"], "why": {"vi": "V."}, "fresh": True}).is_fresh
    True
    """
    return Rule(
        id=rule_id,
        acts=frozenset(body["may"]),
        who=frozenset(body["who"]),
        why=body["why"],
        when=body.get("when"),
        scope=body.get("scope"),
        assurance=body.get("assurance", 0),
        strength=body.get("strength", 0),
        is_fresh=body.get("fresh", False),
        is_for_purpose="purpose" in body,
    )
