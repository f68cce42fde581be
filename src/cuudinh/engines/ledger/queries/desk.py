"""What a desk sees: the charges of its offices, money nobody knows, and how the bank agrees."""

from django.db.models import Q

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.engines.ledger.models import STANDINGS, BankLine, Charge, StatementRun
from cuudinh.engines.ledger.queries.charges import PAGE_ROWS, before, page_of
from cuudinh.engines.ledger.types import ChargeView, LooseMoney, Reconciled
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.pages import Page
from cuudinh.kernel.refusal import NotYours

_LOOSE_MOST = 200
_RUNS = 14
OPEN = ("unpaid", "partly", "overpaid")


def may_collect(actor: Actor) -> bool:
    """Whether there is a desk of fees for the actor at all."""
    scope = identity.scope(actor, "fee.read")
    return scope.all or bool(scope.office_ids)


def desk_charges(
    actor: Actor, *, standing: str = "", number: str = "", cursor: str | None = None
) -> Page[ChargeView]:
    """Give a page of the charges of the actor's offices, the newest first: those of one standing, or with open money.

    A number, or its beginning, finds a charge whatever its standing. Raises `NotYours`, `BadInput`.
    """
    scope = identity.scope(actor, "fee.read")
    if not (scope.all or scope.office_ids):
        raise NotYours
    reach = Q() if scope.all else Q(office_id__in=scope.office_ids)
    if number:
        wanted = Q(number__startswith=number.strip().upper())
    elif standing in STANDINGS:
        wanted = Q(standing=standing)
    else:
        wanted = Q(standing__in=OPEN)
    rows = Charge.objects.filter(reach, wanted, pk__lt=before(cursor)).order_by("-pk")
    return page_of(rows[: PAGE_ROWS + 1], actor.language)


def loose_money(actor: Actor) -> tuple[LooseMoney, ...]:
    """Give money that came and of which nobody knows what for, the last first. Raises `NotYours`.

    It belongs to no office yet, so all who may settle money of theirs see it; the words are those of a bank.
    """
    _permit_settling(actor)
    rows = BankLine.objects.filter(charge__isnull=True, is_back=False).order_by("-pk")[:_LOOSE_MOST]
    return tuple(
        LooseMoney(row.pk, row.bank, row.amount_vnd, row.words, row.at, row.why_loose) for row in rows
    )


def latest_runs(actor: Actor) -> tuple[Reconciled, ...]:
    """Give how the bank's last statements agreed with the book, the last first. Raises `NotYours`."""
    _permit_settling(actor)
    rows = StatementRun.objects.order_by("-day", "bank")[:_RUNS]
    return tuple(
        Reconciled(row.bank, row.day, row.lines, row.new, row.unconfirmed, row.bank_vnd, row.ours_vnd)
        for row in rows
    )


def _permit_settling(actor: Actor) -> None:
    scope = identity.scope(actor, "fee.settle")
    if not (scope.all or scope.office_ids):
        raise identity.refusal_of(identity.can(actor, "fee.settle", Facts()), actor)
