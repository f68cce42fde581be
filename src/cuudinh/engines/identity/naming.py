"""How names, phone numbers, logins and passwords are brought into one form, and what is wrong with them."""

import re
import unicodedata
from ipaddress import ip_address, ip_network
from typing import Final

import phonenumbers
from django.utils.translation import gettext

from cuudinh.engines.identity.guessable import is_guessable
from cuudinh.kernel.text import fold

_CITIZEN: Final = re.compile(r"^[0-9]{12}$", re.ASCII)
_LOGIN: Final = re.compile(r"^[a-z0-9][a-z0-9._-]{1,59}$")
# In this order: each browser also claims to be those after it.
_BROWSERS: Final = {
    "coc_coc": "Cốc Cốc",
    "Edg": "Edge",
    "SamsungBrowser": "Samsung Internet",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS: Final = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
# Addresses of houses and of the machine itself (RFC 1918, RFC 6598, RFC 4193).
_INSIDE: Final = tuple(
    ip_network(one)
    for one in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)
NAME_MOST: Final = 120
PASSWORD_LEAST: Final = 8
PASSWORD_MOST: Final = 200


def phone_shown(normal: str, country: str) -> str:
    """Give a normal phone number as people of the country write it.

    >>> phone_shown("+84905000001", "VN")
    '0905 000 001'
    """
    number = phonenumbers.parse(normal)
    is_local = phonenumbers.region_code_for_number(number) == country
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL if is_local else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(number, style)


def number_normal(text: str) -> str | None:
    """Give a citizen number as twelve digits, or None when it is none.

    >>> number_normal(" 046 190 000123 "), number_normal("4619000012")
    ('046190000123', None)
    """
    digits = "".join(text.split())
    return digits if _CITIZEN.match(digits) else None


def likeness(name: str, phone: str, birth: str) -> str:
    """Give what two records of one person have alike, whatever the accents of the name.

    >>> likeness("Lê Thị  Hoa", "+84905000001", "1990-12-31")
    'le thi hoa|+84905000001|1990-12-31'
    """
    return f"{fold(name_normal(name))}|{phone}|{birth}"


def login_normal(text: str) -> str:
    """Give a login as it is stored.

    >>> login_normal("  CanBo.So-XD ")
    'canbo.so-xd'
    """
    return unicodedata.normalize("NFC", text).strip().lower()


def name_normal(text: str) -> str:
    """Give a name in composed letters, with single spaces.

    >>> name_normal("  Lê   Thị Hoa ")
    'Lê Thị Hoa'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def device_of(agent: str) -> str:
    """Give browser and system of a User-Agent: enough for its owner to know it by, and no more is kept.

    >>> device_of("Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36")
    'Chrome, Android'
    """
    browser = next((name for mark, name in _BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS.items() if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part)


def place_of(address: str) -> str:
    """Give roughly where an address of the network is: inside a house, or which part of the world's network.

    No more is kept than its owner can recognise, and nothing is guessed about countries.

    >>> place_of("10.0.0.9"), place_of("203.0.113.9"), place_of("2001:db8:0:7::/64"), place_of("")
    ('internal', '203.0', '2001:db8', '')
    """
    try:
        found = ip_address(address.partition("/")[0])
    except ValueError:
        return ""
    # Networks that are set aside for examples count as strangers.
    if any(found in network for network in _INSIDE if network.version == found.version):
        return "internal"
    mark = "." if found.version == 4 else ":"
    return mark.join(str(found).split(mark)[:2])


def name_fault(name: str) -> str:
    """Give what is wrong with a normal name, or nothing."""
    if not name:
        return gettext("Vui lòng nhập họ và tên.")
    if len(name) > NAME_MOST or not name.isprintable():
        return gettext("Họ và tên dài tối đa {most} ký tự.").format(most=NAME_MOST)
    return ""


def phone_fault(normal: str | None) -> str:
    """Give what is wrong with a phone number, or nothing."""
    return "" if normal else gettext("Số điện thoại không đúng. Ví dụ: 0905 123 456.")


def login_fault(login: str) -> str:
    """Give what is wrong with a login, or nothing."""
    if _LOGIN.match(login):
        return ""
    return gettext("Tên đăng nhập gồm chữ thường không dấu, số, dấu chấm hoặc gạch; ít nhất 2 ký tự.")


def password_fault(password: str, *known: str) -> str:
    """Give what is wrong with a new password, or nothing; `known` is what anybody may know of its owner."""
    if len(password) < PASSWORD_LEAST:
        return gettext("Mật khẩu cần ít nhất {least} ký tự.").format(least=PASSWORD_LEAST)
    if len(password) > PASSWORD_MOST:
        return gettext("Mật khẩu dài tối đa {most} ký tự.").format(most=PASSWORD_MOST)
    if len(set(password)) < 3 or is_guessable(password, known):
        return gettext("Mật khẩu này quá dễ đoán. Vui lòng chọn mật khẩu khác.")
    return ""
