"""A made-up case on a draft, for whoever may see it: read anew from its steps at every look, stored nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cuudinh.engines.cases.queries.studio import permit_studio
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.studio.drafts import row_of, service_in
from cuudinh.engines.cases.studio.house import house
from cuudinh.engines.cases.studio.texts import changed_texts, encoded
from cuudinh.engines.cases.studio.trying import stage_of, tried
from cuudinh.engines.cases.types.studio import TrialStep, TrialView
from cuudinh.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Trial:
    """What was done with a made-up case so far: when it was filed, where, about what, and the acts since."""

    filed_at: datetime
    unit: str = ""
    topic: str = ""
    steps: Sequence[TrialStep] = ()


def trial(actor: Actor, draft_id: int, of: Trial, until: datetime) -> TrialView:
    """Give how a made-up case of a draft stands at a moment.

    Raises the refusal of its last step, `NotYours`, `ServiceNotThere` where the draft makes no whole service.
    """
    permit_studio(actor)
    row = row_of(draft_id)
    world = house().with_files(encoded(changed_texts(row)))[0]
    service = service_in(world, row.service_id)
    stage = stage_of(world, service, of.filed_at, of.unit, actor.language)
    return tried(world, stage, of.topic, of.steps, until)


def trial_topics(actor: Actor, draft_id: int) -> Mapping[str, str]:
    """Give the topics a made-up case may be about; none where the service asks for none."""
    permit_studio(actor)
    row = row_of(draft_id)
    service = service_in(house().with_files(encoded(changed_texts(row)))[0], row.service_id)
    if service.is_dossier:
        return {}
    return {name: words(one.title, actor.language) for name, one in service.topics.items()}
