"""A signer for trials: a key of this installation, and a label that says that its signatures are worth nothing in law.

The signature proves to ourselves that a file is as it was made. It is no signature of an office under the law, and
every paper says so where people sign.
"""

from typing import Final

from cryptography.exceptions import InvalidSignature

from cuudinh.engines.documents.types import Signature
from cuudinh.journal import keys

LABEL: Final = "CHỮ KÝ THỬ, không có giá trị pháp lý"
_KEY: Final = "papers-trial-signer"


class TrialSigner:
    """Signs with an Ed25519 key that is made on first use; its public half lies beside it for outsiders."""

    label: str = LABEL

    def sign(self, content: bytes) -> Signature:
        """Give a signature that stands beside the file."""
        key = keys.signing_key(_KEY)
        return Signature(key.sign(content).hex(), keys.key_id(key.public_key()), LABEL)

    def is_good(self, content: bytes, signature: Signature) -> bool:
        """Whether a signature is this signer's own and fits a file."""
        public = keys.signing_key(_KEY).public_key()
        if signature.key_id != keys.key_id(public):
            return False
        try:
            public.verify(bytes.fromhex(signature.value), content)
        except (InvalidSignature, ValueError):
            return False
        return True
