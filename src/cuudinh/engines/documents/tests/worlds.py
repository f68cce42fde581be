"""A small province in which papers are issued, and one paper of each kind."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import yaml

from cuudinh.engines.documents.definitions import PapersShape
from cuudinh.engines.documents.types import (
    Apology,
    Handover,
    Paper,
    ProcessSheet,
    Receipt,
    Register,
    RegisterLine,
    Rejection,
    StopNotice,
    SupplementRequest,
)
from cuudinh.engines.identity.definitions import OfficeRow, PolicyShape, RolesShape
from cuudinh.packs.grammar import Shape
from cuudinh.packs.manifest import PackShape
from cuudinh.packs.world import Located, PackWorld

PACK: Final = Path(__file__).resolve().parents[5] / "packs" / "vn"
FILE: Final = "papers/one-stop.yaml"
CODE: Final = "000.00.15.X01-261127-0042"
NAME: Final = "Nguyễn Thị Hường"
MORNING: Final = datetime.fromisoformat("2026-11-27T09:15+07:00")
DUE: Final = datetime.fromisoformat("2026-11-30T11:00+07:00")
_OF_ALL: Final[dict[str, Any]] = {"place": "Phú Xuân", "code": CODE, "desk": "Bộ phận Một cửa"}
_APPLICANT: Final[dict[str, Any]] = {
    "applicant": NAME,
    "address": "Số 12, kiệt 34, đường Ưu Đàm",
    "phone": "0905 123 456",
    "email": "huong@example.vn",
    "service": "Đăng ký khai sinh",
}


OFFICES: Final = {"ubnd": "", "p-phu-xuan": "ubnd", "so-xd": "ubnd"}


def said() -> dict[str, Any]:
    """Give what the national frame says of papers, to be changed by a test."""
    return _read(FILE)


def _read(path: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((PACK / path).read_text("utf-8"))
    return found


def _office(code: str, parent: str) -> OfficeRow:
    return OfficeRow(
        code=code,
        name_vi=f"Đơn vị {code}",
        kind="department",
        level="province",
        parent=parent,
        unit="46-2025-01",
        calendar="gio-hanh-chinh",
        valid_from="2025-01-01",
    )


def papers_world(papers: Mapping[str, Any] | None = None) -> PackWorld:
    """Give a province of three offices with the papers of the national frame, or with others."""
    manifest = PackShape(
        id="test",
        version=1,
        names={"vi": "Thử nghiệm"},
        requires={},
        languages=["vi"],
        timezone="Asia/Ho_Chi_Minh",
        country="VN",
        root_office="ubnd",
        owners=["test"],
        licence="Apache-2.0",
    )
    shapes: list[tuple[str, Shape]] = [
        ("pack.yaml", manifest),
        *(("organisation/offices.csv", _office(code, parent)) for code, parent in OFFICES.items()),
        ("organisation/roles.yaml", RolesShape.model_validate(_read("organisation/roles.yaml"))),
        ("policy/papers.yaml", PolicyShape.model_validate(_read("policy/papers.yaml"))),
        (FILE, PapersShape.model_validate(papers or said())),
    ]
    records: tuple[Located[Any], ...] = tuple(Located(path, 1, shape) for path, shape in shapes)
    return PackWorld(manifest=manifest, packs=(), files={}, origins={}, records=records)


def receipt(**changes: Any) -> Receipt:
    """Give a receipt."""
    values: dict[str, Any] = {
        "parts": ("Tờ khai đăng ký khai sinh", "Giấy chứng sinh"),
        "term": "01 ngày làm việc",
        "received_at": MORNING,
        "due_at": DUE,
        "collect_at": "Bộ phận Một cửa",
        "officer": "Trần Văn Ước",
    }
    return Receipt(**_OF_ALL, **_APPLICANT, **values | changes)


def one_of_each() -> tuple[Paper, ...]:
    """Give a paper of every kind."""
    both: dict[str, Any] = {**_OF_ALL, **_APPLICANT}
    late: dict[str, Any] = {"received_at": MORNING, "signer": "Phạm Đình Khuê"}
    handed = Handover(office="Một cửa", giver="Ước", taker="Quỳnh", given_at=MORNING, result="Đúng hạn")
    line = RegisterLine(
        code=CODE,
        service="Đăng ký khai sinh",
        applicant=NAME,
        lead="Phường",
        received_at=MORNING,
        due_at=DUE,
    )
    return (
        receipt(),
        SupplementRequest(
            **both,
            missing=("Bản chính Giấy chứng sinh",),
            reason="Bản chụp không đọc được.",
            helper="bà Quỳnh",
            helper_phone="0234 3 822 822",
            officer="Lê Thị Quỳnh",
        ),
        Rejection(**both, reason="Đã được đăng ký.", officer="Trần Văn Ước"),
        Apology(**both, **late, due_at=DUE, reason="Mưa lũ.", new_due_at=DUE),
        StopNotice(**both, **late, reason="Người nộp rút hồ sơ."),
        ProcessSheet(**_OF_ALL, service="Đăng ký khai sinh", lead="Phòng Văn hóa - Xã hội", rows=(handed,)),
        Register(**_OF_ALL, field_name="Hộ tịch", year="2026", rows=(line, line)),
    )
