"""What the doctor found: one thing looked at, how it stands, and what mends it."""

from dataclasses import dataclass
from typing import Literal

Weight = Literal["good", "note", "fault"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `note` is worth knowing, `fault` must be mended."""

    about: str
    weight: Weight
    says: str
    remedy: str = ""


def finding(about: str, says: str, *, fault: str = "", note: str = "") -> Finding:
    """Give a finding that is good unless a remedy is given, for a fault or for what is only worth knowing."""
    weight: Weight = "fault" if fault else "note" if note else "good"
    return Finding(about, weight, says, fault or note)
