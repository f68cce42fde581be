"""What a dossier shows to whoever tracks it without an account."""

from dataclasses import dataclass

from cuudinh.engines.cases.types.dossiers import StatusView, TogetherView
from cuudinh.engines.cases.types.views import ClockView, TimelineEntry


@dataclass(frozen=True, slots=True)
class TrackedDossier:
    """How a dossier stands, for whoever knows its number and a phone: nothing that anybody wrote."""

    number: str
    service_title: str
    state_label: str
    phase: str
    status: StatusView
    office_label: str
    desk_label: str
    clock: ClockView
    next_step: str
    timeline: tuple[TimelineEntry, ...]
    together: tuple[TogetherView, ...] = ()
