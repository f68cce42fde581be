"""Whose dossier it is, for the offices that have it: opened by rule, logged at each look."""

from dataclasses import dataclass, field

from cuudinh.engines.cases import definitions, sealed
from cuudinh.engines.cases.models import Case, Party
from cuudinh.engines.cases.queries.permitting import facts_of, readable_case
from cuudinh.engines.identity import queries as identity
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours

READ = "case.read_applicant"


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whose dossier it is and how they are reached; `account_id` where they have an account."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    account_id: int | None = None


@acting()
def applicant(actor: Actor, number: str) -> Applicant:
    """Give whose dossier it is, to the desk that took it in and the office that decides it.

    Raises `CaseNotThere`, and `NotYours` where a service hides from offices who filed.
    """
    case = readable_case(actor, number, "case.read_office")
    service = definitions.service(case.service_id, case.version)
    if not service.is_dossier or service.shape.identity.hidden_from_offices:
        raise NotYours
    return opened(actor, case)


def opened(actor: Actor, case: Case) -> Applicant:
    """Open whose dossier a case is. Raises `NotYours`."""
    facts, about = facts_of(actor, case), ("case", case.number)
    party = Party.objects.get(case_id=case.pk, role="reporter")
    if party.sealed_contact is not None:
        rule = identity.permit(actor, "identity.applicant", facts)
        audit.record(actor, READ, about, rule=rule)
        said = sealed.unseal(case.pk, "contact", bytes(party.sealed_contact))
        return Applicant(said["name"], said["phone"], party.account_id)
    if party.account_id is None:
        return Applicant("", "")
    found = identity.applicant_of(actor, party.account_id, about, facts)
    return Applicant(found.name, found.phone, party.account_id)
