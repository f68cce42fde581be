"""Faults in the language of the reader: rules give sentences with their facts, here they are translated."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext

from cuudinh.kernel.refusal import Incomplete
from cuudinh.packs.forms.faults import AnswerFault


@contextmanager
def speaking() -> Iterator[None]:
    """Translate the faults of what is refused as incomplete; the sentence itself is translated by the web."""
    try:
        yield
    except Incomplete as refused:
        refused.faults = {name: _translated(fault) for name, fault in refused.faults.items()}
        raise


def _translated(fault: str) -> str:
    if isinstance(fault, AnswerFault):
        return gettext(fault.sentence).format_map(fault.facts)
    return gettext(fault)
