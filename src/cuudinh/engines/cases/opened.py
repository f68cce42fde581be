"""What an applicant answered of their own, opened by an office for one dossier: once, for a reason, for some hours."""

from typing import Final

from cuudinh.engines.cases.models import Case, SealedAnswers
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.actor import Actor

OWN_ANSWERS: Final = "answers"


def has_own_answers(case: Case, service: ServiceDefinition) -> bool:
    """Whether a dossier holds answers under seal that its offices may open at all."""
    if not service.is_dossier or service.shape.identity.hidden_from_offices:
        return False
    return SealedAnswers.objects.filter(case_id=case.pk).exists()


def is_opened(actor: Actor, case: Case) -> bool:
    """Whether the actor has them open, so that a look is no new line of the log."""
    return identity.open_until(actor, (OWN_ANSWERS, case.number)) is not None
