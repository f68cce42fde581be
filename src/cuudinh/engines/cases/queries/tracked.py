"""A dossier found by its number and the phone that was given with it: how it stands, and nothing that anybody wrote.

A number can be guessed and a phone known to many, so this opens less than the tracking code: no papers, no answers, no
title, no words of an officer, and no act. Each time it opens is a line of the log.
"""

from dataclasses import replace

from cuudinh.engines.cases import definitions, sealed
from cuudinh.engines.cases.models import Case, Party
from cuudinh.engines.cases.queries.dossiers import dossier_of
from cuudinh.engines.cases.queries.permitting import found_case
from cuudinh.engines.cases.queries.rows import COLUMNS, reader, row_of
from cuudinh.engines.cases.queries.timeline import timeline_of
from cuudinh.engines.cases.queries.whole import history_of
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.types import CaseNotThere, TrackedDossier
from cuudinh.engines.identity import queries as identity
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor

RULE = "track-by-phone"


@acting()
def tracked_by_phone(actor: Actor, number: str, phone: str) -> TrackedDossier:
    """Give how a dossier stands to whoever knows its number and the phone of its applicant.

    Raises `CaseNotThere`, alike for no such dossier, another phone, and what is no dossier.
    """
    case = found_case(number)
    service = definitions.service(case.service_id, case.version)
    if not service.is_dossier or not _has_phone(case, phone):
        raise CaseNotThere(number=number)
    audit.record(actor, "case.track", ("case", number), rule=RULE, facts={})
    who = reader(actor.language, is_public=True)
    row = row_of({name: getattr(case, name) for name in COLUMNS}, who)
    dossier = dossier_of(actor, case, service)
    assert dossier is not None, "its service is one of dossiers"
    state = service.state(case.state)
    return TrackedDossier(
        number=number,
        service_title=words(service.shape.title, actor.language),
        state_label=row.state_label,
        phase=row.phase,
        status=dossier.status,
        office_label=row.office_label,
        desk_label=dossier.desk_label,
        clock=row.clock,
        next_step=words(state.next, actor.language) if state.next else "",
        timeline=tuple(
            replace(one, text="")
            for one in timeline_of(history_of(case.pk, "parties"), service, who, "parties")
        ),
        together=tuple(replace(one, can_open=False) for one in dossier.together),
    )


def _has_phone(case: Case, phone: str) -> bool:
    """Whether a phone is that of the applicant: of their account, or the one the desk wrote down."""
    party = Party.objects.filter(case=case, role="reporter").first()
    if party is None or not phone.strip():
        return False
    if party.sealed_contact is not None:
        said = sealed.unseal(case.pk, "contact", bytes(party.sealed_contact))
        return identity.is_same_phone(said["phone"], phone)
    return party.account_id is not None and identity.is_phone_of(party.account_id, phone)
