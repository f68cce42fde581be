"""What keeps filings out, and what few see: each names what the form asks, and nothing in it contradicts another."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from cuudinh.engines.cases.definitions.check_forms import bank_in, with_bank
from cuudinh.engines.cases.rules.limits import ACCOUNT
from cuudinh.engines.cases.shapes import ServiceShape
from cuudinh.engines.cases.shapes_limits import OncePer, OpenPeriod, Quota
from cuudinh.engines.identity.definitions import roles_of
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.forms.form import is_sealed
from cuudinh.packs.forms.shapes import QuestionShape
from cuudinh.packs.world import PackWorld

# Answers that are the same text whenever they say the same.
_SAYS_WHO: Final = frozenset({"id_number", "phone", "email", "tax_code", "text", "number", "choice", "date"})
_PLACES_MOST: Final = 10_000_000


def limit_faults(world: PackWorld, shape: ServiceShape) -> Iterator[Fault]:
    """Give the faults of what keeps filings out of a service, and of who sees its cases."""
    questions = {one.id: one for one in with_bank(shape, bank_in(world)).questions}
    yield from _overlapping(world, shape.open_during or ())
    for rule in shape.once_per:
        yield from _once_faults(world, shape, rule, questions)
    if shape.quota is not None:
        yield from _quota_faults(world, shape.quota, questions)
    yield from _sight_faults(world, shape)


def _overlapping(world: PackWorld, periods: Sequence[OpenPeriod]) -> Iterator[Fault]:
    in_order = sorted(periods, key=lambda one: one.since)
    for first, second in pairwise(in_order):
        if first.until is None or first.until >= second.since:
            what = f"two periods are open on {second.since}"
            yield world.fault_of(second, what, "since", expected="one period at a time")


def _once_faults(
    world: PackWorld, shape: ServiceShape, rule: OncePer, questions: Mapping[str, QuestionShape]
) -> Iterator[Fault]:
    if ACCOUNT in rule.who and (shape.identity.submit == "anyone" or shape.identity.anonymous):
        what = "no account stands behind a case here, so nobody is known by it"
        yield world.fault_of(rule, what, "who", expected="identity: submit: account, or answers.<question>")
    for named in rule.who:
        name = named.removeprefix("answers.")
        if named == ACCOUNT:
            continue
        question = questions.get(name)
        if question is None:
            yield world.fault_of(
                rule,
                f'unknown question "{name}"',
                "who",
                expected=one_of(questions),
                given=name,
                names=list(questions),
            )
        elif question.type not in _SAYS_WHO or not _is_always_asked(question):
            what = f'"{name}" does not always say who files'
            expected = f"a required question without show_if, of {one_of(_SAYS_WHO)}"
            yield world.fault_of(rule, what, "who", expected=expected)


def _quota_faults(world: PackWorld, quota: Quota, questions: Mapping[str, QuestionShape]) -> Iterator[Fault]:
    for number, row in enumerate(quota.total):
        if not 1 <= row.value <= _PLACES_MOST:
            yield world.fault_of(quota, f"{row.value} places", "total", number, "value", expected="1 or more")
    if quota.by is None:
        return
    question = questions.get(quota.by)
    is_choice = question is not None and question.type == "choice" and _is_always_asked(question)
    if question is None or not is_choice or is_sealed(question):
        what = f'"{quota.by}" is no choice that everybody makes'
        yield world.fault_of(quota, what, "by", expected="a required question of type choice, not personal")


def _is_always_asked(question: QuestionShape) -> bool:
    return question.required and question.show_if is None


def _sight_faults(world: PackWorld, shape: ServiceShape) -> Iterator[Fault]:
    if shape.restricted is None:
        return
    roles = [role.id for role in roles_of(world)]
    for role in shape.restricted.roles:
        if role not in roles:
            yield world.fault_of(
                shape.restricted,
                f'unknown role "{role}"',
                "roles",
                expected=one_of(roles),
                given=role,
                names=roles,
            )
    if shape.publication is not None:
        yield world.fault_of(shape, "what few may see is published", "publication", expected="no publication")
    if shape.states[shape.initial].clock != "office":
        what = "cases that few may see begin with the centre, where everybody sees them"
        yield world.fault_of(shape, what, "restricted", expected="a first state with clock: office")
