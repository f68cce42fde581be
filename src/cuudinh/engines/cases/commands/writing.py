"""Writing a move: the row, its event, its clock, its due times, its counters, the news and the audit line.

All of it in the caller's transaction. Every way a case can change comes through here, so that the history
always folds to the row and the counters always count what the rows say.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cuudinh.engines.cases.commands.dossiers import move_at_desk
from cuudinh.engines.cases.commands.effects import apply_effects
from cuudinh.engines.cases.models import AUDIENCES, Case, CaseUnit, ClockEntry, DueTime, Event
from cuudinh.engines.cases.rules import buckets, folding, ladder
from cuudinh.engines.cases.rules.acting import follow_on
from cuudinh.engines.cases.rules.moves import Move, ReleaseParts
from cuudinh.engines.cases.rules.standing import Scene, Standing
from cuudinh.engines.cases.store import COLUMNS, column_values, derived_values, load_by_id
from cuudinh.engines.cases.succession import inheriting_move
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.cases.types import CaseChanged, CaseMoved
from cuudinh.journal import audit, counters, outbox
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.kernel.actor import Actor, Warrant, system

# Who does what follows by itself from an act on another case.
SYSTEM = system("cases")
# Words that people wrote, and numbers of accounts: those stand in the log under pseudonyms only.
_NOT_LOGGED: Final = frozenset({"text", "notes", "set", "behalf"})
DONE: Final = frozenset({"done", "final"})
_CASES = PreparedRows(Case)
_EVENTS = PreparedRows(Event)
_CLOCK = PreparedRows(ClockEntry)
_DUES = PreparedRows(DueTime)
_UNITS = PreparedRows(CaseUnit)


def write_move(
    actor: Actor, scene: Scene, case_id: int, move: Move, *, rule: str, photos: Sequence[int] = ()
) -> None:
    """Write an act that was decided. Raises `CaseChanged` when the row was changed since it was read.

    A rule that somebody else's seat fell under says so in the history: on whose behalf, by which document.
    """
    move = _on_behalf(move, rule)
    _write_row(scene, case_id, move)
    write_units(case_id, move.before, move.after)
    write_event(scene, case_id, move)
    if move.minutes is not None:
        _write_clock(scene, case_id, move)
    write_due_times(scene, case_id, move.before, move.after)
    apply_effects(scene, case_id, move, photos)
    if any(isinstance(effect, ReleaseParts) for effect in move.effects):
        _release_parts(scene, case_id)
    at_desk = move_at_desk(case_id, move.before, move.after) if scene.service.is_dossier else {}
    counters.bump({**buckets.changes(move, scene), **at_desk})
    outbox.publish(
        CaseMoved(
            case_id=case_id,
            number=move.after.number,
            act=move.act,
            seq=move.after.rev,
            from_state=move.before.state,
            to_state=move.after.state,
        )
    )
    audit.record(actor, f"case.{move.act}", ("case", move.after.number), rule=rule, facts=_audit_facts(move))
    if _is_open_again(move):
        _hand_on(scene, case_id, move.after)


def _on_behalf(move: Move, rule: str) -> Move:
    behalf = rule.behalf if isinstance(rule, Warrant) else None
    if behalf is None or move.account_id is None:
        return move
    by = {"document": behalf.document} if behalf.document else {}
    return replace(move, facts={**move.facts, "behalf": behalf.account_id, **by})


def _is_open_again(move: Move) -> bool:
    return move.before.phase in DONE and move.after.phase not in DONE


def _hand_on(scene: Scene, case_id: int, case: Standing) -> None:
    """Give a case that is open again to who took over, when the office that had it ended meanwhile."""
    move = inheriting_move(scene, case)
    if move is not None:
        again = replace(move, facts={**move.facts, "afterwards": True})
        write_move(SYSTEM, scene, case_id, again, rule=f"service:{scene.service.id}")


def _release_parts(scene: Scene, case_id: int) -> None:
    """Let everything that was merged into a case stand by itself again, each where it stood."""
    for part_id in list(Case.objects.filter(master_id=case_id).order_by("id").values_list("id", flat=True)):
        part = load_by_id(part_id)
        assert part is not None, "its row was just read, and cases are never deleted"
        around = scene_of(part.service, max(scene.at, part.case.changed_at))
        move = follow_on(around, part.case, "unmerge")
        if move is not None:
            write_move(SYSTEM, around, part_id, move, rule=f"service:{part.service.id}")


def _write_row(scene: Scene, case_id: int, move: Move) -> None:
    before, after = move.before, move.after
    changed = column_values(
        after, [name for name in COLUMNS if getattr(after, name) != getattr(before, name)]
    )
    changed |= derived_values(move.after, scene.service)
    if not _CASES.update({"id": case_id, "rev": move.before.rev}, **changed):
        raise CaseChanged(number=move.before.number)


def write_units(case_id: int, before: Standing | None, after: Standing) -> None:
    """Write in which units lists find the case, when its place is new or was put right."""
    if before is not None:
        if before.units == after.units:
            return
        _UNITS.delete(case_id=case_id)
    found = after.units or ({str(after.unit_id): ""} if after.unit_id is not None else {})
    _UNITS.insert_many([{"case_id": case_id, "unit_id": int(unit_id)} for unit_id in found])


def write_event(scene: Scene, case_id: int, move: Move) -> None:
    """Add the act to the history, with the columns it changed."""
    before = None if move.act == "file" else move.before
    _EVENTS.insert(
        case_id=case_id,
        seq=move.after.rev,
        at=scene.at,
        act=move.act,
        from_state=move.before.state if before is not None else "",
        to_state=move.after.state,
        side=move.side,
        office_id=move.office_id,
        account_id=move.account_id,
        audience=AUDIENCES[move.audience],
        facts={**move.facts, "set": folding.changes_between(before, move.after)},
    )


def _write_clock(scene: Scene, case_id: int, move: Move) -> None:
    """End the stretch of the state that was left and begin the next; a final state has none."""
    if move.before.phase != "final":
        is_open = {"case_id": case_id, "ended_at": None}
        _CLOCK.update(is_open, ended_at=scene.at, minutes=move.minutes)
    if move.after.phase != "final":
        begin_clock(scene, case_id, move.after)


def begin_clock(scene: Scene, case_id: int, case: Standing) -> None:
    """Begin a stretch of the clock in the state in which a case stands."""
    _CLOCK.insert(
        case_id=case_id,
        state=case.state,
        side=scene.service.state(case.state).clock,
        office_id=case.owner_office_id,
        began_at=scene.at,
    )


def write_due_times(scene: Scene, case_id: int, before: Standing | None, after: Standing) -> None:
    """Write what falls due on a case now and did not before, and drop what does not any more.

    What stands in the index is always what the case as it was made of it, so nothing needs to be read.
    """
    pace = scene.pace(after)
    if before is None:
        gone, new = tuple[ladder.Due, ...](), ladder.due_times(after, scene.service, pace)
    else:
        gone, new = ladder.changed_due_times(before, after, scene.service, (scene.pace(before), pace))
    if gone:
        _DUES.delete(case_id=case_id, what=[due.what for due in gone])
    _DUES.insert_many({"case_id": case_id, "what": due.what, "falls_at": due.falls_at} for due in new)


def _audit_facts(move: Move) -> dict[str, object]:
    """Give what the log says of an act: names and numbers, never what anybody wrote."""
    kept = {name: value for name, value in move.facts.items() if name not in _NOT_LOGGED}
    return {"seq": move.after.rev, "from": move.before.state, "to": move.after.state, **kept}


assert set(folding.FOLDED) <= set(COLUMNS), "the history folds only what the row holds"
