"""A register of our own invention: for a number it always says the same, and about so many of a hundred it knows."""

import hashlib
from collections.abc import Iterable, Sequence

from cuudinh.engines.identity.ports import AskedPerson, PopulationAnswer
from cuudinh.kernel.refusal import Silent


class FakeRegister:
    """Knows `known_percent` of those who ask, under the phone and the name they state."""

    def __init__(self, known_percent: int = 25) -> None:
        self._known = known_percent

    def answers(self, asked: Sequence[AskedPerson]) -> Iterable[PopulationAnswer]:
        """Give what it says; whom it does not know it leaves out."""
        for one in asked:
            digest = hashlib.sha256(one.number.encode()).digest()
            if digest[0] * 100 < self._known * 256:
                yield PopulationAnswer(
                    number=one.number,
                    verdict="known",
                    subject=digest[:12].hex(),
                    level=2,
                    phone=one.phone,
                    name=one.name,
                    evidence="invented",
                )


class SilentRegister:
    """Does not answer."""

    def answers(self, asked: Sequence[AskedPerson]) -> Iterable[PopulationAnswer]:
        """Refuse. Raises `Silent`."""
        raise Silent
