"""Looking at somebody's data: the read, its line in the log and the row its owner will see are one transaction."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection

from cuudinh.engines.identity.models import Account, Concealment, Look
from cuudinh.engines.identity.stops import refuse_stopped
from cuudinh.journal import audit
from cuudinh.journal.prepared import Prepared
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import within_act
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

_LOOKS: Final = PreparedRows(Look)
_PERSON_OF: Final = Prepared(
    "identity.person-of-account",
    lambda account_id: Account.objects.filter(pk=account_id).values_list(
        "person_id", "person__merged_into_id"
    ),
    takes={"account_id": int},
    sample={"account_id": 1},
)


@within_act()
def note_look(
    actor: Actor,
    *,
    whose: int,
    what: str,
    about: tuple[str, str],
    purpose: str = "",
    rule: str = "",
    system: str = "",
    act: str = "identity.look",
    once_within: timedelta | None = None,
) -> None:
    """Write that an actor looks at the data of an account's person; called before anything is shown.

    What the person had stopped is not looked at: raises `ProcessingRestricted`, `LookObjected`.

    `what` is a kind of look of the pack, `system` the name of another system that asked. Of an account without
    a person (staff, programs) only the line is written: their names are no secret. A page that somebody opens
    again and again is one look if it is noted only `once_within` a while.
    """
    person_id = person_of(whose)
    if person_id is not None and actor.account_id != whose:
        refuse_stopped(actor, person_id, what, system)
    if once_within is not None and _is_noted(actor, what, about, clock.now() - once_within):
        return
    ref = audit.record(actor, act, about, purpose=purpose, rule=rule)
    if person_id is not None:
        _write(actor, person_id, ref.leaf, what, about, purpose=purpose, rule=rule, system=system)


def _write(actor: Actor, person_id: UUID, leaf: str, what: str, about: tuple[str, str], **told: str) -> None:
    """Write the row that its person sees, once what is kept back is over."""
    at, office_id = clock.now(), actor.seats[0].office_id if actor.seats else None
    concealment_id, hidden_until = _concealed(person_id, office_id, at)
    _LOOKS.insert(
        person_id=person_id if connection.features.has_native_uuid_field else person_id.hex,
        at=at,
        what=what,
        office_id=office_id,
        account_id=actor.account_id,
        about_kind=about[0],
        about_ref=about[1],
        leaf=leaf,
        concealment_id=concealment_id,
        hidden_until=hidden_until,
        **told,
    )


def _is_noted(actor: Actor, what: str, about: tuple[str, str], since: datetime) -> bool:
    if actor.account_id is None:
        return False
    mine = Look.objects.filter(account_id=actor.account_id, at__gt=since)
    return mine.filter(what=what, about_kind=about[0], about_ref=about[1]).exists()


def person_of(account_id: int) -> UUID | None:
    """Give the person of an account, or of the one it was merged into; None where nobody stands behind it."""
    for person_id, merged_into_id in _PERSON_OF.run(account_id=account_id):
        found: UUID | None = merged_into_id or person_id
        return found
    return None


def _concealed(person_id: UUID, office_id: int | None, at: datetime) -> tuple[int | None, datetime | None]:
    """Give the approved document that keeps looks of an office from a person now, and until when."""
    if office_id is None:
        return None, None
    found = Concealment.objects.filter(
        person_id=person_id, office_id=office_id, approved_at__isnull=False, until__gt=at
    )
    return found.order_by("-until").values_list("pk", "until").first() or (None, None)
