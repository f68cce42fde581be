"""Opening what an applicant answered of their own: for one dossier at once, with one reason and one line of the log."""

from typing import Final

from cuudinh.engines.cases.models import Case, Party
from cuudinh.engines.cases.opened import OWN_ANSWERS, has_own_answers, is_opened
from cuudinh.engines.cases.store import load
from cuudinh.engines.cases.types import CaseNotThere
from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries as policy
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor, Warrant
from cuudinh.kernel.refusal import NotThere

ACT: Final = "case.open_answers"


@acting()
def open_own_answers(actor: Actor, *, number: str, reason: str) -> None:
    """Open all answers under seal of a dossier to the actor for a working day; its applicant sees who did and why.

    Opened again while they are open, nothing is written. Raises `CaseNotThere`, `PurposeNeeded`,
    `NotThere` where nothing lies under seal, and as `note_look`.
    """
    loaded = load(actor, number)
    decision = policy.can(actor, "case.read_office", loaded.facts)
    if not decision.allowed:
        raise CaseNotThere(number=number)
    rule = Warrant.of(decision.rule_id, decision.behalf)
    case = Case.objects.get(pk=loaded.case_id)
    if not has_own_answers(case, loaded.service):
        raise NotThere
    if is_opened(actor, case):
        return
    identity.open_to_work(actor, (OWN_ANSWERS, number), reason)
    whose = Party.objects.filter(case=case, role="reporter").values_list("account_id", flat=True).first()
    if whose is None or whose == actor.account_id:
        audit.record(actor, ACT, ("case", number), purpose=reason, rule=rule)
        return
    identity.note_look(
        actor, whose=whose, what="answers", about=("case", number), purpose=reason, rule=rule, act=ACT
    )
