"""What the living page of all parts is filled with: invented cases, figures and words, no database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from cuudinh.kernel import clock

SHAPES_ADDRESS = "/mau/dia-ban.json"
_SQUARES = (
    ("mau-1", "Phường Bến Mẫu", 107.575, 16.445),
    ("mau-2", "Phường Đồi Mẫu", 107.575, 16.465),
    ("mau-3", "Phường Rừng Mẫu", 107.600, 16.445),
    ("mau-4", "Phường Chợ Mẫu", 107.600, 16.465),
)


@dataclass(frozen=True, slots=True)
class SampleClock:
    """The clock of an invented case, with the fields that the clock chip reads."""

    tone: str
    due_at: datetime | None
    left_minutes: int | None
    is_extended: bool = False
    is_wall_clock: bool = False
    step_left_minutes: int | None = None


def everything() -> dict[str, Any]:
    """Give all that the living page shows."""
    now = clock.now()
    return {
        "clocks": _clocks(now),
        "cases": _cases(now),
        "entries": _entries(now),
        "why": _why(),
        "units": [(code, name) for code, name, _lon, _lat in _SQUARES],
        "shapes": SHAPES_ADDRESS,
        "faults": {"mau-mo-ta": _("Hãy viết ít nhất 10 chữ để đơn vị xử lý hiểu việc.")},
        "columns": _columns(),
        "rows": _rows(),
        "now": now,
    }


def shapes() -> dict[str, Any]:
    """Give four invented communes as GeoJSON, in the form that every map of ours reads."""
    return {"type": "FeatureCollection", "features": [_square(*square) for square in _SQUARES]}


def _square(code: str, name: str, lon: float, lat: float) -> dict[str, Any]:
    wide, high = 0.025, 0.02
    ring = [[lon, lat], [lon + wide, lat], [lon + wide, lat + high], [lon, lat + high], [lon, lat]]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _clocks(now: datetime) -> tuple[SampleClock, ...]:
    return (
        SampleClock("ok", now + timedelta(days=2), 660),
        SampleClock("soon", now + timedelta(hours=3), 150),
        SampleClock("soon", now + timedelta(minutes=40), 40, is_wall_clock=True),
        SampleClock("late", now - timedelta(days=1), -540),
        SampleClock("ok", now + timedelta(days=6), 2400, is_extended=True, step_left_minutes=300),
        SampleClock("paused", None, None),
        SampleClock("done", now - timedelta(days=3), None),
    )


def _cases(now: datetime) -> tuple[SimpleNamespace, ...]:
    clocks = _clocks(now)
    told = (
        (_("Ổ gà sâu giữa đường, xe máy dễ ngã"), "road", _("Đang xử lý"), "open", clocks[0], 4),
        (_("Đèn đường tắt ba đêm liền trước cổng trường"), "lamp", _("Chờ bổ sung"), "paused", clocks[5], 0),
        (_("Rác chất đống cạnh chợ, bốc mùi"), "rubbish", _("Đang xử lý"), "open", clocks[3], 12),
        (_("Nhánh cây lớn gãy chắn lối đi"), "tree", _("Đã có kết quả"), "done", clocks[6], 1),
    )
    return tuple(
        SimpleNamespace(
            number=f"PA-2026-00{417 + place}",
            title=title,
            icon=icon,
            state_label=state,
            phase=phase,
            clock=its_clock,
            flags=(SimpleNamespace(label=_("Phối hợp"), tone="note"),) if place == 0 else (),
            place=_("%(n)s đường Minh Họa, phường Bến Mẫu") % {"n": 12 + 7 * place},
            unit_label="Phường Bến Mẫu",
            filed_at=now - timedelta(hours=5 + 30 * place),
            follower_count=followers,
            lat=16.452 + 0.008 * (place % 3),
            lon=107.585 + 0.009 * place,
        )
        for place, (title, icon, state, phase, its_clock, followers) in enumerate(told)
    )


def _entries(now: datetime) -> tuple[SimpleNamespace, ...]:
    told = (
        (_("Đã gửi phản ánh"), "", "reporter", _("Ổ gà rộng chừng nửa mét, đã có người ngã."), 30),
        (_("Đã tiếp nhận"), _("Trung tâm điều hành"), "centre", "", 29),
        (
            _("Đã giao đơn vị xử lý"),
            _("Đơn vị quản lý đường bộ"),
            "office",
            _("Hạn xử lý: 7 ngày làm việc."),
            28,
        ),
        (_("Nhắc trước hạn"), "", "system", "", 2),
    )
    return tuple(
        SimpleNamespace(
            label=label,
            office_label=office,
            side=side,
            text=text,
            at=now - timedelta(hours=hours),
            pictures=(),
        )
        for label, office, side, text, hours in told
    )


def _why() -> SimpleNamespace:
    lines = (
        (
            _("Tiếp nhận lúc 15:20 thứ sáu, sau giờ chốt 15:00"),
            _("tính từ thứ hai"),
            _("Lịch làm việc, mục giờ chốt"),
        ),
        (_("Thời hạn của lĩnh vực hạ tầng giao thông"), _("7 ngày làm việc"), _("Quy chế phản ánh, điều 8")),
        (_("Nghỉ lễ trong khoảng này"), _("2 ngày không tính"), _("Lịch nghỉ lễ của năm")),
    )
    return SimpleNamespace(
        title=_("Vì sao có thời hạn này?"),
        lines=[SimpleNamespace(label=label, value=value, source=source) for label, value, source in lines],
    )


def _columns() -> list[dict[str, Any]]:
    number = {"kind": "number", "sorts": True}
    return [
        {"label": _("Đơn vị"), "sorts": True},
        {"label": _("Đã nhận"), **number},
        {"label": _("Đúng hạn"), **number},
        {"label": _("Quá hạn"), **number},
    ]


def _rows() -> list[tuple[str, int, int, int]]:
    names = (
        _("Phường Bến Mẫu"),
        _("Phường Đồi Mẫu"),
        _("Đơn vị quản lý đường bộ"),
        _("Công ty môi trường"),
    )
    counts = ((412, 391, 21), (380, 371, 9), (268, 230, 38), (195, 190, 5))
    return [(name, *three) for name, three in zip(names, counts, strict=True)]
