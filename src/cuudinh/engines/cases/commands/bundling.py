"""Procedures opened together: begun as one application, sent as one; each becomes a dossier of its own."""

from collections.abc import Sequence

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.bundles import carry, names_in_bundle
from cuudinh.engines.cases.commands.drafting import begin_form, send_form
from cuudinh.engines.cases.drafts import load_draft
from cuudinh.engines.cases.models import BundledCase, Case, FormDraft
from cuudinh.engines.cases.types import Filed, NotLinked
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import ids
from cuudinh.kernel.actor import Actor

_NAME_LENGTH = 26


@acting()
def begin_bundle(actor: Actor, *, service_id: str, linked: Sequence[str]) -> str:
    """Begin the forms of a procedure and of those that go with it, and give the name of the first.

    Raises `NotLinked` for a service that does not go with it, and as `begin_form`.
    """
    procedure = definitions.service(service_id).shape.procedure
    wanted = list(dict.fromkeys(linked))
    in_force = {one.id for one in definitions.services()}
    if procedure is None or not wanted or not set(wanted) <= set(procedure.linked) & in_force:
        raise NotLinked
    bundle = ids.secret_code(_NAME_LENGTH)
    names = [begin_form(actor, service_id=one) for one in (service_id, *wanted)]
    FormDraft.objects.filter(name__in=names).update(bundle=bundle)
    carry(actor, load_draft(actor, names[0], is_changed=True))
    return names[0]


@acting()
def send_bundle(actor: Actor, *, draft: str, is_remembered: bool = False) -> tuple[Filed, ...]:
    """File one dossier for each procedure of a bundle, all or none; from then on each goes its own way.

    Raises as `send_form`, of the first form that cannot be filed.
    """
    row = load_draft(actor, draft, is_changed=True).row
    filed = tuple(send_form(actor, draft=name, is_remembered=is_remembered) for name in names_in_bundle(row))
    numbers = [one.number for one in filed]
    cases = Case.objects.filter(number__in=numbers).values_list("pk", flat=True)
    BundledCase.objects.bulk_create(BundledCase(case_id=case_id, bundle=row.bundle) for case_id in cases)
    audit.record(actor, "form.send_bundle", ("case", numbers[0]), rule="own", facts={"together": numbers})
    return filed


@acting()
def drop_bundle(actor: Actor, *, draft: str) -> None:
    """Let the forms of a bundle go their own ways again: each is kept and sent by itself. Raises `DraftNotThere`."""
    found = load_draft(actor, draft, is_changed=True)
    FormDraft.objects.filter(name__in=names_in_bundle(found.row)).update(bundle="")
    audit.record(actor, "form.part_bundle", ("service", found.service.id), rule="own")
