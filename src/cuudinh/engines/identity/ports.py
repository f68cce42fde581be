"""What identity asks of others: who somebody is, of a sign-on and the population register; calendars, of places."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Final, Literal, Protocol

from cuudinh.kernel.worktime import Calendar

# By which number of a paper a sign-on knows somebody: the citizen's, else the passport of a foreigner.
NUMBER_KINDS: Final = ("cccd", "passport")


@dataclass(frozen=True, slots=True)
class SignOnStart:
    """What a sign-on begins with and its answer is compared with; `nonce` and `verifier` stay here.

    The person comes back to `return_address`, of which the other side was told beforehand.
    """

    return_address: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignOnAnswer:
    """What the browser brought back in the address: a code, or why there is none, and who says so."""

    state: str = field(repr=False)
    code: str = field(default="", repr=False)
    issuer: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class ProvedPerson:
    """Who a sign-on says somebody is: its own name for them, and what it vouches for at which level.

    `evidence` says on what the level rests and names nobody, `days` how long it lasts, `at` when the person
    last proved it (None: not said).
    """

    subject: str = field(repr=False)
    level: int
    name: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)
    id_kind: str = "cccd"
    evidence: str = ""
    days: int = 365
    at: datetime | None = None


class SignOnPort(Protocol):
    """A sign-on by OpenID Connect with the authorization code flow and PKCE.

    An adapter refuses (`SignOnSilent`) when the other side does not answer, and lets nothing through whose issuer,
    audience, nonce, signature or age is not as agreed: that is `SignOnRefused`, with the reason.
    """

    def is_answering(self) -> bool:
        """Whether the other side answered when it was last asked; asks nobody."""

    def address(self, start: SignOnStart) -> str:
        """Give where to send the person. Raises `SignOnSilent`, `SignOnRefused`."""

    def finish(self, start: SignOnStart, answer: SignOnAnswer) -> ProvedPerson:
        """Give who came back. Raises `SignOnSilent`, `SignOnRefused`."""


class SignOutTeller(Protocol):
    """Tells another system that somebody signed out here."""

    def __call__(self, address: str, token: str) -> None:
        """Bring the signed word to the address; raises whatever it likes when the other side does not take it."""


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """Whom the register is asked about: the citizen number that was stated, with the name and phone beside it."""

    number: str = field(repr=False)
    name: str = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PopulationAnswer:
    """What the register says of one citizen number.

    `verdict` is `known` where number and name are of one person, `other` where the number is somebody else's, and
    `unknown` where there is none such. `subject` is how VNeID calls this person and `level` that of their VNeID
    account, 0 without one; `phone`, `name` and `birth` (as 1990-12-31) are those the register holds.
    """

    number: str = field(repr=False)
    verdict: Literal["known", "other", "unknown"]
    subject: str = field(default="", repr=False)
    level: int = 0
    phone: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    birth: str = field(default="", repr=False)
    evidence: str = ""


class PopulationPort(Protocol):
    """The national population register, or a file of its answers.

    An adapter refuses (`Silent`) when the other side does not answer; a number it leaves out is asked again.
    """

    def answers(self, asked: Sequence[AskedPerson]) -> Iterable[PopulationAnswer]:
        """Give what the register says of people, as far as it answers."""


class WorkingTimePort(Protocol):
    """Who knows the calendars of working time: `places`, which stands above and says so when it is loaded."""

    def __call__(self, calendar_id: str) -> Calendar:
        """Give a calendar of the pack by its name. Raises `NotThere`."""


class HeldPort(Protocol):
    """What an engine above holds about the people behind some accounts, for their own copy of everything."""

    def __call__(self, account_ids: Sequence[int]) -> object:
        """Give it as JSON knows it, in words that the person understands."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """What is done with a class of personal data once its time is over: how much is due, and a bounded piece of it.

    `due` counts what is older than a moment; `carry_out` takes the moment and how many at most, and gives how many;
    `tables` are those it drops rows of.
    """

    due: Callable[[datetime], int]
    carry_out: Callable[[datetime, int], int]
    tables: tuple[str, ...]


class _Named:
    """What engines above said of themselves while they were loaded."""

    working_time: ClassVar[WorkingTimePort | None] = None
    held: ClassVar[dict[str, HeldPort]] = {}
    sweeps: ClassVar[dict[str, Sweep]] = {}


def use_working_time(port: WorkingTimePort) -> None:
    """Name who knows the calendars."""
    _Named.working_time = port


def working_calendar(calendar_id: str) -> Calendar:
    """Give a calendar of working time. Raises `NotThere`."""
    assert _Named.working_time is not None, "no engine said that it knows calendars"
    return _Named.working_time(calendar_id)


def register_held(name: str, port: HeldPort) -> None:
    """Add what an engine holds to the copy that people get of their own data."""
    assert name not in _Named.held, f"two engines hold something called {name}"
    _Named.held[name] = port


def held_elsewhere(account_ids: Sequence[int]) -> dict[str, object]:
    """Give what every engine above holds about some accounts, by the names they gave it."""
    return {name: port(account_ids) for name, port in sorted(_Named.held.items())}


def register_sweep(name: str, sweep: Sweep) -> None:
    """Add what an engine drops of a class of retention."""
    assert name not in _Named.sweeps, f"two engines drop something called {name}"
    _Named.sweeps[name] = sweep


def sweeps() -> dict[str, Sweep]:
    """Give what can be dropped, by the class of retention."""
    return dict(sorted(_Named.sweeps.items()))
