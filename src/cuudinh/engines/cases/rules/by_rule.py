"""Acts that the platform does by itself when a rule of the country says so, and who is told before it does.

An apology is sent though nobody wrote one; a dossier whose papers never came is not kept open for ever. What is said
stands in the pack; the moments come from the dated rules of the day on which the dossier was filed.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from cuudinh.engines.cases.rules.standing import Standing
from cuudinh.engines.cases.rules.timing import Pace
from cuudinh.engines.cases.service import ServiceDefinition, span_of, words
from cuudinh.engines.cases.shapes import ActShape, ByRule
from cuudinh.packs.grammar import SpanShape, value_on

# Papers and letters are written in the language of the State.
_LANGUAGE: Final = "vi"


def warn_mark(verb: str) -> str:
    """Give the name under which `act_counts` remembers that people were told of an act to come.

    >>> warn_mark("no_reply")
    'warn.no_reply'
    """
    return f"warn.{verb}"


def rule_moments(case: Standing, service: ServiceDefinition, pace: Pace) -> Iterator[tuple[str, datetime]]:
    """Give what falls due by rule in the state in which a case stands: `warn:<verb>` and `rule:<verb>`.

    Each is done once on a case. Where the time is so short that an act would fall due before anything could be done,
    it does not.
    """
    for act in service.acts_from(case.state):
        if act.by_rule is None or case.times_done(act.do):
            continue
        moment = _moment(case, service, act.by_rule, pace)
        if moment is None or moment <= max(case.counted_from, case.state_since):
            continue
        yield f"rule:{act.do}", moment
        if act.by_rule.warn is not None and not case.times_done(warn_mark(act.do)):
            yield f"warn:{act.do}", pace.before(moment, span_of(act.by_rule.warn))


def _moment(case: Standing, service: ServiceDefinition, rule: ByRule, pace: Pace) -> datetime | None:
    span = _span(case, service, rule, pace)
    if span is None:
        return None
    if rule.rule == "supplement_within":
        return Pace(pace.calendar).add(case.state_since, span_of(span))
    if case.due_at is None or case.is_settled:
        return None
    latest = pace.before(case.due_at, span_of(span))
    return pace.before(latest, span_of(rule.lead)) if rule.lead is not None else latest


def _span(case: Standing, service: ServiceDefinition, rule: ByRule, pace: Pace) -> SpanShape | None:
    """Give what the rule says of the day on which a case was filed; None where there was no such rule yet."""
    rules = service.shape.rules
    row = value_on(getattr(rules, rule.rule), pace.day_of(case.filed_at)) if rules is not None else None
    return row.value if row is not None else None


def inputs_by_rule(act: ActShape) -> dict[str, Any]:
    """Give the inputs with which the platform does an act: what the pack says for each kind."""
    rule = act.by_rule
    assert rule is not None, "only such acts fall due by a rule"
    said: dict[str, Any] = {
        "span": rule.working_days,
        "reason": rule.reason,
        "long_text": words(rule.text, _LANGUAGE),
    }
    return {one.id: said[one.kind] for one in act.inputs if said.get(one.kind) is not None}
