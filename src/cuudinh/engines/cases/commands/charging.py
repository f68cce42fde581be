"""The fee of a dossier: drawn up by its procedure, waited for, and asked for no more once nothing is done for it.

What is owed and what came stands in the ledger alone; a dossier only asks and goes on. Each of these may be done
again: they look at what stands first, so news that is told twice changes nothing.
"""

from typing import Final

from cuudinh.engines.cases.commands.writing import SYSTEM, write_move
from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.rules.acting import decide
from cuudinh.engines.cases.rules.dossiers import filed_day
from cuudinh.engines.cases.rules.fees import (
    PAID,
    SETTLED,
    SUBJECT,
    charges_after,
    fee_answers,
    fee_channel,
    gives_back_after,
    subject_of,
)
from cuudinh.engines.cases.rules.standing import SYSTEM_DOER
from cuudinh.engines.cases.store import Loaded, account_of_applicant, load_by_id, receiving_office
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.ledger import commands as ledger
from cuudinh.engines.ledger import queries as charges
from cuudinh.engines.ledger.types import ChargeView
from cuudinh.journal.transactions import acting

_WHY_BACK: Final = "Hồ sơ {number} không được giải quyết tiếp: {act}."


@acting()
def charge_case(case_id: int, moment: str) -> None:
    """Draw up what a dossier costs after a moment (`filed`, or an act), by the fees of the day it was filed.

    Whoever handed it in pays; the desk that took it in collects. Where all is paid or spared already, a dossier that
    waits for its fee goes on at once.
    """
    loaded = load_by_id(case_id)
    if loaded is None or not charges_after(loaded.service.shape.fee, moment):
        return
    procedure = loaded.service.shape.procedure
    if procedure is None or procedure.fee_table is None:
        return
    subject = subject_of(loaded.case.number)
    if not charges.charges_about(subject):
        desk = receiving_office(case_id)
        assert desk is not None, "a dossier has its desk from the filing"
        ledger.open_charge(
            SYSTEM,
            subject=subject,
            title=dict(loaded.service.shape.title),
            office_id=desk,
            asked=[
                ledger.Asked(
                    procedure.fee_table,
                    fee_answers(procedure, loaded.service.full_answers(loaded.case.answers)),
                )
            ],
            channel=fee_channel(loaded.case.channel),
            day=filed_day(scene_of(loaded.service, loaded.moment()), loaded.case),
            account_id=account_of_applicant(case_id),
        )
    _go_on(loaded)


@acting()
def settle_case(subject: str) -> None:
    """Let what was waited for go on, once the whole of a charge has come: a dossier, if the charge is for one.

    Money for a dossier that ended meanwhile is proposed to go back.
    """
    number = subject.removeprefix(SUBJECT)
    case_id = Case.objects.filter(number=number).values_list("pk", flat=True).first()
    loaded = load_by_id(case_id) if case_id is not None and number != subject else None
    if loaded is None:
        return
    _go_on(loaded)
    steps = loaded.service.shape.fee
    for act in loaded.case.act_counts:
        if gives_back_after(steps, act):
            _give_back(loaded, act)


@acting()
def give_back_case(case_id: int, act: str) -> None:
    """Ask for nothing more after an act by which a dossier ends, and propose that what came for it goes back."""
    loaded = load_by_id(case_id)
    if loaded is not None and gives_back_after(loaded.service.shape.fee, act):
        _give_back(loaded, act)


def _give_back(loaded: Loaded, act: str) -> None:
    label = next(one.label for one in loaded.service.shape.acts if one.do == act)
    why = _WHY_BACK.format(number=loaded.case.number, act=label.get("vi", act))
    for charge in charges.charges_about(subject_of(loaded.case.number)):
        if charge.standing != "nothing-due":
            ledger.give_up(SYSTEM, number=charge.number, reason=why)


def _go_on(loaded: Loaded) -> None:
    """Do the act by which a dossier goes on that waits for its fee, if the whole of it came or nothing is owed."""
    act = loaded.service.act(loaded.case.state, PAID)
    if act is None or "system" not in act.by or not _is_settled(loaded.case.number):
        return
    scene = scene_of(loaded.service, loaded.moment())
    move = decide(scene, SYSTEM_DOER, loaded.case, PAID, {})
    write_move(SYSTEM, scene, loaded.case_id, move, rule=f"service:{loaded.service.id}")


def _is_settled(number: str) -> bool:
    found: tuple[ChargeView, ...] = charges.charges_about(subject_of(number))
    return bool(found) and all(one.standing in SETTLED for one in found)
