"""What is found by words against what the cases say."""

from collections.abc import Iterator
from typing import Final

from cuudinh.engines.cases.models import Case
from cuudinh.journal import search

_FOUND_MOST: Final = 50


def misindexed() -> Iterator[str]:
    """Give a sentence for each case that words find where they should not, or do not find where they should.

    To be asked when no news waits: the index follows the news.
    """
    for row in Case.objects.order_by("id"):
        for index, should in (("case-office", True), ("case-public", row.is_public)):
            asked = f"{row.number} {row.title.removesuffix('…')}"
            if (row.pk in search.find(index, asked, _FOUND_MOST)) != should:
                yield f"{row.number} is {'not ' if should else ''}found in {index} by its words"
