"""Numbers of charges and receipts, and the reference by which a transfer is known, whatever a bank writes around it."""

import re
from datetime import date

from cuudinh.kernel.text import fold

_NOT_SIGNS = re.compile(r"[^0-9A-Z]+")
_NUMBER = re.compile(r"([A-Z]{2})-([0-9]{6})-([0-9]{4,8})")


def number_of(letters: str, day: date, sequence: int) -> str:
    """Give the number of a charge or a receipt.

    >>> number_of("PH", date(2026, 11, 28), 12)
    'PH-261128-0012'
    """
    return f"{letters}-{day:%y%m%d}-{sequence:04d}"


def reference_of(number: str) -> str:
    """Give the reference of a charge: its number without dashes and two digits that show a slip (ISO 7064, 97-10).

    >>> reference_of("PH-261128-0012")
    'PH261128001210'
    """
    bare = number.replace("-", "")
    return f"{bare}{98 - int(_in_digits(bare) + '00') % 97:02d}"


def found_in(words: str, letters: str) -> str | None:
    """Give the number of the charge whose reference stands in the words of a transfer; None where none does.

    Banks add words before and after, change letters to small ones, and cut or add spaces and dashes.

    >>> found_in("MBVCB.9912.ph 261128-001210 nop phi FT26", "PH"), found_in("PH261128001211", "PH")
    ('PH-261128-0012', None)
    """
    signs = _NOT_SIGNS.sub("", fold(words).upper())
    for begun in re.finditer(rf"{letters}(?=[0-9]{{12}})", signs):
        digits = re.match(r"[0-9]*", signs[begun.end() :])
        assert digits is not None, "it matches nothing at least"
        for length in range(4, min(8, len(digits[0]) - 8) + 1):
            number = f"{letters}-{digits[0][:6]}-{digits[0][6 : 6 + length]}"
            if reference_of(number) == letters + digits[0][: 8 + length]:
                return number
    return None


def is_number(text: str) -> bool:
    """Whether a text has the form of a number of a charge or a receipt."""
    return _NUMBER.fullmatch(text) is not None


def _in_digits(text: str) -> str:
    """Letters count from 10, as in an IBAN."""
    return "".join(str(int(sign, 36)) for sign in text)
