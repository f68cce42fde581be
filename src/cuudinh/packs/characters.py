"""The bytes of a file of a pack as text: UTF-8, composed letters, and nothing that cannot be seen."""

import re
import unicodedata

from cuudinh.packs.faults import Fault

FILE_BYTES_MOST = 2_000_000
# Control characters but the line feed (and the return before it), marks that turn the direction of a line,
# and the line ends only some editors know: all of them show a reader something else than is there.
_UNSEEN = re.compile(
    "(?!\n|\r\n|\t)[\u0000-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff0-\uffff]"
)


class Unreadable(Exception):
    """A file that cannot be read as what it should be; `fault` says where and why."""

    def __init__(self, file: str, line: int, what: str, expected: str) -> None:
        self.fault = Fault(file, line, what, expected)
        super().__init__(str(self.fault))


def text_of(file: str, body: bytes) -> str:
    """Give the text of a file; raises `Unreadable` naming the line of the first odd character."""
    if len(body) > FILE_BYTES_MOST:
        raise Unreadable(file, 1, f"{len(body):,} bytes", f"a file of at most {FILE_BYTES_MOST:,} bytes")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as odd:
        line = body.count(b"\n", 0, odd.start) + 1
        raise Unreadable(file, line, f"byte 0x{body[odd.start]:02x} is no UTF-8", "text in UTF-8") from odd
    unseen = _UNSEEN.search(text)
    if unseen:
        what = f"character U+{ord(unseen[0]):04X} cannot be seen"
        raise Unreadable(file, _line(text, unseen.start()), what, "letters, signs and line feeds")
    _refuse_decomposed(file, text)
    return text


def _refuse_decomposed(file: str, text: str) -> None:
    """The same word in two spellings would be two names; decomposed letters come from some file systems."""
    if unicodedata.is_normalized("NFC", text):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if not unicodedata.is_normalized("NFC", line):
            raise Unreadable(file, number, "letters and their accents stand apart", "composed letters (NFC)")


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
