"""The owner of an account is told of sign-ins and changes: once, and only where the pack has words for it."""

import pytest

from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity.types import SignedInAnew, SignInChanged
from cuudinh.engines.messages import commands, listeners, queries
from cuudinh.engines.messages.tests.worlds import message, world_of
from cuudinh.journal import outbox
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor

pytestmark = pytest.mark.django_db

AN = Actor("staff", 8)
AT = "2026-11-23T02:00:00+00:00"
ANEW = SignedInAnew(8, "Chrome, Windows", "203.0", AT)


def told(*events: object) -> list[str]:
    with acting():
        for event in events:
            outbox.publish(event)
    outbox.deliver()
    assert outbox.parked() == ()
    return [one.text for one in queries.inbox(AN).rows]


def words(*ids: str) -> None:
    texts = {"placeholders": ["device", "at"], "text": {"vi": "{device} lúc {at}"}}
    identity.apply_policy(world_of())
    commands.apply_messages(world_of(*(message(id=one, **texts) for one in ids)))


def test_a_sign_in_on_a_new_device_is_told_once_a_day() -> None:
    words(listeners.ANEW)
    later = SignedInAnew(8, ANEW.device, ANEW.place, "2026-11-23T03:00:00+00:00")
    next_day = SignedInAnew(8, ANEW.device, ANEW.place, "2026-11-24T02:00:00+00:00")
    assert told(ANEW, later) == ["Chrome, Windows lúc 23/11/2026 09:00"]
    assert len(told(next_day)) == 2


def test_every_change_of_how_one_signs_in_is_told() -> None:
    words(*set(listeners.OF_CHANGE.values()))
    changes = [SignInChanged(8, change, AT) for change in listeners.OF_CHANGE]
    assert len(told(*changes)) == len(set(listeners.OF_CHANGE.values()))


def test_a_pack_without_words_tells_nobody() -> None:
    words("assigned")
    assert told(ANEW, SignInChanged(8, "passkey-added", AT)) == []
