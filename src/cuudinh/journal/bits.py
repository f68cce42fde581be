"""Several yes-or-no in one whole number, narrowed by the database and by its indexes."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Lookup

if TYPE_CHECKING:
    _Number = models.PositiveSmallIntegerField[int, int]
else:
    _Number = models.PositiveSmallIntegerField


class Bits(_Number):
    """Up to fifteen bits. `name__has=mask` keeps the rows that have any bit of the mask.

    The mask stands in the text of the query and is no parameter: only so do both databases see that a query
    asks for what a partial index holds.
    """


@Bits.register_lookup
class Has(Lookup):
    """Whether any bit of a mask is set."""

    lookup_name = "has"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Give the condition, always written in the same letters."""
        column, params = self.process_lhs(compiler, connection)
        return f"({column} & {int(self.rhs)}) <> 0", tuple(params)
