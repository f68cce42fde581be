"""What must always hold of the whole store, looked at now and then and once more in the end."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from django.db import connection

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.queries import agreeing
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.messages import queries as messages
from cuudinh.journal import audit, jobs, outbox, receipts
from cuudinh.journal.verifying import verify_log
from cuudinh.kernel.refusal import Refusal
from cuudinh.project.simulation import witnessing
from cuudinh.project.simulation.people import HIDDEN_NAME, HIDDEN_PHONE, RESIDENT_NUMBERS
from cuudinh.project.simulation.world import Known, Violation, World

# A phone number is also looked for as people write it.
SECRETS: Final = (HIDDEN_NAME, HIDDEN_PHONE, f"{HIDDEN_PHONE[:4]} {HIDDEN_PHONE[4:]}")
NUMBERS: Final = str(RESIDENT_NUMBERS // 1000)
# Digests and salts are full of digits, by chance these too.
_PHONE, _RESIDENT = (
    re.compile(rf"(?<![0-9a-f]){begin}\d{{3}}(?![0-9a-f])") for begin in (HIDDEN_PHONE, NUMBERS)
)
# What a resident wrote, did or is told stands here, and never whose it is.
NAMELESS: Final = (
    *("cases_case", "cases_event", "cases_task", "cases_extension", "cases_clockentry", "cases_ratinggiven"),
    *("journal_outboxevent", "journal_auditinbox", "journal_auditline", "journal_searchentry", "journal_job"),
)
LOOKED_AT: Final = 3
LOGS_READ: Final = 12


def look(world: World) -> None:
    """Look at what must hold at any moment. Raises `Violation`."""
    _raise(agreeing.miscounted())
    _raise(_secrets())
    _raise(_numbers(world))
    _raise(_inboxes(world))
    for account_id in world.chance.sample(world.cast.everybody(), LOOKED_AT):
        _raise(agreeing.unlike_lists(world.cast.staff(account_id)))
    for number in world.chance.sample(list(world.cases), min(LOOKED_AT, len(world.cases))):
        _raise(_shown_to_offices(world, world.cases[number]))


def look_at_last(world: World) -> None:
    """Look at what must hold once nothing waits any more. Raises `Violation`."""
    look(world)
    for number in world.cases:
        world.cases[number].examined = agreeing.examined(number)
    world.judge(list(world.cases))
    _raise(_left_over(world))
    _raise(agreeing.misindexed())
    _raise(witnessing.misdelivered(known.examined for known in world.cases.values()))
    _raise(_log(world))
    for account_id in world.cast.residents:
        _raise(agreeing.unlike_lists(world.cast.resident(account_id)))


def _raise(faults: Iterable[str]) -> None:
    found = list(faults)
    if found:
        raise Violation("; ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else ""))


def _secrets() -> Iterator[str]:
    """Look for names and numbers of reporters in every column of every table that is not under seal."""
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  names of ours
            everything = repr(cursor.fetchall())
        yield from (
            f"{one} stands in {table}" for one in SECRETS if one != HIDDEN_PHONE and one in everything
        )
        numbers = (_PHONE, _RESIDENT) if table in NAMELESS else (_PHONE,)
        yield from (f"{found[0]} stands in {table}" for one in numbers if (found := one.search(everything)))


def _shown_to_offices(world: World, known: Known) -> Iterator[str]:
    """See a case with the eyes of its office: nothing of who reported; and with a stranger's: nothing at all."""
    number, owner = known.examined.number, known.examined.owner_office_id
    members = identity.members(owner, ("officer", "head")) if owner is not None else ()
    for account_id in members[:1]:
        shown = repr(cases.office_case(world.cast.staff(account_id), number))
        yield from (
            f"the office reads {secret} in {number}" for secret in (*SECRETS, NUMBERS) if secret in shown
        )
    strangers = [one for one in world.cast.residents if one != known.reporter]
    reader = world.cast.resident(world.chance.choice(strangers))
    try:
        seen = repr(cases.reporter_case(reader, number))
    except Refusal:
        return
    yield from (f"a stranger reads {secret} in {number}" for secret in (*SECRETS, NUMBERS) if secret in seen)


def _numbers(world: World) -> Iterator[str]:
    """Numbers of a day follow on from 1, without a gap and without a double."""
    given: dict[str, list[int]] = defaultdict(list)
    for number in agreeing.revisions():
        day, _, place = number.rpartition("-")
        given[day].append(int(place))
    for day, places in given.items():
        if sorted(places) != list(range(1, len(places) + 1)):
            yield f"the numbers of {day} are {sorted(places)}"


def _inboxes(world: World) -> Iterator[str]:
    """What is counted as unread is what is unread."""
    yield from messages.miscounted()


def _left_over(world: World) -> Iterator[str]:
    """Nothing waits, nothing was given up, and every case is known by who sent it."""
    yield from (
        f"{waiting} {what} wait"
        for what, waiting in (("events", outbox.waiting()), ("jobs", jobs.waiting()))
        if waiting
    )
    yield from (f"{what} was given up: {fault}" for _, what, fault in (*outbox.parked(), *jobs.parked()))
    unknown = agreeing.revisions().keys() - world.cases.keys()
    yield from (f"{number} was filed, and nobody was told so" for number in sorted(unknown))
    yield from (
        f"{number} was acknowledged, and is not there"
        for number in world.cases.keys() - agreeing.revisions().keys()
    )
    yield from (
        f"nobody knows the {what} {numbers}" for what, numbers in cases.numbers_without_meaning().items()
    )


def _log(world: World) -> Iterator[str]:
    """The log is whole; of some cases, every act has its line and the receipt is proved."""
    yield from (f"the log: {fault.what}" for fault in verify_log().faults)
    for number in world.chance.sample(list(world.cases), min(LOGS_READ, len(world.cases))):
        known = world.cases[number]
        lines = [line for line in audit.lines_about("case", number, limit=500) if "seq" in line.facts]
        written = sorted((line.facts["seq"], line.act) for line in lines)
        done = [(seq, f"case.{act}") for seq, act in enumerate(known.examined.acts, 1) if act != "file"]
        if written != done:
            yield f"{number}: the log has {len(written)} acts, its history {len(done)}"
        if known.receipt:
            proved = receipts.check_receipt(known.receipt)
            if not proved.holds or proved.about != ("case", number):
                yield f"{number}: its receipt is not proved"
