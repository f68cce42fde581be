"""What converting a batch writes and undoing it takes away: the log of changes first, all else follows from it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.db import connection

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.converting.facts import Known
from cuudinh.engines.identity.fields import Owner
from cuudinh.engines.identity.models import DataKey
from cuudinh.journal.statements import count_of, database, rows_of

NUMBER: Final = 1
SUBJECT: Final = 2
Converting = tuple[Known, str]
Shown = Callable[[UUID], Any]

_LOG: Final = (
    "INSERT INTO identity_conversionchange "
    "(batch_id, account_id, person_id, rule, state_before, added, level, at, undone_at) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, NULL)"
)
_SUBJECT: Final = (
    "INSERT INTO identity_personidentifier (person_id, kind, sealed, key_id, blind_index, last4) "
    "VALUES (%s, 'vneid', %s, %s, %s, %s)"
)
# A number that was stated becomes one that is proved: it was sealed for the same person and kind, so it still opens.
# Whoever has the password was never proved, so it is put aside: from now on VNeID alone leads to the account.
_DONE: Final = (
    """INSERT INTO identity_personidentifier (person_id, kind, sealed, key_id, blind_index, last4)
    SELECT c.person_id, c.kind, c.sealed, c.key_id, c.blind_index, c.last4 FROM identity_conversionchange h
    JOIN identity_identifierclaim c ON c.person_id = h.person_id AND c.kind = 'cccd'
    WHERE h.batch_id = %s AND (h.added & 1) <> 0""",
    """INSERT INTO identity_assuranceevent (person_id, level, source, evidence, at, expires_at)
    SELECT h.person_id, h.level, 'register', 'conversion batch ' || h.batch_id, h.at, NULL
    FROM identity_conversionchange h WHERE h.batch_id = %s""",
    """UPDATE identity_credential SET kind = 'retired' WHERE kind = 'password'
    AND account_id IN (SELECT account_id FROM identity_conversionchange WHERE batch_id = %s)""",
    """DELETE FROM identity_session
    WHERE account_id IN (SELECT account_id FROM identity_conversionchange WHERE batch_id = %s)""",
)
# Who has signed in by VNeID since has proved it alone: that is no longer ours to take away.
_MARK: Final = """UPDATE identity_conversionchange SET undone_at = %s WHERE batch_id = %s AND undone_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM identity_assuranceevent e WHERE e.person_id = identity_conversionchange.person_id
    AND e.source <> 'register' AND e.at >= identity_conversionchange.at)"""
_OF_ACCOUNT: Final = " AND account_id = %s"
_TAKEN_AWAY: Final = (
    """DELETE FROM identity_personidentifier WHERE kind = 'cccd' AND person_id IN (SELECT person_id
    FROM identity_conversionchange WHERE batch_id = %s AND undone_at = %s AND (added & 1) <> 0)""",
    """DELETE FROM identity_personidentifier WHERE kind = 'vneid' AND person_id IN (SELECT person_id
    FROM identity_conversionchange WHERE batch_id = %s AND undone_at = %s AND (added & 2) <> 0)""",
    """DELETE FROM identity_assuranceevent WHERE source = 'register' AND person_id IN (SELECT person_id
    FROM identity_conversionchange WHERE batch_id = %s AND undone_at = %s)""",
    """UPDATE identity_credential SET kind = 'password' WHERE kind = 'retired' AND account_id IN (SELECT account_id
    FROM identity_conversionchange WHERE batch_id = %s AND undone_at = %s)""",
    """DELETE FROM identity_session WHERE account_id IN (SELECT account_id
    FROM identity_conversionchange WHERE batch_id = %s AND undone_at = %s)""",
)
_UNDONE: Final = "SELECT account_id FROM identity_conversionchange WHERE batch_id = %s AND undone_at = %s"


def write(batch_id: int, converting: Sequence[Converting], at: datetime) -> None:
    """Convert accounts, each with the rule that found whose it is."""
    moment, shown = _moment(at), _shown()
    changes = [_change(batch_id, known, rule, moment, shown) for known, rule in converting]
    with database().cursor() as cursor:
        cursor.executemany(_LOG, changes)
        cursor.executemany(_SUBJECT, _subjects([known for known, _ in converting], shown))
        for statement in _DONE:
            cursor.execute(statement, [batch_id])


def _change(batch_id: int, known: Known, rule: str, moment: Any, shown: Shown) -> tuple[Any, ...]:
    assert known.person_id is not None, "an account without a person has no number"
    added = (NUMBER if known.facts.number == "stated" else 0) | (
        0 if known.facts.subject == "same" else SUBJECT
    )
    return batch_id, known.account_id, shown(known.person_id), rule, "matched", added, known.level, moment


def _subjects(converting: Sequence[Known], shown: Shown) -> list[tuple[Any, ...]]:
    """Give the rows of the names by which VNeID knows people, sealed for each person."""
    newest = fields.newest_key()
    openers = {key.version: fields.Sealer(key) for key in DataKey.objects.all()}
    sealer = fields.Sealer(newest)
    rows = []
    for known in converting:
        if known.facts.subject == "same":
            continue
        assert known.person_id is not None, "an account without a person has no number"
        assert known.key_version is not None, "the register answered"
        assert known.answer_ref is not None, "the register answered"
        nobody, owner = Owner(known.answer_ref, None), Owner(known.person_id, known.key_part)
        subject = openers[known.key_version].unseal(nobody, "vneid", known.subject_sealed)
        sealed = sealer.seal(owner, "vneid", subject)
        rows.append((shown(known.person_id), sealed, newest.version, known.subject_index, subject[-4:]))
    return rows


def undo(batch_id: int, at: datetime, account_id: int | None = None) -> list[int]:
    """Undo a batch, or one account of it, and give the accounts that are as they were before."""
    here, moment = database(), _moment(at)
    if account_id is None:
        count_of(here, _MARK, [moment, batch_id])
    else:
        count_of(here, _MARK + _OF_ACCOUNT, [moment, batch_id, account_id])
    for statement in _TAKEN_AWAY:
        count_of(here, statement, [batch_id, moment])
    return [row[0] for row in rows_of(here, _UNDONE, [batch_id, moment])]


def _shown() -> Shown:
    """Give what makes the number of a person ready for this database."""
    return (lambda one: one) if connection.features.has_native_uuid_field else attrgetter("hex")


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)
