"""News that leaves the cases engine through the outbox; none carries who reported."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseFiled:
    """Event: a case was filed."""

    case_id: int
    number: str
    service_id: str


@dataclass(frozen=True, slots=True)
class CaseMoved:
    """Event: an act was done on a case. Carries no identity; `seq` points at the engine's own record."""

    case_id: int
    number: str
    act: str
    seq: int
    from_state: str
    to_state: str


@dataclass(frozen=True, slots=True)
class DeadlinePassed:
    """Event: a step of the deadline's ladder was reached, or (`step` is stage) the time of a stage."""

    case_id: int
    number: str
    step: str
    seq: int
