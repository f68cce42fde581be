"""VietQR: the text inside the picture by which a bank application fills in a transfer.

It is the merchant-presented code of EMVCo (QR Code Specification for Payment Systems, version 1.1) in the form of
NAPAS ("QR Switching", part IV, version 1.5.2): fields of an id of two digits, a length of two digits and a value, the
last of which is a checksum. Only transfers are made here: to an account (`QRIBFTTA`) or to a card (`QRIBFTTC`).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from cuudinh.kernel.text import fold

Service = Literal["QRIBFTTA", "QRIBFTTC"]

_APPLICATION: Final = "A000000727"
_VND: Final = "704"
_VALUE_MOST: Final = 99
_WORDS_MOST: Final = 25
_AMOUNT_MOST: Final = 13
_ONCE, _OFTEN = "12", "11"
_SERVICES: Final[dict[str, Service]] = {"QRIBFTTA": "QRIBFTTA", "QRIBFTTC": "QRIBFTTC"}
_BIN: Final = re.compile(r"[0-9]{6}")
_ACCOUNT: Final = re.compile(r"[0-9A-Za-z]{1,19}")
_WORDS: Final = re.compile(r"[ -~]{1,25}")
_AMOUNT: Final = re.compile(r"([1-9][0-9]{0,12})(?:\.0{0,2})?")
_NOT_PLAIN: Final = re.compile(r"[^ -~]")


class NoVietQR(ValueError):
    """A text is no VietQR, or would not be one; it says why."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """What is filled in: the bank by its number, the account, how much, the number of the bill and the words.

    Without an amount the code may be used often, and whoever scans it says how much.
    """

    bank: str
    account: str
    amount_vnd: int | None = None
    bill: str = ""
    words: str = ""
    service: Service = "QRIBFTTA"


def words_for(text: str) -> str:
    """Give words as banks carry them: without accents, at most 25 signs.

    >>> words_for("Nộp phí chứng thực bản sao giấy tờ")
    'Nop phi chung thuc ban sa'
    """
    plain = "".join(bare.upper() if is_large else bare for bare, is_large in _bare(text))
    return _NOT_PLAIN.sub("", plain)[:_WORDS_MOST].strip()


def _bare(text: str) -> Iterator[tuple[str, bool]]:
    for letter in unicodedata.normalize("NFC", text):
        yield (fold(letter) or " ", letter.isupper())


def encode(transfer: Transfer) -> str:
    """Give the text of a transfer. Raises `NoVietQR` for what does not fit into one.

    >>> encode(Transfer("970403", "0011012345678"))
    '00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F'
    """
    _refuse_misfit(transfer)
    merchant = _field("00", _APPLICATION)
    merchant += _field("01", _field("00", transfer.bank) + _field("01", transfer.account))
    merchant += _field("02", transfer.service)
    fields = [("00", "01"), ("01", _OFTEN if transfer.amount_vnd is None else _ONCE), ("38", merchant)]
    fields.append(("53", _VND))
    if transfer.amount_vnd is not None:
        fields.append(("54", str(transfer.amount_vnd)))
    fields.append(("58", "VN"))
    more = "".join(_field(id_, text) for id_, text in (("01", transfer.bill), ("08", transfer.words)) if text)
    if more:
        fields.append(("62", more))
    text = "".join(_field(id_, value) for id_, value in fields) + "6304"
    return text + checksum(text)


def decode(text: str) -> Transfer:
    """Give the transfer a text stands for; fields this platform does not know are passed over, as EMVCo asks.

    Raises `NoVietQR` for a text that is cut, changed, of another country or currency, or no transfer.
    """
    if len(text) < 8 or text[-8:-4] != "6304" or checksum(text[:-4]) != text[-4:].upper():
        raise NoVietQR("the checksum does not fit")
    fields = _fields(text[:-8])
    if fields.get("00") != "01" or fields.get("53") != _VND or fields.get("58") != "VN":
        raise NoVietQR("not a code of version 01 in đồng for Viet Nam")
    merchant = _fields(fields.get("38", ""))
    if merchant.get("00") != _APPLICATION or merchant.get("02") not in _SERVICES:
        raise NoVietQR("not a transfer by NAPAS")
    place, more = _fields(merchant.get("01", "")), _fields(fields.get("62", ""))
    found = Transfer(
        bank=place.get("00", ""),
        account=place.get("01", ""),
        amount_vnd=_amount(fields["54"]) if "54" in fields else None,
        bill=more.get("01", ""),
        words=more.get("08", ""),
        service=_SERVICES[merchant["02"]],
    )
    _refuse_misfit(found)
    return found


def checksum(text: str) -> str:
    """Give CRC-16/CCITT-FALSE (polynomial 1021, begun at FFFF) as four digits of base 16.

    >>> checksum("123456789")
    '29B1'
    """
    crc = 0xFFFF
    for byte in text.encode():
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
        crc &= 0xFFFF
    return f"{crc:04X}"


def _refuse_misfit(transfer: Transfer) -> None:
    if not _BIN.fullmatch(transfer.bank) or not _ACCOUNT.fullmatch(transfer.account):
        raise NoVietQR("a bank has six digits, an account at most 19 digits and letters")
    if transfer.amount_vnd is not None and not 0 < transfer.amount_vnd < 10**_AMOUNT_MOST:
        raise NoVietQR("an amount is above 0 and has at most 13 digits")
    for words in (transfer.bill, transfer.words):
        if words and not _WORDS.fullmatch(words):
            raise NoVietQR(f"words are plain letters, at most {_WORDS_MOST}")


def _amount(text: str) -> int:
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise NoVietQR("the amount is not in whole đồng")
    return int(found[1])


def _field(id_: str, value: str) -> str:
    assert 0 < len(value) <= _VALUE_MOST, "lengths have two digits"
    return f"{id_}{len(value):02d}{value}"


def _fields(text: str) -> dict[str, str]:
    """Give the fields of a text by their ids, each once and whole."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        head = text[at : at + 4]
        if not re.fullmatch(r"[0-9]{4}", head):
            raise NoVietQR("a field does not begin with an id and a length")
        id_, length = head[:2], int(head[2:])
        value = text[at + 4 : at + 4 + length]
        if not length or len(value) != length or id_ in found:
            raise NoVietQR(f"field {id_} is cut short, empty or there twice")
        found[id_] = value
        at += 4 + length
    return found
