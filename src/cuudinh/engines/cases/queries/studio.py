"""What the service studio shows: services with their drafts, a draft's files and faults, the difference it makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cuudinh.engines.cases.definitions import service, services
from cuudinh.engines.cases.models import ServiceDraft
from cuudinh.engines.cases.queries.versions import open_by_version, open_states
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.shapes_flows import FlowShape
from cuudinh.engines.cases.studio.drafts import opened, row_of, service_in, summary_of
from cuudinh.engines.cases.studio.house import house
from cuudinh.engines.cases.studio.judging import wholly
from cuudinh.engines.cases.studio.picturing import picture_of
from cuudinh.engines.cases.studio.texts import changed_texts, encoded, raised
from cuudinh.engines.cases.types.studio import (
    DraftSummary,
    FlowPicture,
    StudioDraft,
    StudioService,
    TouchedCases,
)
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.kernel.actor import Actor
from cuudinh.packs.faults import Fault
from cuudinh.packs.parts import Said

DRAFTS_MOST: Final = 50
_LIVING: Final = ("open", "proposed")
_OPEN: Final = Facts()


@dataclass(frozen=True, slots=True)
class Difference:
    """What publishing a draft would change, in sentences; what refuses it; whose open cases keep their version."""

    sentences: Sequence[Said]
    faults: Sequence[Fault]
    touched: TouchedCases
    others: Mapping[str, int]


def permit_studio(actor: Actor) -> None:
    """Let in who designs or approves services. Raises `NotYours`."""
    if not may_design(actor):
        identity.permit(actor, "service.read_drafts", _OPEN)


def may_design(actor: Actor) -> bool:
    """Whether the actor may change drafts."""
    return identity.can(actor, "service.design", _OPEN).allowed


def studio_services(actor: Actor) -> list[StudioService]:
    """Give the services in force with their open drafts. Raises `NotYours`."""
    permit_studio(actor)
    living: dict[str, list[DraftSummary]] = {}
    for row in ServiceDraft.objects.filter(state__in=_LIVING).order_by("-pk")[:DRAFTS_MOST]:
        living.setdefault(row.service_id, []).append(summary_of(row))
    known = {one.id: one for one in services()}
    found = [_service(one, living.pop(one.id, [])) for one in known.values()]
    return [*found, *(StudioService(name, {}, "", 0, 0, drafts) for name, drafts in living.items())]


def _service(one: ServiceDefinition, drafts: Sequence[DraftSummary]) -> StudioService:
    count = sum(open_by_version(one.id).values())
    return StudioService(one.id, one.shape.title, one.shape.kind, one.version, count, drafts)


def service_drafts(actor: Actor, service_id: str) -> list[DraftSummary]:
    """Give the drafts of a service, the newest first. Raises `NotYours`."""
    permit_studio(actor)
    rows = ServiceDraft.objects.filter(service_id=service_id).order_by("-pk")[:DRAFTS_MOST]
    return [summary_of(row) for row in rows]


def studio_draft(actor: Actor, draft_id: int) -> StudioDraft:
    """Give a draft with its files and everything wrong with it. Raises `NotYours`, `ServiceDraftNotThere`."""
    permit_studio(actor)
    return opened(draft_id)


def may_change(actor: Actor, draft: DraftSummary) -> bool:
    """Whether the actor may change a draft now."""
    return draft.state == "open" and may_design(actor)


def may_decide(actor: Actor, draft: DraftSummary) -> bool:
    """Whether a draft waits for somebody such as the actor: who did not write or propose it."""
    return draft.state == "proposed" and actor.account_id not in {draft.account_id, draft.proposer_id}


def service_picture(actor: Actor, service_id: str) -> FlowPicture:
    """Give the flow of a service in force as a picture. Raises `NotYours`, `ServiceNotThere`."""
    permit_studio(actor)
    return picture_of(service(service_id).shape, actor.language)


def draft_picture(actor: Actor, draft_id: int) -> FlowPicture:
    """Give the flow of a draft as a picture: of a service, or one that was imported.

    Raises `ServiceNotThere` where it has no readable one.
    """
    permit_studio(actor)
    row = row_of(draft_id)
    world = house().with_files(encoded(changed_texts(row)))[0]
    flow = next((one.value for one in world.shapes(FlowShape) if one.value.flow == row.service_id), None)
    return picture_of(flow or service_in(world, row.service_id).shape, actor.language)


def state_labels(actor: Actor, draft_id: int) -> dict[str, str]:
    """Give the words of the states of the service of a draft, as they are in force; none for a new service."""
    permit_studio(actor)
    service_id = row_of(draft_id).service_id
    known = next((one for one in services() if one.id == service_id), None)
    states = known.shape.states if known is not None else {}
    return {name: words(one.label, actor.language) for name, one in states.items()}


def difference(actor: Actor, draft_id: int) -> Difference:
    """Say what publishing a draft would change, and which open cases it touches. Raises `NotYours`."""
    permit_studio(actor)
    row, found = row_of(draft_id), house()
    files = raised(found.world(), changed_texts(row), row.title)
    touched = TouchedCases(open_by_version(row.service_id), open_states(row.service_id))
    if not files:
        return Difference((), (), touched, {})
    faults = wholly({path: body.decode("utf-8") for path, body in files.items()})
    if faults:
        return Difference((), faults, touched, {})
    planned = found.plan(found.with_files(files)[0])
    others = {one.service_id for one in planned.touched} - {row.service_id}
    counts = {name: sum(open_by_version(name).values()) for name in sorted(others)}
    return Difference(planned.sentences, planned.faults, touched, counts)
