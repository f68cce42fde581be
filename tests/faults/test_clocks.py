"""The clock jumps both ways, over midnight, the end of a year and Tết: numbers, due times and keys hold."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from cuudinh.engines.cases import commands
from cuudinh.engines.cases.models import Case, Event
from cuudinh.engines.cases.tests.town import FORM
from cuudinh.engines.messages.models import Notice
from cuudinh.journal import clerk
from cuudinh.kernel import clock
from tests.desks import PHONE, Town, browser_of

ZONE = "+07:00"
MOMENTS = {
    "a day": "2026-11-24T09:00",
    "midnight": "2026-11-24T23:59:30",
    "the end of the year": "2026-12-31T23:59:30",
    "Tết": "2027-02-05T16:30",
}
# Forward and back again, each from the moment itself.
JUMPS = (
    timedelta(0),
    timedelta(hours=1),
    timedelta(hours=-1),
    timedelta(days=1),
    timedelta(days=-1),
    timedelta(minutes=1),
)


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS.keys())
def test_numbers_stay_unique_and_what_falls_due_falls_once_however_the_clock_jumps(
    town: Town, moment: str
) -> None:
    begun = datetime.fromisoformat(moment + ZONE)
    numbers, same = [], set()
    for jump in (*JUMPS, timedelta(days=40), timedelta(0), timedelta(days=41)):
        with clock.frozen(begun + jump):
            if jump < timedelta(days=2):
                numbers += [town.file(), town.file()]
            same.add(
                commands.file_case(
                    town["resident"], service_id="street", answers=FORM, idempotency_key="one"
                ).number
            )
            clerk.run_until_idle("outbox", "jobs", "due")
    assert len(set(numbers)) == len(numbers)
    assert len(same) == 1, "a key that was used stays used"
    told = Counter(Notice.objects.values_list("account_id", "key"))
    assert set(told.values()) == {1}
    for case in Case.objects.all():
        seqs = Event.objects.filter(case=case).order_by("seq").values_list("seq", "at")
        assert [seq for seq, _ in seqs] == list(range(1, len(seqs) + 1))
        moments = [at for _, at in seqs]
        assert moments == sorted(moments), "a history never runs backwards"


def test_a_session_ends_by_the_clock_and_one_that_was_ended_never_comes_back(town: Town) -> None:
    begun = clock.now()
    client = browser_of(PHONE)
    with clock.frozen(begun - timedelta(days=1)):
        assert client.get("/cua-toi").status_code == 200
    with clock.frozen(begun + timedelta(days=2)):
        assert client.get("/cua-toi").status_code == 303
        clerk.run_until_idle()
    for jump in (timedelta(days=31), timedelta(days=2)):
        with clock.frozen(begun + jump):
            assert client.get("/cua-toi").status_code == 303
