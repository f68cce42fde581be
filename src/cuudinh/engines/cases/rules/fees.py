"""What a dossier costs: which answers of its form its fee asks for, and in which words the ledger knows its channel."""

from collections.abc import Mapping
from math import ceil
from typing import Any, Final

from cuudinh.engines.cases.shapes import FeeSteps
from cuudinh.engines.cases.shapes_dossiers import ProcedureShape

# The moment of handing in, among the acts after which a fee is drawn up.
FILED: Final = "filed"
# The act by which a dossier goes on that waited for its fee.
PAID: Final = "paid"
# How a charge stands of which nothing is waited for.
SETTLED: Final = frozenset({"nothing-due", "paid", "overpaid"})
SUBJECT: Final = "case:"
_DESK: Final = "desk"
# What of the ways in which a dossier is handed in counts as applying online.
_ONLINE: Final[Mapping[str, str]] = {"web": "web", "app": "app", "api": "web"}


def subject_of(number: str) -> str:
    """Give the name under which the ledger knows a dossier."""
    return f"{SUBJECT}{number}"


def fee_channel(channel: str) -> str:
    """Give the channel by which a fee reckons: who had it entered at a desk or by telephone did not apply online.

    >>> fee_channel("app"), fee_channel("counter")
    ('app', 'desk')
    """
    return _ONLINE.get(channel, _DESK)


def fee_answers(procedure: ProcedureShape, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the fee of a procedure asks, from what the service gives and what was answered on the form.

    A yes that was not said is a no; of a number that is not whole, the part that has begun counts as one.
    """
    found = {name: answers.get(question, False) for name, question in procedure.fee_answers.items()}
    return {**procedure.fee_given, **{name: _whole(value) for name, value in found.items()}}


def _whole(value: Any) -> Any:
    return ceil(value) if isinstance(value, float) else value


def charges_after(steps: FeeSteps | None, moment: str) -> bool:
    """Whether the fee is drawn up after a moment: `filed`, or the act of that name."""
    return steps is not None and moment in steps.charge_at


def gives_back_after(steps: FeeSteps | None, moment: str) -> bool:
    """Whether nothing is owed any more after an act."""
    return steps is not None and moment in steps.give_back_at
