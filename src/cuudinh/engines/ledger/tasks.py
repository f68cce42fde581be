"""Slow work with the bank, outside of every act: it is told what to expect, and asked for its statements."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.ledger.banking import bank, is_connected
from cuudinh.engines.ledger.commands.paying import EXPECT
from cuudinh.engines.ledger.commands.reconciling import reconcile
from cuudinh.engines.ledger.models import PaymentRequest, StatementRun
from cuudinh.engines.ledger.ports import Expected
from cuudinh.engines.ledger.rules.references import reference_of
from cuudinh.journal import clerk, jobs
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock

STATEMENT: Final = "ledger.statement"
# A bank may book the last transfers of a day after midnight: today and the day before are asked for.
_ASKED_AGAIN: Final = timedelta(minutes=30)


@jobs.handler(EXPECT)
def tell_bank(payload: dict[str, Any]) -> Callable[[], None] | None:
    """Tell the bank of money to come; a bank that is silent is told again later."""
    request = PaymentRequest.objects.select_related("charge").get(pk=payload["request"])
    reference = reference_of(request.charge.number)
    bank().expect(Expected(reference=reference, amount_vnd=request.amount_vnd))

    def told() -> None:
        PaymentRequest.objects.filter(pk=request.pk).update(told_at=clock.now())

    return told


@jobs.handler(STATEMENT)
def ask_statement(payload: dict[str, Any]) -> Callable[[], None]:
    """Ask the bank for a day's statement and take it."""
    asked, day = bank(), date.fromisoformat(payload["day"])
    moves = asked.statement(day)

    def taken() -> None:
        reconcile(bank_name=asked.name, day=day, moves=moves)

    return taken


class _Asked:
    """When this process last asked for statements."""

    at: Any = None


def ask_statements() -> int:
    """Ask for the statements of today and of the day before, every half hour; give how many."""
    now = clock.now()
    if not is_connected() or (_Asked.at is not None and now - _Asked.at < _ASKED_AGAIN):
        return 0
    _Asked.at = now
    today = clock.day_in(identity.time_zone())
    return _ask_later(today - timedelta(days=1), bank().name) + _ask_later(today, bank().name)


@acting()
def _ask_later(day: date, name: str) -> int:
    """Ask for a day once more, unless it was over and compared."""
    ended = clock.now() - timedelta(hours=12)
    run = StatementRun.objects.filter(bank=name, day=day).values_list("at", flat=True).first()
    if run is not None and clock.day_in(identity.time_zone(), ended) > day and run > ended:
        return 0
    jobs.later(STATEMENT, {"day": day.isoformat()}, key=day.isoformat())
    return 1


clerk.register_step("ledger.statements", ask_statements)
