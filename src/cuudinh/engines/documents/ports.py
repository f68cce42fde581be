"""What documents asks of outside systems: a signature on a file."""

from typing import Protocol

from cuudinh.engines.documents.types import Signature


class Signer(Protocol):
    """Who signs papers in the name of the offices.

    `label` says what its signatures are worth and is printed on every paper, beside where people sign; empty where
    it goes without saying.
    """

    label: str

    def sign(self, content: bytes) -> Signature:
        """Give a signature that stands beside the file."""

    def is_good(self, content: bytes, signature: Signature) -> bool:
        """Whether a signature is this signer's own and fits a file."""
