"""The codes by which the fee of a dossier is paid, drawn for its page."""

from cuudinh.engines.cases.types import ReporterCase
from cuudinh.engines.ledger import queries as ledger


def pay_pictures(case: ReporterCase) -> dict[str, str]:
    """Give the picture of each code that is still to be paid, by the number of its charge."""
    fees = case.dossier.fees if case.dossier is not None else ()
    return {fee.number: ledger.picture_of(fee.code) for fee in fees if fee.code is not None}
