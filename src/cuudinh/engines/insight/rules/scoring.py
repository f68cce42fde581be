"""How counts become points: a share against its scale, or grades of dossiers and their average. Exact, rounded once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from cuudinh.engines.insight.shapes import ScaleShape, VerdictShape

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Share:
    """A measure that is a part of a whole: the counts that are added up on both sides."""

    parts: tuple[str, ...]
    whole: str


@dataclass(frozen=True, slots=True)
class Grades:
    """A measure by which every dossier has a grade: each grade with its count."""

    counts: Mapping[str, str]


SHARES: Final[Mapping[str, Share]] = {
    "on_time": Share(("on_time",), "settled"),
    "online": Share(("online",), "received"),
    "digitised": Share(("digitised",), "received"),
    "paid_online": Share(("paid_online",), "payable"),
    "satisfied": Share(("rated_best", "rated_good"), "rated"),
    "services_online": Share(("services_online",), "services"),
    "services_payable": Share(("services_payable",), "services_with_fee"),
    "services_described": Share(("services_described",), "services"),
    "services_at_desk": Share(("services_at_desk",), "services"),
}
GRADES: Final[Mapping[str, Grades]] = {
    "time_by_law": Grades({"early": "law_early", "on_time": "law_on_time", "late": "law_late"}),
    "own_time": Grades({"early": "own_early", "on_time": "own_on_time", "late": "own_late"}),
    "contacts": Grades({"none": "contacts_none", "one": "contacts_one", "more": "contacts_more"}),
    "places": Grades({"one": "places_one", "two": "places_two", "more": "places_more"}),
    "attitude": Grades({"best": "rated_best", "good": "rated_good", "bad": "rated_bad"}),
}
NOT_MEASURED: Final = "none"
HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Points of one indicator, exact to the decimals of its set, with the counts they are made of.

    `percent` is the share, None of grades; `row` the threshold that was reached, where the scale has such.
    """

    points: Decimal
    part: int
    whole: int
    percent: Decimal | None = None
    row: int | None = None


def outcome(measure: str, scale: ScaleShape, counts: Counts, decimals: int) -> Outcome | None:
    """Give the points of a measure by a scale; None where nothing was counted, so that nothing can be said.

    >>> linear = ScaleShape(most=20, full_at=100)
    >>> outcome("on_time", linear, {"on_time": 962, "settled": 1000}, 2).points
    Decimal('19.24')
    >>> outcome("online", ScaleShape(most=6, full_at=50), {"online": 30, "received": 40}, 2).points
    Decimal('6.00')
    >>> outcome("on_time", linear, {}, 2) is None
    True
    """
    if measure in SHARES:
        share = SHARES[measure]
        part, whole = sum(counts.get(name, 0) for name in share.parts), counts.get(share.whole, 0)
        return _of_share(scale, part, whole, decimals) if whole else None
    if measure in GRADES:
        return _of_grades(GRADES[measure], scale, counts, decimals)
    return None


def _of_share(scale: ScaleShape, part: int, whole: int, decimals: int) -> Outcome:
    """Points of a share.

    >>> steps = [{"at_least": least, "points": points} for least, points in ((95, 2), (80, 1), (0, 0))]
    >>> rows = ScaleShape(most=2, rows=steps)
    >>> [_of_share(rows, part, 1000, 2).points for part in (962, 950, 949, 10)]
    [Decimal('2.00'), Decimal('2.00'), Decimal('1.00'), Decimal('0.00')]
    """
    exact = HUNDRED * part / whole
    percent = rounded(exact, 2)
    if scale.rows is not None:
        place = next(n for n, row in enumerate(scale.rows) if exact >= row.at_least)
        points = rounded(Decimal(scale.rows[place].points), decimals)
        return Outcome(points, part, whole, percent, place)
    assert scale.full_at is not None, "a share is scored by rows or in proportion"
    earned = min(Decimal(scale.most), scale.most * exact / scale.full_at)
    return Outcome(rounded(earned, decimals), part, whole, percent)


def _of_grades(grades: Grades, scale: ScaleShape, counts: Counts, decimals: int) -> Outcome | None:
    """Average points of graded dossiers.

    >>> scale = ScaleShape(most=2, grades={"early": 2, "on_time": 1, "late": 0})
    >>> _of_grades(GRADES["time_by_law"], scale, {"law_early": 6, "law_on_time": 3, "law_late": 1}, 1).points
    Decimal('1.5')
    """
    assert scale.grades is not None, "the pack was checked"
    found = {grade: counts.get(name, 0) for grade, name in grades.counts.items()}
    whole = sum(found.values())
    if not whole:
        return None
    total = sum(scale.grades[grade] * n for grade, n in found.items())
    best = next(iter(grades.counts))
    return Outcome(rounded(Decimal(total) / whole, decimals), found[best], whole)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Give a number to so many places; what lies in the middle goes up, as offices count.

    >>> rounded(Decimal("14.95"), 1), rounded(Decimal("0.125"), 2)
    (Decimal('15.0'), Decimal('0.13'))
    """
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def verdict(rows: Sequence[VerdictShape], points: Decimal) -> VerdictShape | None:
    """Give what a sum of points is called; None where the set has no such words.

    >>> rows = [VerdictShape(at_least=15, label={"vi": "Xuất sắc"}), VerdictShape(at_least=0, label={"vi": "Yếu"})]
    >>> verdict(rows, Decimal("15.0")).label["vi"], verdict(rows, Decimal("14.9")).label["vi"]
    ('Xuất sắc', 'Yếu')
    """
    return next((row for row in rows if points >= Decimal(str(row.at_least))), None)
