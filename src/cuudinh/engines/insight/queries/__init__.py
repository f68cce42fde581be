"""Reads of insight: scores, the cases behind them, what is published, and whether it all agrees."""

from cuudinh.engines.insight.definitions import indicator_sets
from cuudinh.engines.insight.queries.agreeing import disagreeing, looked_over
from cuudinh.engines.insight.queries.behind import cases_behind
from cuudinh.engines.insight.queries.permitting import scopes_of
from cuudinh.engines.insight.queries.published import published, refusals, refusals_by_service
from cuudinh.engines.insight.queries.scores import label_of, office_scores, ranked, score
from cuudinh.engines.insight.queries.wording import LABELS
from cuudinh.engines.insight.rules.periods import before, period_of

__all__ = [
    "LABELS",
    "before",
    "cases_behind",
    "disagreeing",
    "indicator_sets",
    "label_of",
    "looked_over",
    "office_scores",
    "period_of",
    "published",
    "ranked",
    "refusals",
    "refusals_by_service",
    "scopes_of",
    "score",
]
