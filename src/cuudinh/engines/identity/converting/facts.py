"""What is known of many accounts at once: one statement for a whole batch, the same text on both databases."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from cuudinh.engines.identity.fields import part_of
from cuudinh.engines.identity.rules.conversion import Facts, Number, Rival, Subject, Verdict
from cuudinh.journal.statements import database, rows_of

_NUMBERS: Final[tuple[Number, ...]] = ("none", "stated", "proved")
_SUBJECTS: Final[tuple[Subject, ...]] = ("none", "same", "other")
_RIVALS: Final[tuple[Rival, ...]] = ("states", "proved", "subject")
# Whoever else has or states the number counts only if nobody's alias.
_KNOWN: Final = """
SELECT a.id, a.kind, a.unit_code, a.person_id, COALESCE(n.blind_index, c.blind_index),
 CASE WHEN n.id IS NOT NULL THEN 2 WHEN c.id IS NOT NULL THEN 1 ELSE 0 END,
 CASE WHEN v.id IS NULL THEN 0 WHEN v.blind_index = r.subject_index THEN 1 ELSE 2 END,
 EXISTS (SELECT 1 FROM identity_identifierclaim o JOIN identity_person p ON p.id = o.person_id
  WHERE o.kind = 'cccd' AND o.blind_index = COALESCE(n.blind_index, c.blind_index)
  AND o.person_id <> a.person_id AND p.merged_into_id IS NULL),
 EXISTS (SELECT 1 FROM identity_personidentifier o JOIN identity_person p ON p.id = o.person_id
  WHERE o.kind = 'cccd' AND o.blind_index = COALESCE(n.blind_index, c.blind_index)
  AND o.person_id <> a.person_id AND p.merged_into_id IS NULL),
 EXISTS (SELECT 1 FROM identity_personidentifier o WHERE o.kind = 'vneid' AND r.subject_index <> ''
  AND o.blind_index = r.subject_index AND o.person_id <> a.person_id),
 COALESCE(r.verdict, ''), COALESCE(r.level, 0), COALESCE(r.phone_index = f.blind_index, %s),
 COALESCE(r.subject_index, ''), l.number_index, r.key_id, r.subject_sealed, r.ref, w.key_part,
 w.restricted_at IS NOT NULL
FROM identity_account a
LEFT JOIN identity_person w ON w.id = a.person_id
LEFT JOIN identity_personidentifier n ON n.person_id = a.person_id AND n.kind = 'cccd'
LEFT JOIN identity_identifierclaim c ON c.person_id = a.person_id AND c.kind = 'cccd'
LEFT JOIN identity_personidentifier v ON v.person_id = a.person_id AND v.kind = 'vneid'
LEFT JOIN identity_personidentifier f ON f.person_id = a.person_id AND f.kind = 'phone'
LEFT JOIN identity_identifierclaim b ON b.person_id = a.person_id AND b.kind = 'birth'
LEFT JOIN identity_registeranswer r ON r.number_index = COALESCE(n.blind_index, c.blind_index)
LEFT JOIN identity_registeranswer l ON l.likeness_index = b.blind_index AND NOT (l.likeness_index = '')
"""
_LIVING: Final = "a.is_active AND a.merged_into_id IS NULL"


class Known(NamedTuple):
    """One account with all that is known of it."""

    account_id: int
    kind: str
    unit_code: str
    person_id: UUID | None
    number_index: str
    facts: Facts
    level: int
    subject_index: str
    alike_index: str
    key_version: int | None
    subject_sealed: bytes
    answer_ref: UUID | None
    key_part: bytes | None


def next_accounts(after: int, last: int, most: int) -> list[Known]:
    """Give the accounts after one, up to another, that are living and nobody's alias, in order."""
    where = f"WHERE a.id > %s AND a.id <= %s AND {_LIVING} ORDER BY a.id LIMIT %s"
    return _read(where, [after, last, most])


def due_accounts(run_id: int, most: int) -> list[Known]:
    """Give the members of a run that are to be converted next, as they are known now."""
    where = (
        "WHERE a.id IN (SELECT account_id FROM identity_conversionmember WHERE run_id = %s AND is_due "
        "ORDER BY account_id LIMIT %s) ORDER BY a.id"
    )
    return _read(where, [run_id, most])


def of_account(account_id: int) -> Known | None:
    """Give one account as it is known now, or None when it is locked or an alias."""
    return next(iter(_read(f"WHERE a.id = %s AND {_LIVING}", [account_id])), None)


def _read(where: str, values: list[Any]) -> list[Known]:
    return list(_once_each(rows_of(database(), _KNOWN + where, [False, *values])))


def _once_each(rows: Iterable[tuple[Any, ...]]) -> Iterable[Known]:
    """Give each account once: several people of the register may be like one account, and all ask for a review."""
    last = 0
    for row in rows:
        if row[0] != last:
            last = row[0]
            yield _known(row)


def _known(row: tuple[Any, ...]) -> Known:
    account_id, kind, unit, person, number = row[:5]
    _verdict, level, _phone, subject_index, alike, key_version, sealed, ref, part, is_restricted = row[10:]
    facts = _facts(*row[5:13], alike is not None, bool(is_restricted))
    return Known(
        account_id,
        kind,
        unit,
        _uuid(person),
        number or "",
        facts,
        level,
        subject_index,
        alike or "",
        key_version,
        bytes(sealed or b""),
        _uuid(ref),
        part_of(part),
    )


# Of a million accounts the same few things are known.
@lru_cache(maxsize=1_024)
def _facts(
    held: int,
    subject: int,
    states: bool,
    proved: bool,
    known: bool,
    verdict: Verdict,
    level: int,
    phone: bool,
    is_alike: bool,
    is_restricted: bool,
) -> Facts:
    rivals = zip(_RIVALS, (states, proved, known), strict=True)
    return Facts(
        number=_NUMBERS[held],
        subject=_SUBJECTS[subject],
        rivals=frozenset(rival for rival, is_there in rivals if is_there),
        verdict=verdict,
        level=level,
        is_phone_confirmed=bool(phone),
        is_alike=is_alike,
        is_restricted=is_restricted,
    )


def _uuid(value: UUID | str | None) -> UUID | None:
    """Give a number of a person as the database gave it: 32 hexadecimal digits, or one already."""
    return UUID(int=int(value, 16)) if isinstance(value, str) else value
