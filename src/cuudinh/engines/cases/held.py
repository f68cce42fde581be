"""What cases holds about somebody, for their own copy of everything: what they reported, word for word."""

from collections.abc import Sequence
from typing import Any

from cuudinh.engines.cases import known
from cuudinh.engines.cases.models import Party
from cuudinh.engines.cases.store import open_answers, open_words
from cuudinh.engines.identity import ports

_CASES_MOST = 10_000


def cases_of(account_ids: Sequence[int]) -> object:
    """Give the cases some accounts reported, the last first, with the words that others see covered."""
    mine = Party.objects.filter(account_id__in=account_ids, role="reporter").select_related("case")
    return [_told(party) for party in mine.order_by("-filed_at", "-pk")[:_CASES_MOST]]


def _told(party: Party) -> dict[str, Any]:
    case = party.case
    return {
        "number": case.number,
        "filed_at": case.filed_at,
        "state": case.state,
        "topic": case.topic,
        "place": case.place,
        "lat": case.lat,
        "lon": case.lon,
        "text": case.text,
        "words": [{"of": of, "text": text} for of, text in open_words(case.pk)],
        "answers": {**case.answers, **open_answers(case.pk)},
        "answer": case.answer,
        "rating": case.rating,
        "receipt": party.receipt,
    }


def answers_of(account_ids: Sequence[int]) -> object:
    """Give the answers that some accounts need not give again."""
    return known.held_of(list(account_ids))


ports.register_held("cases", cases_of)
ports.register_held("answers", answers_of)
