"""What a restored log says of itself: up to which line it was put back, and when, signed by its key.

A backup knows nothing of the lines and heads that came after it. Without a word about that, a log that was
rightly put back would look like one whose tail was cut, for ever. The word is a line of the log itself, and
signed, so that whoever can only write to the database cannot excuse a cut with it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cuudinh.journal import audit, keys, sealing
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import system

ACT = "log.restored"
ABOUT = ("log", "restored")
# Another word than that of heads, so that neither signature can be taken for the other.
_SIGNED_AS = b"cuudinh log restored 1\n"
_READ_MOST = 500


@dataclass(frozen=True, slots=True)
class Restoration:
    """The log was put back at this moment and had this many lines, ending with this chain."""

    size: int
    chain: str
    at: datetime

    def sets_aside(self, head: sealing.Head) -> bool:
        """Whether a head was signed over lines that the restored log did not have any more."""
        return head.size > self.size and head.at <= self.at


class _Facts(msgspec.Struct):
    """What the line holds."""

    size: int
    chain: str
    at: datetime
    signature: str


def record_restoration() -> Restoration:
    """Write that the log was put back just now, seal that line, and sign a head over it."""
    with acting():
        size, chain = sealing.end()
        restoration = Restoration(size, chain.hex(), clock.now())
        signature = keys.signing_key(sealing.KEY_NAME).sign(_signed_text(restoration)).hex()
        facts = {"size": size, "chain": chain.hex(), "at": restoration.at.isoformat(), "signature": signature}
        audit.record(system("restore"), ACT, ABOUT, facts=facts)
    while sealing.seal(sign_now=True):
        pass
    return restoration


def restorations(public: Ed25519PublicKey) -> tuple[Restoration, ...]:
    """Give the restorations that the log tells of and this key signed, oldest first."""
    lines = audit.lines_about(*ABOUT, limit=_READ_MOST)
    read = (_read(line.facts, public) for line in lines if line.act == ACT and line.seq is not None)
    return tuple(restoration for restoration in read if restoration)


def _read(facts: object, public: Ed25519PublicKey) -> Restoration | None:
    try:
        said = msgspec.convert(facts, _Facts)
        restoration = Restoration(said.size, said.chain, said.at)
        public.verify(bytes.fromhex(said.signature), _signed_text(restoration))
    except (msgspec.ValidationError, InvalidSignature, ValueError):
        return None
    return restoration


def _signed_text(restoration: Restoration) -> bytes:
    words = {
        "size": restoration.size,
        "chain": restoration.chain,
        "at": restoration.at.astimezone(UTC).isoformat(),
    }
    return _SIGNED_AS + msgspec.json.encode(words, order="deterministic")
