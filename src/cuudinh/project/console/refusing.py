"""What the command line says when something is refused: the sentence and every fault, in one language."""

import os
from collections.abc import Mapping

from django.utils import translation

from cuudinh.kernel.refusal import Refusal
from cuudinh.project.trouble import Trouble
from cuudinh.web.wording import sentence_of


def words_of(no: Trouble | Refusal) -> tuple[str, ...]:
    """Give the lines to show. A refusal speaks Vietnamese to a Vietnamese console and else English, as we do."""
    if isinstance(no, Trouble):
        return (str(no),)
    # The faults of a pack are not of fields; they stand in its sentence already.
    faults = getattr(no, "faults", {})
    with translation.override(_language()):
        by_field = faults.items() if isinstance(faults, Mapping) else ()
        return (sentence_of(no), *(f"  {field}: {translation.gettext(fault)}" for field, fault in by_field))


def _language() -> str:
    given = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "vi" if (next(filter(None, given), "")).startswith("vi") else "en"
