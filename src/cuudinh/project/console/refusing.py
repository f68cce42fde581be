"""What the command line says when something is refused: the sentence and every fault."""

from collections.abc import Mapping

from django.utils import translation

from cuudinh.kernel.refusal import Refusal
from cuudinh.project.trouble import Trouble
from cuudinh.web.wording import sentence_of


def words_of(no: Trouble | Refusal) -> tuple[str, ...]:
    """Give the lines to show, in English as everything on this command line."""
    if isinstance(no, Trouble):
        return (str(no),)
    # The faults of a pack are not of fields; they stand in its sentence already.
    faults = getattr(no, "faults", {})
    with translation.override("en"):
        by_field = faults.items() if isinstance(faults, Mapping) else ()
        return (sentence_of(no), *(f"  {field}: {translation.gettext(fault)}" for field, fault in by_field))
