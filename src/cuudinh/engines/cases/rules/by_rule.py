"""Acts that the platform does by itself when a rule of the country says so, and who is told before it does.

An apology is sent though nobody wrote one; a dossier whose papers never came is not kept open for ever. What is said
stands in the pack; the moments come from the dated rules of the day on which the dossier was filed.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from cuudinh.engines.cases.rules.dossiers import apology_by
from cuudinh.engines.cases.rules.standing import Scene, Standing
from cuudinh.engines.cases.rules.timing import Pace
from cuudinh.engines.cases.service import ServiceDefinition, span_of, words
from cuudinh.engines.cases.shapes import ActShape, ByRule
from cuudinh.kernel.worktime import Span
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

    Each is done once on a case. What fell due in a state that was left is done in the next one that allows it; where
    the time is so short that an act would fall due before anything could be done, it does not.
    """
    for act in service.acts_from(case.state):
        if act.by_rule is None or case.times_done(act.do):
            continue
        moment = _moment(case, service, act.by_rule, pace)
        if moment is None:
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
    latest = _last_apology(case, service, pace)
    if latest is None or latest <= case.counted_from:
        return None
    earlier = pace.before(latest, span_of(rule.lead)) if rule.lead is not None else latest
    return earlier if earlier > case.counted_from else latest


def _last_apology(case: Standing, service: ServiceDefinition, pace: Pace) -> datetime | None:
    rules = service.shape.rules
    return apology_by(case, rules, pace) if rules is not None and not case.is_settled else None


def _span(case: Standing, service: ServiceDefinition, rule: ByRule, pace: Pace) -> SpanShape | None:
    """Give what the rule says of the day on which a case was filed; None where there was no such rule yet."""
    rules = service.shape.rules
    row = value_on(getattr(rules, rule.rule), pace.day_of(case.filed_at)) if rules is not None else None
    return row.value if row is not None else None


def inputs_by_rule(scene: Scene, act: ActShape) -> dict[str, Any]:
    """Give the inputs with which the platform does an act: what the pack says for each kind.

    Where a service allows fewer days at once than its flow names, it is these.
    """
    rule = act.by_rule
    assert rule is not None, "only such acts fall due by a rule"
    said: dict[str, Any] = {
        "span": _days_named(scene, rule.working_days),
        "reason": rule.reason,
        "long_text": words(rule.text, _LANGUAGE),
    }
    return {one.id: said[one.kind] for one in act.inputs if said.get(one.kind) is not None}


def _days_named(scene: Scene, working_days: int | None) -> dict[str, int] | None:
    if working_days is None:
        return None
    longest, wanted = scene.service.shape.deadlines.extension_most, Span(working_days=working_days)
    if longest is not None:
        wanted = min(wanted, span_of(longest), key=lambda span: scene.working.add(scene.at, span))
    return {wanted.unit: wanted.amount}
