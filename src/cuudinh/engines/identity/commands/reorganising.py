"""Carrying a reorganisation out, as far as seats go: they move to the successor or end, by the document of the act.

The clerk does it on the day; whoever carries an act out does the same, and it may be done again at any time.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.models import Membership
from cuudinh.engines.identity.queries.reorganisations import ending, endings
from cuudinh.engines.identity.seats import on_day
from cuudinh.engines.identity.shapes import DOMAINS
from cuudinh.engines.identity.types import Ending, NotInForce, SeatsHandedOver, UnknownOffice
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor

# Who leads what was made of several offices is said by a document of its own.
_LEADS: Final = "head"


@acting()
def hand_over_seats(actor: Actor, *, office_id: int) -> SeatsHandedOver:
    """Move or end every seat that is still held in an office which is gone; nothing is done twice.

    Raises `NotYours`, `UnknownOffice` for one that has no end, `NotInForce` before its day.
    """
    rule = permit(actor, "organisation.manage")
    ended = ending(office_id, actor.domain)
    if ended is None:
        raise UnknownOffice(office=office_id)
    if ended.since > snapshot.today():
        raise NotInForce(day=ended.since)
    held = list(Membership.objects.filter(on_day(ended.since), office_id=office_id).order_by("id"))
    if not held:
        return SeatsHandedOver()
    moved = sum(_moved(row, ended, actor.domain) for row in held)
    last = ended.since - timedelta(days=1)
    ending_rows = Membership.objects.filter(pk__in=[row.pk for row in held])
    ending_rows.filter(valid_from__lte=last).update(valid_to=last, ended_by=_document(ended))
    # A seat that would have begun after the office ended was never held.
    ending_rows.filter(valid_from__gt=last).delete()
    done = SeatsHandedOver(moved=moved, ended=len(held) - moved)
    facts = {"moved": done.moved, "ended": done.ended, "reorganisation": ended.act.id}
    audit.record(actor, "organisation.hand_over_seats", ("office", ended.code), rule=rule, facts=facts)
    snapshot.changed()
    return done


def _moved(row: Membership, ended: Ending, domain: str) -> bool:
    """Give a seat in the one successor to who held one here, unless the document ends seats or names its head anew."""
    if ended.act.seats != "move" or len(ended.heirs) != 1:
        return False
    if row.role == _LEADS and _is_shared(ended, domain):
        return False
    heir = ended.heirs[0]
    same = Membership.objects.filter(
        on_day(ended.since), account_id=row.account_id, office_id=heir, role=row.role
    )
    if not same.exists():
        Membership.objects.create(
            account_id=row.account_id,
            office_id=heir,
            role=row.role,
            position=row.position,
            valid_from=ended.since,
            valid_to=row.valid_to,
            document=_document(ended),
            signed=ended.act.signed,
        )
    return True


def _is_shared(ended: Ending, domain: str) -> bool:
    """Whether more than this office goes into its successor, or the successor was there before."""
    others = (one for one in snapshot.current(domain).endings.values() if one.office_id != ended.office_id)
    if any(one.since == ended.since and one.heirs == ended.heirs for one in others):
        return True
    return snapshot.current(domain).on(ended.heirs[0], ended.since - timedelta(days=1)) is not None


def _document(ended: Ending) -> str:
    return ended.act.document or ended.act.name()


def hand_over_seats_due(actor: Actor) -> int:
    """Move or end the seats of every office that is gone, on every side; give how many seats there were."""
    return sum(_due_of(replace(actor, domain=domain)) for domain in DOMAINS)


def _due_of(actor: Actor) -> int:
    gone = [one.office_id for one in endings(domain=actor.domain)]
    left = Membership.objects.filter(on_day(snapshot.today()), office_id__in=gone)
    offices = list(left.values_list("office_id", flat=True).distinct().order_by("office_id"))
    done = [hand_over_seats(actor, office_id=office_id) for office_id in offices]
    return sum(one.moved + one.ended for one in done)
