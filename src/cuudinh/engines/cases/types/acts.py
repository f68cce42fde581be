"""Views of the acts of a flow: what may be done on a case now, and what each asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class InputView:
    """One input of an act, as the page draws it; `templates` are pairs of a label and the words it stands for."""

    id: str
    kind: str
    label: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    most: int | None = None
    templates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ActForm:
    """What is read of a posted act: its inputs, and its label for what is said afterwards."""

    label: str
    inputs: tuple[InputView, ...]


@dataclass(frozen=True, slots=True)
class PossibleAct:
    """An act of the flow: possible now, or why not.

    Where one of two persons asked for it, `proposed_by` names them and `proposed` holds what they gave, by input.
    """

    act: str
    label: str
    is_possible: bool
    why_not: str
    inputs: tuple[InputView, ...]
    tone: str
    key: str | None
    proposed_by: str = ""
    proposed: Mapping[str, Any] = field(default_factory=dict)
