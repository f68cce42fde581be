"""A score in words: what it is made of, which threshold it reached, and what each number counts."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cuudinh.engines.insight.rules.scoring import GRADES, SHARES, Outcome
from cuudinh.engines.insight.shapes import IndicatorShape, ScaleShape
from cuudinh.engines.insight.types import Behind
from cuudinh.kernel.numbers import number, percent
from cuudinh.packs.grammar import Text

LABELS: Final[Mapping[str, str]] = {
    "received": gettext_noop("hồ sơ tiếp nhận"),
    "online": gettext_noop("hồ sơ nộp trực tuyến"),
    "digitised": gettext_noop("hồ sơ có giấy tờ đã số hóa"),
    "settled": gettext_noop("hồ sơ đã xong hoặc đã trễ"),
    "on_time": gettext_noop("hồ sơ đúng hạn"),
    "late": gettext_noop("hồ sơ trễ hạn"),
    "closed": gettext_noop("hồ sơ đã có kết quả"),
    "law_early": gettext_noop("hồ sơ trước hạn"),
    "law_on_time": gettext_noop("hồ sơ đúng hạn luật định"),
    "law_late": gettext_noop("hồ sơ quá hạn luật định"),
    "own_early": gettext_noop("hồ sơ đơn vị xong trước hạn"),
    "own_on_time": gettext_noop("hồ sơ đơn vị xong đúng hạn"),
    "own_late": gettext_noop("hồ sơ đơn vị làm trễ"),
    "contacts_none": gettext_noop("hồ sơ không phải bổ sung"),
    "contacts_one": gettext_noop("hồ sơ bổ sung một lần"),
    "contacts_more": gettext_noop("hồ sơ bổ sung nhiều lần"),
    "places_one": gettext_noop("hồ sơ chỉ đến một nơi"),
    "places_two": gettext_noop("hồ sơ phải đến hai nơi"),
    "places_more": gettext_noop("hồ sơ phải đến nhiều nơi"),
    "payable": gettext_noop("hồ sơ phải nộp phí"),
    "paid_online": gettext_noop("hồ sơ nộp phí trực tuyến"),
    "rated": gettext_noop("hồ sơ được đánh giá"),
    "rated_best": gettext_noop("đánh giá hài lòng"),
    "rated_good": gettext_noop("đánh giá chấp nhận được"),
    "rated_bad": gettext_noop("đánh giá không hài lòng"),
    "refused": gettext_noop("hồ sơ bị từ chối hoặc dừng"),
}


def text(said: Text, language: str) -> str:
    """Give a text of a pack in a language, else in the pack's first."""
    return said.get(language) or next(iter(said.values()))


def figure(value: Decimal, language: str) -> str:
    """Give points as offices write them, without needless zeros."""
    return number(value, language, decimals=2)


def words_of(indicator: IndicatorShape, scale: ScaleShape, found: Outcome | None, language: str) -> str:
    """Say what an indicator gave and why, in one sentence."""
    if indicator.why_not is not None:
        return text(indicator.why_not, language)
    if found is None:
        return _("chưa có gì để tính trong kỳ này")
    facts = {
        "points": figure(found.points, language),
        "most": number(scale.most, language),
        "said": text(indicator.said, language),
        "part": number(found.part, language),
        "whole": number(found.whole, language),
    }
    if found.percent is None:
        return _("đạt bình quân %(points)s/%(most)s điểm: %(part)s trên %(whole)s %(said)s") % facts
    facts["percent"] = percent(found.percent, language)
    return _("đạt %(points)s/%(most)s điểm vì %(percent)s %(said)s (%(part)s trên %(whole)s)") % facts


def threshold_of(indicator: IndicatorShape, scale: ScaleShape, found: Outcome | None, language: str) -> str:
    """Say which threshold was reached, or how the scale goes."""
    if scale.full_at is not None:
        return _("đủ điểm từ %(full)s, thấp hơn thì tính theo tỷ lệ") % {
            "full": percent(scale.full_at, language)
        }
    if scale.rows is not None:
        return _reached(scale, found.row if found is not None and found.row is not None else 0, language)
    grades = GRADES[indicator.measure].counts
    assert scale.grades is not None, "the pack was checked"
    return "; ".join(
        _("%(what)s: %(points)s điểm") % {"what": _(LABELS[grades[grade]]), "points": scale.grades[grade]}
        for grade in grades
    )


def _reached(scale: ScaleShape, place: int, language: str) -> str:
    assert scale.rows is not None, "asked of rows only"
    least = percent(Decimal(str(scale.rows[place].at_least)), language)
    if not place:
        return _("ngưỡng từ %(least)s trở lên") % {"least": least}
    upper = percent(Decimal(str(scale.rows[place - 1].at_least)), language)
    return _("ngưỡng từ %(least)s đến dưới %(upper)s") % {"least": least, "upper": upper}


def behind_of(measure: str, counts: Mapping[str, int]) -> tuple[Behind, ...]:
    """Give the numbers of a measure that lead to their cases."""
    if measure in GRADES:
        names = tuple(GRADES[measure].counts.values())
    elif measure in SHARES:
        names = (SHARES[measure].whole, *SHARES[measure].parts)
        names += ("late",) if measure == "on_time" else ()
        names += ("rated_bad",) if measure == "satisfied" else ()
    else:
        names = ()
    return tuple(Behind(name, _(LABELS[name]), counts.get(name, 0)) for name in names if name in LABELS)
