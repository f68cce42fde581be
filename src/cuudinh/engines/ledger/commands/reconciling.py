"""Does the bank say what our book says? A day's statement, taken line by line and compared."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, Sum

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.ledger.commands.paying import take_move
from cuudinh.engines.ledger.models import BankLine, StatementRun
from cuudinh.engines.ledger.ports import BankMove
from cuudinh.engines.ledger.types import Reconciled
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock


@acting()
def reconcile(*, bank_name: str, day: date, moves: Sequence[BankMove]) -> Reconciled:
    """Take a day's statement: what no notice told of has its effect now, what only a notice told of is counted.

    Taken again, it finds nothing new and replaces what was found before.
    """
    taken = [take_move(bank_name=bank_name, move=move, is_stated=True) for move in moves]
    ours = BankLine.objects.filter(
        bank=bank_name, at__gte=_begin(day), at__lt=_begin(day + timedelta(days=1))
    )
    sums = ours.aggregate(
        came=Sum("amount_vnd", filter=Q(is_back=False)), back=Sum("amount_vnd", filter=Q(is_back=True))
    )
    found = {
        "at": clock.now(),
        "lines": len(moves),
        "new": taken.count("new"),
        "unconfirmed": ours.filter(stated_at__isnull=True).count(),
        "bank_vnd": sum(-move.amount_vnd if move.is_back else move.amount_vnd for move in moves),
        "ours_vnd": (sums["came"] or 0) - (sums["back"] or 0),
    }
    run, _ = StatementRun.objects.update_or_create(bank=bank_name, day=day, defaults=found)
    return Reconciled(bank_name, day, run.lines, run.new, run.unconfirmed, run.bank_vnd, run.ours_vnd)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(identity.time_zone()))
