"""May this be tried at all? Asked before anything that was sent along is taken in: pictures above all."""

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.commands.filing import permit_filing
from cuudinh.engines.cases.commands.permitting import doer_of, permit
from cuudinh.engines.cases.rules.acting import admitted
from cuudinh.engines.cases.store import load
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor


def filing_admitted(actor: Actor, *, service_id: str) -> None:
    """Make sure that the actor may file a case of a service. Raises `SignInFirst`, `NotYours`."""
    permit_filing(actor, definitions.service(service_id), None)


def act_admitted(actor: Actor, *, number: str, act: str, tracking_code: str = "") -> None:
    """Make sure that the actor may do an act on a case as it stands now; its inputs are not looked at.

    Raises what the act itself would: `CaseNotThere`, `NotYours`, `ActNotPossible` in its kinds.
    """
    loaded = load(actor, number, tracking_code)
    permit(actor, "case.act", loaded.facts)
    scene = scene_of(loaded.service, clock.now(), actor.language)
    admitted(scene, doer_of(actor, loaded.facts), loaded.case, act)
