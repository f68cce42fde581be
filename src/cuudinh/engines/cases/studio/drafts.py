"""A draft as it stands: read with its files and everything wrong with them, for whoever was let in."""

from collections.abc import Mapping, Sequence

from cuudinh.engines.cases.definitions import services_of
from cuudinh.engines.cases.models import ServiceDraft
from cuudinh.engines.cases.service import ServiceDefinition, compiled
from cuudinh.engines.cases.studio.house import house
from cuudinh.engines.cases.studio.judging import judged
from cuudinh.engines.cases.studio.texts import changed_texts, differing, text_in
from cuudinh.engines.cases.types import ServiceNotThere
from cuudinh.engines.cases.types.studio import DraftFileView, DraftSummary, ServiceDraftNotThere, StudioDraft
from cuudinh.packs.faults import Fault
from cuudinh.packs.world import PackWorld


def opened(draft_id: int) -> StudioDraft:
    """Give a draft with its files and everything wrong with it. Raises `ServiceDraftNotThere`."""
    row = row_of(draft_id)
    texts = changed_texts(row)
    world, faults = judged(row.service_id, texts)
    return StudioDraft(
        summary=summary_of(row),
        files=_files(row.service_id, texts, world, faults),
        faults=faults,
        languages=world.languages,
    )


def _files(
    service_id: str, texts: Mapping[str, str], world: PackWorld, faults: Sequence[Fault]
) -> list[DraftFileView]:
    base = house().world()
    changed = differing(base, texts)
    paths = [*_paths_of(service_id, world), *(path for path in texts)]
    return [
        DraftFileView(
            path,
            text_in(base, texts, path),
            path in changed,
            world.origins.get(path, world.id),
            [fault for fault in faults if fault.file == path],
        )
        for path in dict.fromkeys(paths)
    ]


def _paths_of(service_id: str, world: PackWorld) -> list[str]:
    """Give the files of which a service is made: its own, the flow it names, the file of its fee."""
    folder = f"services/{service_id}/"
    own = sorted(path for path in world.files if path.startswith(folder))
    found = next((shape for _, shape, _ in services_of(world) if shape.service == service_id), None)
    if found is None:
        return own
    shared = [f"flows/{found.flow}.yaml"] if found.flow else []
    table = found.procedure.fee_table if found.procedure is not None else None
    fees = [path for path in world.files if path.startswith("fees/")] if table else []
    return [*own, *(path for path in shared if path in world.files), *fees]


def service_in(world: PackWorld, service_id: str) -> ServiceDefinition:
    """Give a service of a world. Raises `ServiceNotThere`."""
    for _, shape, topics in services_of(world):
        if shape.service == service_id:
            return compiled(shape, topics)
    raise ServiceNotThere(service=service_id)


def row_of(draft_id: int) -> ServiceDraft:
    """Give the row of a draft. Raises `ServiceDraftNotThere`."""
    row = ServiceDraft.objects.filter(pk=draft_id).first()
    if row is None:
        raise ServiceDraftNotThere(draft=draft_id)
    return row


def summary_of(row: ServiceDraft) -> DraftSummary:
    """Give a draft as lists show it."""
    return DraftSummary(
        id=row.pk,
        service_id=row.service_id,
        title=row.title,
        state=row.state,
        account_id=row.account_id,
        began_at=row.began_at,
        changed_at=row.changed_at,
        proposer_id=row.proposer_id,
        proposed_at=row.proposed_at,
        decider_id=row.decider_id,
        decided_at=row.decided_at,
        decision=row.decision,
        generation=row.generation,
        former_generation=row.former_generation,
    )
