"""Does what is written beside the postings agree with them? The ledger looks at itself and says what does not."""

from collections.abc import Iterator

from django.db.models import F, Sum

from cuudinh.engines.ledger.models import BankLine, Charge, Posting
from cuudinh.engines.ledger.rules.standing import balance_of, standing_of
from cuudinh.engines.ledger.views import quotes_of


def disagreeing() -> Iterator[str]:
    """Give a sentence for whatever does not add up: charges, receipts, lines of the bank, the book as a whole."""
    for row in Charge.objects.order_by("pk").iterator(1_000):
        balance = balance_of(row.postings.values_list("kind", "amount_vnd"))
        quoted = sum(one.total_vnd for one in quotes_of(row))
        if not quoted == row.owed_vnd == balance.owed_vnd:
            yield f"{row.number}: lines {quoted}, owed {row.owed_vnd}, posted {balance.owed_vnd} đồng"
        if (row.standing, row.held_vnd) != (standing_of(balance), balance.held_vnd):
            yield f"{row.number}: stands as {row.standing}, its postings say {standing_of(balance)}"
    unreceipted = Posting.objects.filter(kind__in=("paid", "claimed"), receipt__isnull=True)
    for posting in unreceipted.order_by("pk"):
        yield f"{posting.key}: no receipt was given for {posting.amount_vnd} đồng"
    yield from _unlike_the_bank()


def _unlike_the_bank() -> Iterator[str]:
    """Whatever the bank told of stands in the book, on its account, to the đồng."""
    told = {name: 0 for name in BankLine.objects.values_list("bank", flat=True).distinct().order_by("bank")}
    for name, is_back, amount in BankLine.objects.values_list("bank", "is_back").annotate(
        sum=Sum("amount_vnd")
    ):
        told[name] += -amount if is_back else amount
    book = totals()
    for name, amount in told.items():
        if book.get(f"bank:{name}", 0) != amount:
            yield f"bank:{name}: the bank told of {amount} đồng, the book has {book.get(f'bank:{name}', 0)}"


def totals() -> dict[str, int]:
    """Give the total of every account of the book: what came in less what went out. All together they are 0."""
    found: dict[str, int] = {}
    for side, sign in (("debit", 1), ("credit", -1)):
        for name, amount in Posting.objects.values_list(F(side)).annotate(sum=Sum("amount_vnd")).order_by():
            found[name] = found.get(name, 0) + sign * amount
    return found
