"""Phone numbers and mail addresses, brought into the one form in which they are kept."""

import re
from typing import Final

import phonenumbers

from cuudinh.packs.forms.faults import Wrong

MAIL_MOST: Final = 254
# Enough to catch a slip of the hand; whether it can be reached is known only by writing to it.
_MAIL: Final = re.compile(
    r"[^\s@<>()\[\],;:\"\\]{1,64}@(?:[^\s@.<>()\[\],;:\"\\]+\.)+[^\s@.\d<>()\[\],;:\"\\]{2,}"
)


def phone_normal(text: str, country: str) -> str | None:
    """Give a phone number as E.164 (+84905000001), or None when it is none; `country` reads local ones.

    Letters are no digits here, though telephone keypads have them: a login of the office 90101 is no number.

    >>> phone_normal("0905 000 001", "VN"), phone_normal("canbo.n-90101-ubnd", "VN")
    ('+84905000001', None)
    """
    if any(char.isalpha() for char in text):
        return None
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_phone(text: str, country: str) -> str:
    """Give a phone number as it is kept, or raise `Wrong`."""
    normal = phone_normal(text, country)
    if normal is None:
        raise Wrong("Số điện thoại chưa đúng. Nhập đủ các số, ví dụ 0905 123 456.")
    return normal


def read_email(text: str) -> str:
    """Give a mail address, its domain in small letters, or raise `Wrong`.

    >>> read_email("Hoa.Le@Vidu.VN")
    'Hoa.Le@vidu.vn'
    """
    if len(text) > MAIL_MOST or not _MAIL.fullmatch(text):
        raise Wrong("Địa chỉ thư điện tử chưa đúng. Nhập dạng ten@vidu.vn.")
    name, _, domain = text.rpartition("@")
    return f"{name}@{domain.lower()}"
