"""Acts of the flow, on one case or on many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cuudinh.engines.cases.commands.permitting import doing
from cuudinh.engines.cases.commands.speaking import speaking
from cuudinh.engines.cases.commands.writing import write_move
from cuudinh.engines.cases.models import Event
from cuudinh.engines.cases.rules.acting import decide
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.standing import Scene
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.store import Loaded, load
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.cases.types import ActResult, CaseChanged, InputsIncomplete
from cuudinh.journal import pictures
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor, Warrant
from cuudinh.kernel.refusal import BadInput, Refusal
from cuudinh.packs.forms.faults import AnswerFault

MANY_MOST = 200


@dataclass(frozen=True, slots=True)
class _Decided:
    """What an act makes of a case as it was read, and the rule that lets the actor do it."""

    case_id: int
    rule: Warrant
    scene: Scene
    move: Move


@dataclass(frozen=True, slots=True)
class _Asked:
    """An act as it was asked for."""

    actor: Actor
    number: str
    act: str
    inputs: Mapping[str, Any]
    rev: int | None
    photos: Sequence[int]
    tracking_code: str

    def decided(self) -> _Decided:
        """Read the case and decide; inside an act its row stays as it was read."""
        loaded = load(self.actor, self.number, self.tracking_code)
        rule, doer = doing(self.actor, loaded.facts, loaded.service.act(loaded.case.state, self.act))
        if self.rev is not None and self.rev != loaded.case.rev:
            _refuse_changed(loaded, self.rev)
        scene = scene_of(loaded.service, loaded.moment(), self.actor.language)
        self._check_paper(loaded)
        move = decide(scene, doer, loaded.case, self.act, dict(self.inputs), len(self.photos))
        return _Decided(loaded.case_id, rule, scene, move)

    def _check_paper(self, loaded: Loaded) -> None:
        """Refuse as a result what is no PDF. Raises `InputsIncomplete`."""
        act = loaded.service.act(loaded.case.state, self.act)
        asked = next((one for one in act.inputs if one.kind == "result"), None) if act is not None else None
        if asked is None or not self.photos or set(pictures.types(self.photos).values()) == {"pdf"}:
            return
        fault = AnswerFault("Văn bản kết quả là một tệp PDF.")
        assert act is not None, "it asks for a paper"
        raise InputsIncomplete(faults={asked.id: fault}, act=words(act.label, self.actor.language))

    def written(self, done: _Decided) -> int:
        """Write what was decided and give the new revision. Raises `CaseChanged` when somebody was faster."""
        write_move(self.actor, done.scene, done.case_id, done.move, rule=done.rule, photos=self.photos)
        return done.move.after.rev


@speaking()
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
    asked = _Asked(actor, number, act, inputs or {}, rev, photos, tracking_code)
    # While one decides others may write; who was overtaken decides again when it is their turn.
    first = asked.decided()
    try:
        with acting():
            return asked.written(first)
    except CaseChanged:
        with acting():
            return asked.written(asked.decided())


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
        raise BadInput("Chỉ xử lý tối đa {most} hồ sơ một lần.", most=MANY_MOST)
    return tuple(_one_of_many(actor, number, act, inputs) for number in dict.fromkeys(numbers))


def _one_of_many(actor: Actor, number: str, act: str, inputs: Mapping[str, Any] | None) -> ActResult:
    try:
        perform_act(actor, number=number, act=act, inputs=inputs)
    except Refusal as refused:
        return ActResult(number, is_done=False, why_not=str(refused))
    return ActResult(number, is_done=True)
