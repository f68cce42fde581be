"""Names and salts that nobody can guess, made of chance of the system in large pieces."""

import os
from typing import Final

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SMALL: Final = LETTERS.lower()
_NAME_LENGTH: Final = 26
_LETTER_OF: Final = bytes(ord(LETTERS[byte & 31]) for byte in range(256))
_SMALL_OF: Final = bytes(ord(_SMALL[byte & 31]) for byte in range(256))


class Codes:
    """Gives as many as are asked for."""

    def __init__(self) -> None:
        self._bytes, self._at = b"", 0

    def _take(self, number: int) -> bytes:
        if self._at + number > len(self._bytes):
            self._bytes, self._at = os.urandom(1 << 16), 0
        self._at += number
        return self._bytes[self._at - number : self._at]

    def name(self) -> str:
        """Give the name of a picture as its address shows it."""
        return self._take(_NAME_LENGTH).translate(_SMALL_OF).decode()

    def stored(self) -> str:
        """Give the name of a stored picture."""
        return self._take(_NAME_LENGTH).translate(_LETTER_OF).decode()

    def salt(self) -> str:
        """Give the salt of a line of the log."""
        return self._take(16).hex()
