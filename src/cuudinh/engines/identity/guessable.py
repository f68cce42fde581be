"""Which passwords are guessed first: those that many people have, and those that say who their owner is.

Whoever guesses begins with such lists, so a password on them is none, however often guessing is slowed down.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from django.contrib.auth.password_validation import CommonPasswordValidator

from cuudinh.kernel.text import fold

# A run, a date and a telephone number are shorter; and whoever types only figures types one of these.
DIGITS_LEAST: Final = 12
# What stands at the head of lists of stolen passwords, and what Vietnamese habits add to them, without digits.
_COMMON: Final = frozenset(
    """
    password passwd pass passwords matkhau matkhaumoi matkhaucua matkhaucuatoi khongcomatkhau khongbiet
    admin administrator adminadmin root user guest test tester testtest demo login default master system
    quantri quantrivien canbo nhanvien vanphong dangnhap taikhoan nguoidung qwerty qwertyu qwertyui
    qwertyuiop qwert qwer qwe asdf asdfg asdfgh asdfghjk asdfghjkl asdasd asdasdasd zxcv zxcvb zxcvbn
    zxcvbnm qazwsx qazwsxedc wsxedc azerty qweasd qweasdzxc qaz wsx zaq xsw abc abcd abcde abcdef
    abcdefg abcdefgh abcabc aabbcc iloveyou iloveu ilove loveyou lovely love mylove forever anhyeuem
    emyeuanh yeuem yeuanh anhyeu emyeu yeumotnguoi nhoem nhoanh nhoemnhieu anhnhoem emnhoanh tinhyeu
    mainho maiyeu mayyeuem toiyeu toiyeuban toiyeuem toiyeuanh concainho conyeu meyeu boyeu bomeyeu
    giadinh giadinhtoi hanhphuc maimai vietnam toiyeuvietnam saigon hanoi danang thanhpho congan bodoi
    welcome letmein letmeinnow hello helloworld changeme secret sunshine princess dragon monkey football
    baseball superman batman shadow michael jordan whatever trustno starwars pokemon naruto google
    facebook zalo youtube internet computer samsung iphone aa aaa aaaa aaaaa xxx zzz ok okok baby
    babyboy babygirl bonbon
    """.split()  # noqa: SIM905  a list of words is read as words
)
_LOOKALIKES: Final = str.maketrans("@0134$57!", "aoieassti")
_BESIDE_LETTERS: Final = re.compile(r"^[0-9]+|[0-9]+$")


def is_guessable(password: str, known: Iterable[str] = ()) -> bool:
    """Whether a password is among the first guesses; `known` is what anybody may know of its owner.

    >>> [is_guessable(one) for one in ("matkhau1", "Mật khẩu 123", "P@ssw0rd", "12345678", "anhyeuem", "0905 123 456")]
    [True, True, True, True, True, True]
    >>> is_guessable("abcabcabc"), is_guessable("Lê Hoa 1990", ["Lê Hoa"]), is_guessable("x-0905123456", ["0905123456"])
    (True, True, True)
    >>> is_guessable("Cửu Đỉnh 1836"), is_guessable("demo-fy607a", ["trucban"])
    (False, False)
    """
    bare = _bare(password)
    if {password.lower().strip(), bare} & _stolen():
        return True
    if bare.isdigit() and len(bare) < DIGITS_LEAST:
        return True
    own = {_bare(one) for one in known} - {""}
    cores = {_BESIDE_LETTERS.sub("", _bare(one)) for one in (password, password.translate(_LOOKALIKES))}
    return bool(cores & (_COMMON | own)) or bare in own or _repeats(bare) or _names_phone(bare, own)


def _bare(text: str) -> str:
    """Give the letters and digits of a text without accents."""
    return "".join(char for char in fold(text) if char.isalnum())


def _repeats(bare: str) -> bool:
    """Whether a text is a short piece again and again."""
    return any(
        bare and bare == (bare[:size] * len(bare))[: len(bare)]
        for size in range(1, min(4, len(bare) // 2) + 1)
    )


def _names_phone(bare: str, own: set[str]) -> bool:
    """Whether a text holds the number of its owner, with or without the sign of the country."""
    return any(one[-9:] in bare for one in own if one.isdigit() and len(one) >= 9)


@cache
def _stolen() -> frozenset[str]:
    """Give the passwords that most people have, of those that were stolen, as Django ships them: near 20,000."""
    return frozenset(CommonPasswordValidator().passwords)
