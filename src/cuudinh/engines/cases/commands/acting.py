"""Acts of the flow, on one case or on many."""

from collections.abc import Mapping, Sequence
from typing import Any

from cuudinh.engines.cases.commands.permitting import doer_of, permit
from cuudinh.engines.cases.commands.speaking import speaking
from cuudinh.engines.cases.commands.writing import write_move
from cuudinh.engines.cases.models import Event
from cuudinh.engines.cases.rules.acting import decide
from cuudinh.engines.cases.store import Loaded, load
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.cases.types import ActResult, CaseChanged
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import BadInput, Refusal

MANY_MOST = 200


@speaking()
@acting()
def perform_act(
    actor: Actor,
    *,
    number: str,
    act: str,
    inputs: Mapping[str, Any] | None = None,
    rev: int | None = None,
    photos: Sequence[int] = (),
    tracking_code: str = "",
) -> int:
    """Do one act of the flow on a case and give its new revision.

    `inputs` maps input ids to values: an office is its code, offices a list of codes, a span
    `{"working_days": 3}` or a number of working days, a case its number, a rating the id of its level, a
    reason its id. `rev` is what the actor last read; when somebody acted since, it is refused (`CaseChanged`).
    A reporter without an account shows `tracking_code`.

    Raises `CaseNotThere`, `NotYours`, `CaseChanged`, `ActNotPossible` in its kinds, `InputsIncomplete`.
    """
    loaded = load(actor, number, tracking_code)
    rule = permit(actor, "case.act", loaded.facts)
    if rev is not None and rev != loaded.case.rev:
        _refuse_changed(loaded, rev)
    scene = scene_of(loaded.service, loaded.moment(), actor.language)
    move = decide(scene, doer_of(actor, loaded.facts), loaded.case, act, dict(inputs or {}), len(photos))
    write_move(actor, scene, loaded.case_id, move, rule=rule, photos=photos)
    return move.after.rev


def _refuse_changed(loaded: Loaded, rev: int) -> None:
    """Refuse an act on what was read before; a mere reminder of the clock in between is no reason to."""
    since = Event.objects.filter(case_id=loaded.case_id, seq__gt=rev).exclude(act="escalate")
    if rev > loaded.case.rev or since.exists():
        raise CaseChanged(number=loaded.case.number)


def perform_many(
    actor: Actor, *, numbers: Sequence[str], act: str, inputs: Mapping[str, Any] | None = None
) -> tuple[ActResult, ...]:
    """Do the same act on several cases, each in its own transaction, and say of each what became of it."""
    if len(numbers) > MANY_MOST:
        raise BadInput("Chỉ xử lý tối đa {most} phản ánh một lần.", most=MANY_MOST)
    return tuple(_one_of_many(actor, number, act, inputs) for number in dict.fromkeys(numbers))


def _one_of_many(actor: Actor, number: str, act: str, inputs: Mapping[str, Any] | None) -> ActResult:
    try:
        perform_act(actor, number=number, act=act, inputs=inputs)
    except Refusal as refused:
        return ActResult(number, is_done=False, why_not=str(refused))
    return ActResult(number, is_done=True)
