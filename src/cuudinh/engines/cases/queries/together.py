"""Dossiers that were filed in one sending: each sees how the others stand, and none waits for them."""

from collections.abc import Iterator

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import BundledCase, Case
from cuudinh.engines.cases.queries.permitting import facts_of
from cuudinh.engines.cases.queries.rows import office_label
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.types import TogetherView
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.actor import Actor


def together_with(actor: Actor, case: Case, *, is_applicant: bool = False) -> tuple[TogetherView, ...]:
    """Give the other dossiers of a bundle: to offices and the applicant alike, how each stands and where."""
    bundle = BundledCase.objects.filter(case_id=case.pk).values_list("bundle", flat=True).first()
    if not bundle:
        return ()
    beside = Case.objects.filter(bundled__bundle=bundle).exclude(pk=case.pk).order_by("pk")
    return tuple(_views(actor, list(beside), is_applicant=is_applicant))


def _views(actor: Actor, cases: list[Case], *, is_applicant: bool) -> Iterator[TogetherView]:
    act = "case.read_own" if is_applicant else "case.read_office"
    for case in cases:
        service = definitions.service(case.service_id, case.version)
        state = service.shape.states[case.state]
        yield TogetherView(
            number=case.number,
            title=words(service.shape.title, actor.language),
            state_label=words(state.public or state.label, actor.language),
            phase=state.phase,
            office_label=office_label(case.owner_office_id, actor.language),
            can_open=identity.can(actor, act, facts_of(actor, case)).allowed,
        )
