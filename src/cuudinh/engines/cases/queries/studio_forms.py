"""What the forms of a draft ask: its fields, its dated rows, and what may be chosen on them."""

from collections.abc import Sequence
from datetime import date

from cuudinh.engines.cases.studio.fields import SECTIONS
from cuudinh.engines.cases.studio.forms import (
    FileForm,
    act_names,
    field_groups,
    row_lists_of,
    state_names,
)
from cuudinh.engines.cases.studio.rows import LEVELS, UNITS
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.flow import VERBS

__all__ = [
    "LEVELS",
    "SECTIONS",
    "UNITS",
    "FileForm",
    "act_names",
    "field_groups",
    "row_lists_of",
    "state_names",
    "today",
    "verbs",
]


def today() -> date:
    """Give today's date where the province is."""
    return identity.today()


def verbs() -> Sequence[tuple[str, str]]:
    """Give the verbs an act may have, with what each means."""
    return [(name, verb.meaning) for name, verb in VERBS.items()]
