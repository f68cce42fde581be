"""Cases of people who left their seat: back to the worklist of the office, or to a colleague. Pure."""

from typing import Final

from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.standing import Scene, Standing

RELEASE: Final = "release"
ENTRUST: Final = "entrust"


def release(scene: Scene, case: Standing, to: int | None) -> Move:
    """Give the move that takes a case from who left and gives it to a colleague, or to the office (None).

    The office answers for it as before; neither the state nor the clock know of it.
    """
    act = RELEASE if to is None else ENTRUST
    counts = {**case.act_counts, act: case.times_done(act) + 1}
    return Move(
        act=act,
        audience="offices",
        before=case,
        after=case.but(owner_account_id=to, act_counts=counts, changed_at=scene.at, rev=case.rev + 1),
        side="system",
        office_id=case.owner_office_id,
        account_id=None,
        facts={} if to is None else {"officer": to},
    )
