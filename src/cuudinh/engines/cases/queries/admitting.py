"""May this be tried at all, and what is it asked for? Asked before anything that was sent along is taken in.

An act is read, done and led on from without drawing the page of its case: who acts all day pays for the act.
"""

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.commands.filing import permit_filing
from cuudinh.engines.cases.commands.permitting import doing
from cuudinh.engines.cases.rules.acting import admitted
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.store import Glimpse, glimpse, load
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.cases.types import ActForm, CaseNotThere, InputView
from cuudinh.engines.identity import queries as identity
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
    _rule, doer = doing(actor, loaded.facts, loaded.service.act(loaded.case.state, act))
    scene = scene_of(loaded.service, clock.now(), actor.language)
    admitted(scene, doer, loaded.case, act)


def act_form(actor: Actor, *, number: str, act: str) -> ActForm:
    """Give what an office is asked for with an act, as the case stands now; nothing that a page offers to choose.

    An act that cannot be done in this state is asked for nothing. Raises `CaseNotThere` for a case that the
    actor may not read as an office.
    """
    seen = _office_case(actor, number)
    shape = seen.service.act(seen.state, act)
    if shape is None:
        return ActForm(label="", inputs=())
    inputs = tuple(
        InputView(one.id, one.kind, words(one.label, actor.language), one.required, most=one.most)
        for one in shape.inputs
    )
    return ActForm(words(shape.label, actor.language), inputs)


def is_office_case(actor: Actor, number: str) -> bool:
    """Whether the actor may read a case as an office."""
    try:
        _office_case(actor, number)
    except CaseNotThere:
        return False
    return True


def _office_case(actor: Actor, number: str) -> Glimpse:
    seen = glimpse(actor, number)
    if not identity.can(actor, "case.read_office", seen.facts).allowed:
        raise CaseNotThere(number=number)
    return seen
