"""What only the centre may open: the words as they were written, and the contact of a caller.

AES-256-GCM under a key of the installation that lies in no database; the case and the purpose are bound in,
so that a sealed text moved to another row does not open. A tracking code is made from the number by a key,
so that none is stored and none can be made from a stolen database.
"""

import hmac
import json
import os
import re
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cuudinh.journal import keys

PASS_SECONDS: Final = 30 * 60
_PASS_END: Final = re.compile(r"[0-9a-f]{1,12}")
_NONCE_BYTES: Final = 12
_CODE_LENGTH: Final = 8
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# What people read out or type in place of a letter that the codes leave out.
_MISREAD: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def seal(case_id: int, purpose: str, content: Any) -> bytes:
    """Give content that JSON knows, sealed for one purpose of one case."""
    nonce = os.urandom(_NONCE_BYTES)
    plain = json.dumps(content, ensure_ascii=False).encode()
    return nonce + _cipher().encrypt(nonce, plain, f"{purpose}:{case_id}".encode())


def unseal(case_id: int, purpose: str, sealed: bytes) -> Any:
    """Give back what was sealed. A seal that does not fit is a bug or a forgery, and rises."""
    nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    return json.loads(_cipher().decrypt(nonce, body, f"{purpose}:{case_id}".encode()))


def _cipher() -> AESGCM:
    return AESGCM(keys.secret("cases-sealed"))


def picture_pass(name: str, now: datetime) -> str:
    """Give what shows one picture for half an hour to whoever has shown the tracking code of its case."""
    ends = int(now.timestamp()) + PASS_SECONDS
    return f"{ends:x}.{_picture_mac(name, ends)}"


def is_picture_pass(name: str, shown: str, now: datetime) -> bool:
    """Whether a pass is one of ours for this picture, and not over."""
    ends, _, mac = shown.partition(".")
    if not _PASS_END.fullmatch(ends) or int(ends, 16) < now.timestamp():
        return False
    return hmac.compare_digest(mac.encode(), _picture_mac(name, int(ends, 16)).encode())


def _picture_mac(name: str, ends: int) -> str:
    return hmac.digest(keys.secret("cases-picture-pass"), f"{name}:{ends}".encode(), "sha256")[:16].hex()


def tracking_code(number: str) -> str:
    """Give the secret code that goes with a case number, in two groups of four letters."""
    digest = hmac.digest(keys.secret("cases-tracking"), number.encode(), "sha256")
    letters = "".join(_LETTERS[byte & 31] for byte in digest[:_CODE_LENGTH])
    return f"{letters[:4]}-{letters[4:]}"


def is_tracking_code(number: str, code: str) -> bool:
    """Whether a code goes with a number, however it was typed."""
    typed = "".join(c for c in code.upper() if c.isalnum()).translate(_MISREAD)
    return hmac.compare_digest(typed.encode(), tracking_code(number).replace("-", "").encode())


def tracking_hash(number: str) -> str:
    """Give what is stored of a tracking code: enough to find a party by it, too little to make it."""
    return hmac.digest(keys.secret("cases-tracking-hash"), tracking_code(number).encode(), "sha256").hex()
