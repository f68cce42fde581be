"""A workflow of another system becomes a draft of a shared flow."""

from collections.abc import Mapping

from cuudinh.engines.cases.commands.studio import DESIGN, begin_service_draft, save_draft_texts
from cuudinh.engines.cases.studio.house import house
from cuudinh.engines.cases.studio.importing.reading import ImportedFile, imported
from cuudinh.engines.cases.types.studio import WorkflowRefused
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor

__all__ = ["ImportedFile", "begin_import", "imported"]


@acting()
def begin_import(
    actor: Actor, *, title: str, body: bytes, kind: str, roles: Mapping[str, str]
) -> tuple[int, ImportedFile]:
    """Begin a draft with the flow of a workflow definition; gives its number, and what was left out of it.

    The flow is named as the other system names it. What is still missing for a sound one (words, deadlines, who is
    told) shows as faults of the draft. Raises `WorkflowRefused` with every element and its reason, `NoProcess`,
    `NoBusinessService`, `NotYours`, `Incomplete`.
    """
    identity.permit(actor, DESIGN, Facts())
    found = imported(body, kind=kind, roles=roles, languages=house().world().languages)
    if not found.text:
        raise WorkflowRefused([str(one) for one in found.refused])
    flow_id = found.path.removeprefix("flows/").removesuffix(".yaml")
    number = begin_service_draft(actor, service_id=flow_id, title=title)
    save_draft_texts(actor, draft_id=number, texts={found.path: found.text}, may_be_faulty=True)
    return number, found
