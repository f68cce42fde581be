"""Reading what is more than ordinary of a case: its reporter will see that it was read, and by which office."""

from datetime import timedelta
from typing import Final

from cuudinh.engines.cases.models import Case, Party
from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity.types import Decision
from cuudinh.kernel.actor import Actor

# Who opens the same page all morning has looked once an hour.
ONCE_WITHIN: Final = timedelta(hours=1)


def reporter_of(case: Case) -> int | None:
    """Give the account of whoever reported, for what is asked on their behalf; it leaves the engine in no view."""
    reporters = Party.objects.filter(case=case, role="reporter", account_id__isnull=False)
    return reporters.values_list("account_id", flat=True).first()


def note_reading(actor: Actor, case: Case, what: str, decision: Decision) -> None:
    """Write a look at the data of whoever reported, unless it is the reporter who reads; before anything is shown."""
    whose = reporter_of(case)
    if whose is None or whose == actor.account_id:
        return
    identity.note_look(
        actor,
        whose=whose,
        what=what,
        about=("case", case.number),
        rule=decision.rule_id,
        once_within=ONCE_WITHIN,
    )
