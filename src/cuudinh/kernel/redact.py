"""Cover phone numbers, identity numbers and plates in what people write, before others read it.

Residents write their own number or a neighbour's plate into a report. What is doubtful is covered (nine
digits alone are taken for an identity card), but prices, days, house numbers and case numbers are what a
report is about, and stay. The text is read once from left to right; what is known to be harmless is
stepped over first, so that no part of it can pass for something personal.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal, cast

Kind = Literal["phone", "id_number", "plate"]

_WORDS: Final[dict[str, dict[Kind, str]]] = {
    "vi": {"phone": "[số điện thoại]", "id_number": "[số giấy tờ]", "plate": "[biển số]"},
    "en": {"phone": "[phone number]", "id_number": "[identity number]", "plate": "[plate]"},
}

# Case numbers of this platform and of one-stop desks: PA-20261123-00042, H57-261123-0042, OT-2024-00042.
_CASE_NUMBER = r"(?<!\w) [A-ZĐ][A-ZĐ0-9]{0,9} - (?:20\d{6}|2\d{5}|20\d\d) - \d{1,8} (?!\w)"
_DATE = r"""
    (?<![\d.\-/]) (?:0?[1-9]|[12]\d|3[01]) [ ]?[./\-][ ]? (?:0?[1-9]|1[0-2]) [ ]?[./\-][ ]? (?:19|20)\d\d
    (?![.\-/]?\d)
    | (?<![\d.\-/]) (?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]) (?![.\-/]?\d)
"""
# “đồng” is also how “at the same time”, “agree” and “colleague” begin.
_MONEY = r"""
    (?<![\w.,]) [1-9] (?: \d{0,2}(?:[., ]\d{3})+ | \d{0,11}(?:[.,]\d{1,3})? ) [ ]?
    (?: đồng(?![ ](?:thời|ý|nghiệp|hành|hương|bào|chí|đội|tình)) | đ | ₫ | vnđ | vnd | nghìn | ngàn | k
      | triệu | tr | tỷ | tỉ ) (?!\w)
"""
# Threes parted by dots or commas: how quantities are written, never identity numbers.
_QUANTITY = r"(?<![\d.,]) [1-9]\d{0,2} (?: (?:\.\d{3}){2,} | (?:,\d{3}){2,} ) (?![.,]?\d)"

_GAP = r"[ \t\u00a0.\-–()]{0,4}"
_PHONE = rf"""
    (?<![\d+]) (?:
        \(? (?:(?:\+|00)[ ]?)?84 {_GAP} 0?{_GAP} (?: [35789](?:{_GAP}\d){{8}} | 2(?:{_GAP}\d){{9}} )
      | \(? 0[35789](?:{_GAP}\d){{8}} | \(? 02(?:{_GAP}\d){{9}}
      | 0(?:[ ]\d){{9}} | 0\.\d{{3}}\.\d{{3}}\.\d{{3}}
    ) (?!\d)
"""
_ID_NUMBER = r"""
    (?<!\d)(?<!\d[.,]) (?:
        0\d\d[ .\-]?\d{3}[ .\-]?\d{3}[ .\-]?\d{3} | 0\d{3}[ .\-]?\d{4}[ .\-]?\d{4}
      | \d{9} | \d{3}[ \-]\d{3}[ \-]\d{3}
    ) (?!\d)
"""
# Old plates have four digits; a bare year after a space is not one.
_PLATE = r"""
    (?<!\w)(?<!\d[.,\-]) \d\d (?:
        [ .\-]{0,3} [A-ZĐ]{1,2}\d? [ .\-]{0,3} \d{3}\.\d\d
      | [ \-]? (?!(?:KG|KM|CM|MM|HA|KW|GB|MB|TR|M2|M3)[ ]) [A-ZĐ]{1,2}\d? [ .\-]{0,3}
        (?: \d{5} | \d{3}[ ]\d\d | (?![ ]?(?:19|20)\d\d(?!\d)|(?<=[ ])(?:19|20)\d\d(?!\d))\d{4} )
      | -?[a-zđ]{1,2}\d? [ .\-]{0,3} \d{3}\.\d\d
      | -?(?!m[23])[a-zđ](?: \d?-\d{4,5} | \d[ ]\d{5} | \d{5} )
    ) (?!\d)
"""
_SEEN = re.compile(
    rf"(?i: {_CASE_NUMBER} | {_DATE} | {_MONEY} | {_QUANTITY} )"
    rf"| (?P<plate> {_PLATE} ) | (?P<id_number> {_ID_NUMBER} ) | (?P<phone> {_PHONE} )",
    re.VERBOSE,
)

# All that is covered has digits, and most texts have none.
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was covered: its kind and where it stood in the text as written."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text with words in place of what was covered."""

    text: str
    found: tuple[Found, ...]


def redact(text: str, kinds: Collection[str], language: str = "vi") -> Redacted:
    """Cover what belongs to the kinds (`phone`, `id_number`, `plate`) by words of the language.

    >>> redact("Gọi 0905 123 456, xe 75A-123.45, giá 1.250.000 đồng", ("phone", "plate")).text
    'Gọi [số điện thoại], xe [biển số], giá 1.250.000 đồng'
    """
    if _DIGIT.search(text) is None:
        return Redacted(text, ())
    words = _WORDS.get(language, _WORDS["en"])
    parts, found, end = [], [], 0
    for seen in _SEEN.finditer(text):
        if seen.lastgroup is None or seen.lastgroup not in kinds:
            continue
        kind = cast("Kind", seen.lastgroup)
        found.append(Found(kind, seen.start(), seen.end()))
        parts += [text[end : seen.start()], words[kind]]
        end = seen.end()
    return Redacted("".join([*parts, text[end:]]), tuple(found))
