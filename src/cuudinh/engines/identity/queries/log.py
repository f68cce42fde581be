"""The log of who did what, for those whom the policy lets read it; that they read it is a line of it too."""

from cuudinh.engines.identity.queries.permissions import permit
from cuudinh.engines.identity.types import Facts
from cuudinh.journal import audit, logbook, proofs
from cuudinh.journal.logbook import LogFilter, LogPage
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor


@acting()
def log_page(actor: Actor, narrowed: LogFilter, before: int | None = None) -> LogPage:
    """Give a page of the log. Raises `NotYours`."""
    rule = permit(actor, "audit.read", Facts())
    asked = {name: getattr(narrowed, name) for name in ("act", "office", "about") if getattr(narrowed, name)}
    audit.record(
        actor, "audit.read", ("log", before if before is not None else "newest"), rule=rule, facts=asked
    )
    return logbook.page_of(narrowed, before)


@acting()
def proved_line(actor: Actor, seq: int) -> proofs.ProofCheck:
    """Give one line with its proof, checked. Raises `NotYours`, `NoSuchLine`, `NotSealedYet`."""
    rule = permit(actor, "audit.read", Facts())
    audit.record(actor, "audit.prove", ("log", seq), rule=rule)
    return proofs.check(proofs.prove(seq), proofs.our_key())
