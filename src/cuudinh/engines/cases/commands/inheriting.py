"""Open work of offices that ended goes to who took over: in portions, each case with its event, nothing twice.

So do the dossiers that their desks took in and that are not closed: whoever asks for a result finds a desk that has it.

What is moved is always what still stands with an office that is gone, so that it can be stopped at any moment and
asked for again. The clerk looks whenever the day or the offices changed.
"""

from collections.abc import Iterable
from typing import Final

from cuudinh.engines.cases.commands.dossiers import pass_desk
from cuudinh.engines.cases.commands.writing import write_move
from cuudinh.engines.cases.models import PHASES, Case, Dossier, Handover, Task
from cuudinh.engines.cases.store import load_by_id
from cuudinh.engines.cases.succession import inheriting_move, open_at_desk, open_work, passed_on
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Ending, NotInForce, UnknownOffice
from cuudinh.journal import audit, counters
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import STATE, Actor
from cuudinh.kernel.refusal import NotYours

PORTION: Final = 50


@acting()
def hand_over_work(actor: Actor, *, office_id: int, limit: int = PORTION) -> int:
    """Move a portion of the open cases and parts of an office that is gone, and of the dossiers of its desk, to who
    took over; give how many.

    0 means that nothing is left. Raises `NotYours`, `UnknownOffice` for an office without an end, `NotInForce`
    before its day.
    """
    if actor.domain != STATE:
        raise NotYours
    rule = identity_commands.permit(actor, "organisation.manage")
    ended = identity.ending(office_id)
    if ended is None:
        raise UnknownOffice(office=office_id)
    if ended.since > identity.today():
        raise NotInForce(day=ended.since)
    case_ids = _next_cases(office_id, limit)
    at_desk = _next_at_desk(office_id, limit - len(case_ids))
    if case_ids or at_desk:
        _begin(ended)
    for case_id in case_ids:
        _hand_over(actor, case_id, rule)
    for case_id in at_desk:
        _hand_desk_over(actor, case_id, office_id, rule)
    moved = len(case_ids) + len(at_desk)
    if moved < limit:
        _end(actor, rule)
    return moved


def _next_cases(office_id: int, limit: int) -> list[int]:
    """Give the next open cases that the office leads or has a part in."""
    led = Case.objects.filter(owner_office_id=office_id, phase__lt=PHASES["done"]).order_by(
        "phase", "sort_at", "id"
    )
    found = list(led.values_list("id", flat=True)[:limit])
    parts = Task.objects.filter(office_id=office_id, state="open").order_by("due_at", "id")
    found += parts.values_list("case_id", flat=True)[: limit - len(found)]
    return list(dict.fromkeys(found))


def _next_at_desk(office_id: int, limit: int) -> list[int]:
    """Give the next dossiers that the desk of the office took in and that are not closed."""
    found = Dossier.objects.filter(desk_office_id=office_id, phase__lt=PHASES["final"]).order_by("case_id")
    return list(found.values_list("case_id", flat=True)[: max(limit, 0)])


def _begin(ended: Ending) -> None:
    """Write down what every office that is gone leaves, before anything is moved.

    A case may stand with several of them: what is moved for one is moved for all.
    """
    if Handover.objects.filter(office_id=ended.office_id, since=ended.since).exists():
        return
    gone = {one.office_id: one for one in identity.endings()}
    known = set(Handover.objects.filter(office_id__in=gone).values_list("office_id", "since"))
    now, work, at_desk = clock.now(), open_work(gone), open_at_desk(gone)
    Handover.objects.bulk_create(
        Handover(
            office_id=office_id,
            since=gone[office_id].since,
            reorganisation=gone[office_id].act.id,
            cases_before=work.get(office_id, (0, 0))[0],
            parts_before=work.get(office_id, (0, 0))[1],
            desks_before=at_desk.get(office_id, 0),
            began_at=now,
        )
        for office_id in sorted(work.keys() | at_desk.keys())
        if (office_id, gone[office_id].since) not in known
    )


def _hand_over(actor: Actor, case_id: int, rule: str) -> None:
    loaded = load_by_id(case_id)
    assert loaded is not None, "its row was just read, and cases are never deleted"
    scene = scene_of(loaded.service, loaded.moment())
    move = inheriting_move(scene, loaded.case)
    assert move is not None, "an office of it is gone"
    write_move(actor, scene, case_id, move, rule=rule)


def _hand_desk_over(actor: Actor, case_id: int, office_id: int, rule: str) -> None:
    """Let the desk of another office have a dossier; who decides it, its state and its deadline stay."""
    loaded = load_by_id(case_id)
    assert loaded is not None, "its row was just read, and cases are never deleted"
    scene = scene_of(loaded.service, loaded.moment())
    passed = passed_on(scene, loaded.case, office_id)
    assert passed is not None, "the office is gone"
    counters.bump(pass_desk(scene, case_id, loaded.case, passed.office_id))
    facts = {
        "from_office": office_id,
        "office": passed.office_id,
        "by": passed.by,
        "reorganisation": passed.act,
    }
    about = ("case", loaded.case.number)
    audit.record(actor, "organisation.hand_over_desk", about, rule=rule, facts=facts)


def _end(actor: Actor, rule: str) -> None:
    """Say of each office of which nothing is left that it is done, once."""
    rows = {row.office_id: row for row in Handover.objects.filter(done_at__isnull=True)}
    left = open_work(rows).keys() | open_at_desk(rows).keys()
    for office_id, row in rows.items():
        if office_id not in left:
            row.done_at = clock.now()
            row.save(update_fields=["done_at"])
            about = ("office", identity.office_by_id(office_id).code)
            facts = {
                "reorganisation": row.reorganisation,
                "cases": row.cases_before,
                "parts": row.parts_before,
                "at_desk": row.desks_before,
            }
            audit.record(actor, "organisation.hand_over_work", about, rule=rule, facts=facts)


def hand_over_all(actor: Actor, office_ids: Iterable[int]) -> int:
    """Move everything that still stands with offices that are gone, portion by portion; give how many cases."""
    moved = 0
    for office_id in office_ids:
        while count := hand_over_work(actor, office_id=office_id):
            moved += count
    return moved
