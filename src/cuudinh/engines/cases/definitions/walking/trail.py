"""A walk as far as it went: the case, its money and papers, what was done, and what does not hold."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cuudinh.engines.cases.definitions.walking.ground import Ground
from cuudinh.engines.cases.definitions.walking.purse import Papers, Purse
from cuudinh.engines.cases.definitions.walking.starting import Start
from cuudinh.engines.cases.rules.ladder import Due
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.passing import next_due
from cuudinh.engines.cases.rules.standing import Scene, Standing
from cuudinh.engines.cases.shapes import ActShape


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that does not hold: in words, how to mend it, and the act or the key of the service where that is.

    `kind` and `about` tell what is the same fault on another walk.
    """

    kind: str
    about: str
    what: str
    expected: str
    act: ActShape | None = None
    key: str = "service"


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done on a walk: when, which act, by whom, and the state it led to."""

    at: datetime
    act: str
    by: str
    state: str
    label: str = ""


@dataclass(slots=True)
class Trail:
    """One walk.

    `entered` are the status codes of a dossier with the moments at which it got them, `given_now` the papers that the
    last act gave out.
    """

    ground: Ground
    start: Start
    case: Standing
    at: datetime
    purse: Purse = field(default_factory=Purse)
    papers: Papers = field(default_factory=Papers)
    steps: list[Done] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    entered: list[tuple[int, datetime]] = field(default_factory=list)
    given_now: Counter[str] = field(default_factory=Counter)
    broken: list[Broken] = field(default_factory=list)
    is_cut_short: bool = False
    known_due: tuple[Standing, Due | None] | None = None

    @property
    def is_over(self) -> bool:
        """Whether the case came to an end, or something does not hold."""
        return self.case.phase == "final" or bool(self.broken)

    def next_due(self, scene: Scene, case: Standing) -> Due | None:
        """Give what falls due next on the case, worked out once for as long as nothing is done."""
        if self.known_due is None or self.known_due[0] is not case:
            self.known_due = (case, next_due(scene, case))
        return self.known_due[1]

    def times_moved(self, verb: str) -> int:
        """Give how often an act was done on the way, whatever the case remembers."""
        return sum(move.act == verb for move in self.moves)

    def done_before(self, verbs: Sequence[str]) -> bool:
        """Whether any of these acts was done on the way."""
        return any(move.act in verbs for move in self.moves)
