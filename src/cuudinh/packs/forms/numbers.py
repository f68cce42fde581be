"""Numbers that people are known by, checked by the rules they were made by.

An identity number of twelve digits says where a birth was registered, the century and the sex, and the last two
digits of the year (Thông tư 59/2021/TT-BCA, not compared with the gazette). A tax code of ten digits ends in a
check digit (Thông tư 105/2020/TT-BTC, not compared); three more digits name a branch; since 01/07/2025 the
identity number is a tax code as well (Thông tư 86/2024/TT-BTC, not compared).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from cuudinh.packs.forms.faults import Wrong

_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_SPACES: Final = re.compile(r"[\s.\-]")
MALE: Final = "nam"
FEMALE: Final = "nu"


@dataclass(frozen=True, slots=True)
class IdNumber:
    """What an identity number says of its person."""

    registry: str
    year: int
    sex: str


def id_number_said(digits: str) -> IdNumber:
    """Give what the twelve digits of an identity number say.

    >>> id_number_said("046190000123")
    IdNumber(registry='046', year=1990, sex='nu')
    >>> id_number_said("001202012345").year
    2002
    """
    century = int(digits[3])
    year = 1900 + century // 2 * 100 + int(digits[4:6])
    return IdNumber(digits[:3], year, FEMALE if century % 2 else MALE)


def read_id_number(text: str, registries: Collection[str], today: date) -> str:
    """Give an identity number as twelve digits, or raise `Wrong` with what is wrong and how to mend it.

    >>> read_id_number("046 190 000 123", ("046",), date(2026, 1, 1))
    '046190000123'
    """
    digits = _SPACES.sub("", text)
    if not re.fullmatch(r"[0-9]*", digits):
        raise Wrong("Số căn cước chỉ gồm chữ số. Nhập 12 số ghi trên thẻ.")
    if len(digits) != 12:
        raise Wrong("Số căn cước có 12 chữ số, bạn đã nhập {count}. Nhập đủ như trên thẻ.", count=len(digits))
    said = id_number_said(digits)
    if said.registry == "000" or (registries and said.registry not in registries):
        raise Wrong(
            "Ba số đầu {start} không phải mã nơi đăng ký khai sinh nào. Xem lại số trên thẻ.",
            start=said.registry,
        )
    if said.year > today.year:
        raise Wrong("Số này là của người sinh năm {year}, năm chưa tới. Xem lại số trên thẻ.", year=said.year)
    return digits


def agree(digits: str, birth: str, sex: str) -> None:
    """Check that an identity number is of somebody born on that day and of that sex; what is empty is not checked."""
    said = id_number_said(digits)
    if birth and int(birth[:4]) != said.year:
        raise Wrong(
            "Số căn cước này là của người sinh năm {year}, khác ngày sinh đã khai. Xem lại số hoặc ngày sinh.",
            year=said.year,
        )
    if sex in {MALE, FEMALE} and sex != said.sex:
        raise Wrong("Số căn cước này không khớp giới tính đã khai. Xem lại số hoặc giới tính.")


def read_tax_code(text: str) -> str:
    """Give a tax code as offices write it, or raise `Wrong`.

    >>> read_tax_code("0100109106"), read_tax_code("0100686174 001"), read_tax_code("046190000123")
    ('0100109106', '0100686174-001', '046190000123')
    """
    digits = _SPACES.sub("", text)
    if not re.fullmatch(r"[0-9]{10}|[0-9]{12,13}", digits):
        raise Wrong("Mã số thuế có 10 chữ số, 13 chữ số với chi nhánh, hoặc là số căn cước 12 chữ số.")
    if len(digits) == 12:
        return digits
    if int(digits[9]) != _check_digit(digits):
        raise Wrong("Mã số thuế chưa đúng: chữ số thứ mười không khớp các chữ số trước. Xem lại từng số.")
    return digits if len(digits) == 10 else f"{digits[:10]}-{digits[10:]}"


def _check_digit(digits: str) -> int:
    return 10 - sum(int(digit) * weight for digit, weight in zip(digits[:9], _WEIGHTS, strict=True)) % 11
