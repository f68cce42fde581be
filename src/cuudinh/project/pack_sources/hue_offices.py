"""Offices of Huế that handle field reports, in time, with the functions they serve.

The compiled tree also holds councils, Party bodies, schools and courts, which answer no report and are
left out. A version of an office is cut wherever the structure of units changed, because the unit it
serves is then another one.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from cuudinh.project.pack_sources.hue_units import MIDDLE, NEW, OLD, unit_code
from cuudinh.project.pack_sources.tables import Row, read

KINDS = {
    "people_committee",
    "department",
    "sub_department",
    "division",
    "ioc",
    "citizen_reception",
    "civil_defence_command",
    "land_office",
    "heritage_centre",
    "public_utility",
    "reservoir_operator",
    "company",
    "police_province",
    "police_division",
    "police_district",
    "commune_police",
}
PUBLIC_UNITS = {"ttpvhcc", "ban-atgt", "tt-cntt", "tt-cap-cuu-115"}
LEFT_OUT = {"vp-dbqh-hdnd", "ban-tdkt"}
# The source ends a department that absorbed another and begins one of the same name; here it lives on.
SAME_OFFICE = {
    "so-tai-chinh-cu": "so-tai-chinh",
    "so-xay-dung-cu": "so-xay-dung",
    "so-khcn-cu": "so-khcn",
    "so-noi-vu-cu": "so-noi-vu",
}
FUNCTIONS = {
    "ioc": "tiep-nhan",
    "so-xay-dung": "giao-thong;cau-duong;xay-dung",
    "so-xay-dung-cu": "xay-dung",
    "so-gtvt": "giao-thong;cau-duong",
    "ban-atgt": "an-toan-giao-thong",
    "so-nnmt": "moi-truong;dat-dai",
    "so-tnmt": "moi-truong;dat-dai",
    "so-khcn": "vien-thong",
    "so-tttt": "vien-thong",
    "so-van-hoa-the-thao": "van-hoa;bao-chi",
    "so-du-lich": "du-lich",
    "so-y-te": "y-te;an-toan-thuc-pham",
    "so-cong-thuong": "thi-truong",
    "ttbt-di-tich": "di-tich",
    "tt-cong-vien": "cay-xanh",
    "hepco": "rac-thai-do-thi;chieu-sang;thoat-nuoc",
    "huewaco": "cap-nuoc",
    "pc-hue": "dien-luc",
    "vnpt-hue": "cap-vnpt",
    "viettel-hue": "cap-viettel",
    "mobifone-hue": "cap-mobifone",
    "thuy-loi-hue": "thuy-loi",
    "cc-thuy-loi": "de-dieu",
    "cc-kiem-lam": "kiem-lam",
    "bch-ptds": "thien-tai",
    "bch-pctt": "thien-tai",
    "cong-an": "an-ninh",
    "ca-csgt": "vi-pham-giao-thong",
    "ca-pccc": "chay-no",
    "vp-dkdd": "dang-ky-dat-dai",
    "ttpvhcc": "thu-tuc-hanh-chinh",
    "tt-cap-cuu-115": "cap-cuu",
}
_OF_KIND = {
    ("people_committee", "commune"): "ha-tang;moi-truong;trat-tu-do-thi;dat-dai;van-hoa",
    ("people_committee", "district"): "ha-tang;moi-truong;trat-tu-do-thi;dat-dai;van-hoa",
    ("commune_police", "commune"): "an-ninh",
    ("police_district", "district"): "an-ninh",
}
_TURNS = (OLD, MIDDLE, NEW)
_SHORT = {
    "Ủy ban nhân dân": "UBND",
    "Trung tâm Giám sát, điều hành đô thị thông minh (HueIOC)": "HueIOC",
    "Công ty Cổ phần Môi trường và Công trình đô thị Huế (HEPCO)": "HEPCO",
    "Công ty Cổ phần Cấp nước Huế (HueWACO)": "HueWACO",
    "Công ty Điện lực Huế": "PC Huế",
    "Trung tâm Công viên Cây xanh Huế": "TT Công viên Cây xanh",
    "Trung tâm Phục vụ hành chính công": "TTPVHCC",
    "Văn phòng": "VP",
    "Công an": "CA",
    "Chi cục": "CC",
    "Ban Chỉ huy": "BCH",
}


def offices(facts: Path) -> list[Row]:
    """Give the handling offices, each version within one structure of units."""
    kept = [row for row in read(facts / "organisations_hue.csv") if _handles_reports(row)]
    codes = {_code(row["id"]) for row in kept}
    return [piece for row in kept for piece in _pieces(row, codes)]


def _handles_reports(row: Row) -> bool:
    if row["id"] in PUBLIC_UNITS:
        return True
    is_education = row["level"] == "district" and row["kind"] == "division"
    return row["kind"] in KINDS and row["id"] not in LEFT_OUT and not is_education


def _code(source_id: str) -> str:
    return SAME_OFFICE.get(source_id, source_id)


def _pieces(row: Row, codes: set[str]) -> Iterator[Row]:
    """Cut a version at each change of structure and at the first known one; the last names successors."""
    first, last = max(row["valid_from"], OLD), row["valid_to"]
    turns = [turn for turn in _turns(row["level"]) if first < turn and (not last or turn <= last)]
    starts = [first, *turns]
    ends = [_day_before(turn) for turn in turns] + [last]
    for since, until in zip(starts, ends, strict=True):
        yield _office(row, since, until, _successors(row, codes) if until == last else "")


def _turns(level: str) -> tuple[str, ...]:
    return (MIDDLE,) if level == "province" else (MIDDLE, NEW)


def _day_before(day: str) -> str:
    return str(date.fromisoformat(day) - timedelta(1))


def _successors(row: Row, codes: set[str]) -> str:
    own = _code(row["id"])
    named = [code for code in row["successor"].split(";") if code in codes and code != own]
    return ";".join(named)


def _office(row: Row, since: str, until: str, successors: str) -> Row:
    functions = FUNCTIONS.get(row["id"]) or _OF_KIND.get((row["kind"], row["level"]), "")
    return {
        "code": _code(row["id"]),
        "name_vi": _spelled(row["name_vi"]),
        "name_en": row["name_en"],
        "short_vi": _short(_spelled(row["name_vi"])),
        "kind": row["kind"].replace("_", "-"),
        "level": row["level"],
        "parent": _code(row["parent"]),
        "unit": unit_code(row["area_code"], _unit_since(row["level"], since)),
        "functions": functions,
        "calendar": "vn-hanh-chinh",
        "valid_from": since,
        "valid_to": until,
        "successors": successors,
        "mark": row["mark"],
        "source": "Cơ cấu tổ chức do dự án biên soạn, 2026-11",
    }


def _unit_since(level: str, since: str) -> str:
    begun = [turn for turn in _TURNS if turn <= since and not (level == "province" and turn == NEW)]
    return begun[-1]


def _spelled(name: str) -> str:
    """Put the tone of place names where the register of units puts it: Hóa, Thủy; not Hoá, Thuỷ."""
    return name.replace("Hoá", "Hóa").replace("Thuỷ", "Thủy").replace("Hoà", "Hòa")


def _short(name: str) -> str:
    for long, short in _SHORT.items():
        if name.startswith(long):
            return (short + name.removeprefix(long)).strip()
    return name
