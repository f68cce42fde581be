"""What is alike: a topic by its words, a title by its text, a duplicate by place and time."""

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from cuudinh.engines.cases.shapes import TopicShape
from cuudinh.kernel.geo import Bounds
from cuudinh.kernel.text import fold

TITLE_LENGTH: Final = 90
_METRES_PER_DEGREE: Final = 111_320.0


def title_of(text: str) -> str:
    """Give the first sentence of a text, cut at a word when it is long.

    >>> title_of("Ổ gà lớn trước số 12. Xe máy dễ ngã.")
    'Ổ gà lớn trước số 12'
    """
    line = " ".join(text.split())
    for mark in (". ", "! ", "? "):
        line = line.split(mark, 1)[0]
    line = line.rstrip(".!? ")
    if len(line) <= TITLE_LENGTH:
        return line
    return line[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(",;: ") + "…"


def suggest_topics(topics: Iterable[TopicShape], text: str) -> tuple[str, ...]:
    """Give the topics whose words occur in a text, the best first; accents may be missing.

    Longer words weigh more: "nắp cống" says more than "cống". Words are matched whole, so that "cây" does
    not find a "cay-xanh" inside "cayenne".
    """
    folded = f" {''.join(c if c.isalnum() else ' ' for c in fold(text))} "
    folded = " ".join(["", *folded.split(), ""])
    scored = [(_weight(topic, folded), place, topic.id) for place, topic in enumerate(topics)]
    return tuple(topic_id for weight, _, topic_id in sorted(scored, key=_best_first) if weight > 0)


def _best_first(scored: tuple[int, int, str]) -> tuple[int, int]:
    weight, place, _ = scored
    return -weight, place


def _weight(topic: TopicShape, folded: str) -> int:
    found = {fold(word) for word in topic.words if f" {fold(word)} " in folded}
    return sum(len(word) for word in found)


def duplicate_score(distance_m: float, days_apart: float, *, within_m: int, within_days: int) -> float:
    """Give how likely two reports of one topic are the same, from 0 to 1; near in place counts twice.

    >>> duplicate_score(0, 0, within_m=60, within_days=14)
    1.0
    >>> duplicate_score(61, 0, within_m=60, within_days=14)
    0.0
    """
    if distance_m > within_m or days_apart > within_days:
        return 0.0
    return round((2 * (1 - distance_m / within_m) + (1 - days_apart / within_days)) / 3, 3)


@lru_cache(maxsize=4_096)
def round_place(lat: float, lon: float, metres: int) -> tuple[float, float]:
    """Move a point to the middle of a square of this size, so that nobody reads a house out of a report.

    >>> round_place(16.46371, 107.59092, 20)
    (16.463798, 107.590908)
    """
    if metres == 0:
        return lat, lon
    step_lat = metres / _METRES_PER_DEGREE
    row = math.floor(lat / step_lat)
    # The width of a degree is taken in the middle of the row, so that all of one square get one point.
    middle = (row + 0.5) * step_lat
    step_lon = metres / (_METRES_PER_DEGREE * max(math.cos(math.radians(middle)), 0.01))
    return round(middle, 6), round((math.floor(lon / step_lon) + 0.5) * step_lon, 6)


def window_around(window: Bounds, metres: int) -> Bounds:
    """Widen a window so that it holds every point whose place rounded to so many metres lies in the window.

    >>> window_around(Bounds(16.0, 107.0, 17.0, 108.0), 20).south < 16.0 - 10 / 111_320
    True
    """
    tall = metres / _METRES_PER_DEGREE
    furthest = min(max(abs(window.south), abs(window.north)) + tall, 90)
    wide = tall / max(math.cos(math.radians(furthest)), 0.01)
    return Bounds(window.south - tall, window.west - wide, window.north + tall, window.east + wide)
