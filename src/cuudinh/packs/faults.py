"""What is wrong with a pack: every fault names its file and line, what was expected and the nearest name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from cuudinh.kernel.refusal import Refusal
from cuudinh.kernel.text import nearest as nearest_of

KeyPath = tuple[str | int, ...]
_NAMES_SHOWN = 12
# A fault is one sentence: of long words that a pack says it quotes the beginning.
_QUOTED_LONG = re.compile(r'"([^"]{80})[^"]+"')


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one line of one file, in English for whoever writes the pack."""

    file: str
    line: int
    what: str
    expected: str = ""
    nearest: str | None = None

    def __str__(self) -> str:
        """Give the fault in one line.

        >>> print(Fault("services/x/service.yaml", 41, 'unknown key "ownr"', "one of: do, owner", "owner"))
        services/x/service.yaml:41: unknown key "ownr"; expected one of: do, owner; did you mean "owner"?
        >>> len(str(Fault("teams.csv", 3, f'unknown team "{"a" * 5000}"'))) < 200
        True
        """
        what = _QUOTED_LONG.sub(r'"\1…"', self.what)
        expected = f"; expected {self.expected}" if self.expected else ""
        hint = f'; did you mean "{self.nearest}"?' if self.nearest else ""
        return f"{self.file}:{self.line}: {what}{expected}{hint}"


class PackRefused(Refusal):
    """422: the pack has faults; nothing of it was applied."""

    code: ClassVar[str] = "pack-refused"
    status: ClassVar[int] = 422
    sentence: ClassVar[str] = "Gói “{pack}” có {count} lỗi, chưa áp dụng được:\n{list}"

    def __init__(self, pack: str, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        lines = "\n".join(str(fault) for fault in self.faults)
        super().__init__(pack=pack, count=len(self.faults), list=lines)


def one_of(names: Iterable[str]) -> str:
    """Give the names as what was expected; of very many only the first ones.

    >>> one_of(["vi", "en"])
    'one of: en, vi'
    """
    known = sorted(names)
    shown = ", ".join(known[:_NAMES_SHOWN])
    return f"one of: {shown}" + (f" … ({len(known)} in all)" if len(known) > _NAMES_SHOWN else "")


def unknown(kind: str, given: str, names: Iterable[str], *, file: str, line: int) -> Fault:
    """Give the fault of a name that is not among the known ones.

    >>> print(unknown("calendar", "vn-hanh-chin", ["vn-hanh-chinh"], file="a.yaml", line=3))
    a.yaml:3: unknown calendar "vn-hanh-chin"; expected one of: vn-hanh-chinh; did you mean "vn-hanh-chinh"?
    """
    known = sorted(names)
    expected = one_of(known) if known else f"a {kind} of the pack, and it has none"
    return Fault(file, line, f'unknown {kind} "{given}"', expected, nearest_of(given, known))
