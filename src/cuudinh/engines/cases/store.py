"""Reading a case to act on it: the only place where rows become standings and standings rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from cuudinh.engines.cases import definitions, sealed
from cuudinh.engines.cases.models import (
    PHASES,
    Case,
    Dossier,
    Extension,
    Follow,
    Party,
    PrivateText,
    SealedAnswers,
    Task,
)
from cuudinh.engines.cases.representing import is_for_represented, opens_by_code
from cuudinh.engines.cases.rules.buckets import row_bits
from cuudinh.engines.cases.rules.flags import flag_mask, flag_names
from cuudinh.engines.cases.rules.standing import AskedExtension, Standing
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.surroundings import PHASE_NAMES, TRACK_NAMES, TRACKS
from cuudinh.engines.cases.types import CaseNotThere
from cuudinh.engines.identity.types import Facts
from cuudinh.journal.prepared import Ids, Prepared
from cuudinh.kernel import clock, geo
from cuudinh.kernel.actor import Actor

NEAR_MOST: Final = 200
DESK_OF: Final = Prepared(
    "cases.desk-of",
    lambda case_id: Dossier.objects.filter(case_id=case_id).values_list("desk_office_id", "is_far"),
    takes={"case_id": int},
    sample={"case_id": 1},
)
TASKS: Final = Prepared(
    "cases.tasks-of-case",
    lambda case_id: Task.objects.filter(case_id=case_id).values_list("office_id", "state", "due_at"),
    takes={"case_id": int},
    sample={"case_id": 1},
)
# The coarse grid of the map; the fine one is `cell`.
AREA_M: Final = 4_000
# No account has this number: who is not signed in reported nothing and follows nothing.
NOBODY: Final = 0
# The position of a picture tells the event that brought it: `position // PHOTOS_PER_EVENT` is its `seq`.
PHOTOS_PER_EVENT: Final = 20
_BESIDE: Final = frozenset({"tasks", "asked_extension"})
COLUMNS: Final = tuple(field.name for field in fields(Standing) if field.name not in _BESIDE)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A case ready to be acted on: its row, its definition, how it stands and what the actor is to it."""

    case_id: int
    service: ServiceDefinition
    case: Standing
    facts: Facts

    def moment(self) -> datetime:
        """Give the moment of what is done with the case now: never before what was done with it last.

        The clock of a machine may be put back; the history of a case does not run backwards with it, and nobody
        is charged for minutes twice.
        """
        return max(clock.now(), self.case.changed_at)


def load(actor: Actor, number: str, tracking_code: str = "") -> Loaded:
    """Read a case by its number to act on it; on PostgreSQL its row stays locked. Raises `CaseNotThere`."""
    number = number.strip().upper()
    loaded = _load("number", number, actor.account_id)
    if loaded is None:
        raise CaseNotThere(number=number)
    if _is_anyhow_reporter(actor, loaded, tracking_code):
        return replace(loaded, facts=replace(loaded.facts, is_reporter=True))
    return loaded


def _is_anyhow_reporter(actor: Actor, loaded: Loaded, code: str) -> bool:
    """Whether who is not the reporter stands there all the same: by the code, or by acting for them."""
    if loaded.facts.is_reporter:
        return False
    if code and opens_by_code(loaded.case_id, loaded.case.number, code):
        return True
    return is_for_represented(actor, loaded.case_id)


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What of a case says who may do what: its definition, its state, and what the actor is to it."""

    service: ServiceDefinition
    state: str
    facts: Facts


def glimpse(actor: Actor, number: str) -> Glimpse:
    """Look at a case without reading all of it, as before and after an act. Raises `CaseNotThere`."""
    found = _GLIMPSE.run(wanted=number.strip().upper(), account=actor.account_id or NOBODY)
    if not found:
        raise CaseNotThere(number=number)
    row = dict(zip(_GLIMPSED, found[0], strict=True))
    service = definitions.service(row["service_id"], row["version"])
    facts = _facts(row, flag_names(row["flags"]), service)
    if not facts.is_reporter and is_for_represented(actor, row["id"]):
        facts = replace(facts, is_reporter=True)
    return Glimpse(service, row["state"], facts)


def load_by_id(case_id: int) -> Loaded | None:
    """Read a case by its id, for the system; None when it is gone."""
    return _load("id", case_id, None)


def _load(by: str, value: str | int, account_id: int | None) -> Loaded | None:
    """Read the row; it is locked where the database can and a transaction is open."""
    is_locking = connection.features.has_select_for_update_of and connection.in_atomic_block
    rows = _CASE[by, is_locking].run(wanted=value, account=account_id or NOBODY)
    return _loaded(dict(zip(_ROW, rows[0], strict=True))) if rows else None


def _case_by(
    name: str, column: str, takes: type, sample: Any, columns: Sequence[str], *, is_locking: bool
) -> Prepared:
    """Prepare the read of one case, with a yes or no to what an account is to it, never who the reporter is."""

    def build(wanted: Any, account: int) -> QuerySet[Case, Any]:
        mine = Party.objects.filter(case=OuterRef("pk"), role="reporter", account_id=account)
        follows = Follow.objects.filter(case=OuterRef("pk"), account_id=account)
        found = Case.objects.filter(**{column: wanted}).annotate(by_me=Exists(mine), followed=Exists(follows))
        found = found.select_for_update(of=("self",)) if is_locking else found
        return found.values_list(*columns)

    return Prepared(
        name,
        build,
        takes={"wanted": takes, "account": int},
        sample={"wanted": sample, "account": 1},
    )


_KNOWN: Final = ("id", "service_id", "version", "by_me", "followed")
_ROW: Final = (*_KNOWN, *COLUMNS)
_GLIMPSED: Final = (
    *_KNOWN,
    "state",
    "owner_office_id",
    "owner_account_id",
    "is_public",
    "flags",
    "act_counts",
)
_SAMPLES: Final[Mapping[str, tuple[type, Any]]] = {"number": (str, "PA-20261123-00001"), "id": (int, 1)}
_CASE: Final = {
    (column, is_locking): _case_by(
        f"cases.load-by-{column}{'-locking' if is_locking else ''}",
        column,
        *sample,
        _ROW,
        is_locking=is_locking,
    )
    for column, sample in _SAMPLES.items()
    for is_locking in (False, True)
}
_GLIMPSE: Final = _case_by("cases.glimpse", "number", *_SAMPLES["number"], _GLIMPSED, is_locking=False)


def _loaded(row: Mapping[str, Any]) -> Loaded:
    service = definitions.service(row["service_id"], row["version"])
    case = _standing(row["id"], {name: row[name] for name in COLUMNS})
    return Loaded(row["id"], service, case, _facts(row, case.flags, service))


def _facts(row: Mapping[str, Any], flags: Collection[str], service: ServiceDefinition) -> Facts:
    is_joint = "request_joint" in row["act_counts"]
    return Facts(
        owner_office_id=row["owner_office_id"],
        cooperating_office_ids=cooperating_offices(row["id"]) if is_joint else frozenset(),
        is_reporter=bool(row["by_me"]),
        is_follower=bool(row["followed"]),
        published=row["is_public"],
        sensitive="sensitive" in flags,
        held_by=row["owner_account_id"],
        receiving_office_id=receiving_office(row["id"]) if service.is_dossier else None,
        is_apart=service.is_apart,
        open_to=open_to(service),
    )


def standing_of(row: Case) -> Standing:
    """Give how a case stands, from its row."""
    return _standing(row.pk, {name: getattr(row, name) for name in COLUMNS})


def _standing(case_id: int, values: dict[str, Any]) -> Standing:
    """Turn columns into a standing; tasks and extensions are read only when there can be any."""
    named = {
        "phase": PHASE_NAMES[values["phase"]],
        "track": TRACK_NAMES[values["track"]],
        "flags": flag_names(values["flags"]),
        "tasks": _tasks(case_id, values["act_counts"]),
        "asked_extension": _asked_extension(case_id, values["act_counts"]),
    }
    return Standing(**{**values, **named})


def receiving_office(case_id: int) -> int | None:
    """Give the office whose desk took a dossier in."""
    return next((desk for desk, _is_far in DESK_OF.run(case_id=case_id)), None)


def open_to(service: ServiceDefinition) -> frozenset[str]:
    """Give the roles that open a case although few see it: those the service names."""
    restricted = service.shape.restricted
    return frozenset(restricted.roles) if restricted is not None else frozenset()


def account_of_applicant(case_id: int) -> int | None:
    """Give the account of whoever handed a dossier in; for a child or an organisation, that of who acted for them."""
    known = Party.objects.filter(case_id=case_id, role="reporter")
    found = known.values_list("by_account_id", "account_id").first()
    return (found[0] or found[1]) if found is not None else None


def cooperating_offices(case_id: int) -> frozenset[int]:
    """Give the offices that cooperate on a case: asked for a part, answered or not, and not let go."""
    return frozenset(
        office_id for office_id, state, _due_at in TASKS.run(case_id=case_id) if state != "dropped"
    )


def _tasks(case_id: int, counts: Mapping[str, int]) -> dict[int, datetime]:
    if "request_joint" not in counts:
        return {}
    return {office_id: due_at for office_id, state, due_at in TASKS.run(case_id=case_id) if state == "open"}


def _asked_extension(case_id: int, counts: Mapping[str, int]) -> AskedExtension | None:
    decided = counts.get("grant_extension", 0) + counts.get("deny_extension", 0)
    if counts.get("request_extension", 0) <= decided:
        return None
    asked = Extension.objects.filter(case_id=case_id, state="asked").values_list(
        "working_minutes", "office_id"
    )
    return next((AskedExtension(*found) for found in asked), None)


def column_values(case: Standing, names: Sequence[str] = COLUMNS) -> dict[str, Any]:
    """Give columns of a case as its row keeps them."""
    return {name: _as_column(name, getattr(case, name)) for name in names}


def derived_values(case: Standing, service: ServiceDefinition) -> dict[str, Any]:
    """Give the columns by which lists are found and put in order; each follows from how the case stands."""
    return {
        "sort_at": case.sort_at(),
        "buckets": row_bits(case, service),
        "area": geo.cell(case.lat, case.lon, AREA_M)
        if case.lat is not None and case.lon is not None
        else None,
    }


def _as_column(name: str, value: Any) -> Any:
    if name == "flags":
        return flag_mask(value)
    if name == "phase":
        return PHASES[value]
    return TRACKS[value] if name == "track" else value


def open_cases_near(
    service: ServiceDefinition, lat: float, lon: float, *, metres: int, since: datetime, topic: str | None
) -> list[int]:
    """Give the ids of open cases of a service within so many metres, found by the cells of the ground."""
    asked: dict[str, Any] = {
        "service": service.id,
        "cells": geo.cells_within(lat, lon, metres),
        "since": since,
    }
    near = _NEAR.run(**asked) if topic is None else _NEAR_OF_TOPIC.run(**asked, topic=topic)
    return [
        case_id
        for case_id, north, east in near
        if north is not None and east is not None and geo.metres_between(lat, lon, north, east) <= metres
    ]


def _near(*, service: str, cells: Sequence[int], since: datetime, **topic: str) -> QuerySet[Case, Any]:
    found = Case.objects.filter(
        service_id=service, cell__in=cells, filed_at__gte=since, phase__lt=PHASES["done"], **topic
    )
    return found.order_by("-filed_at").values_list("id", "lat", "lon")[:NEAR_MOST]


_NEAR_TAKES: Final[dict[str, type]] = {"service": str, "cells": Ids, "since": datetime}
_NEAR_SAMPLE: Final = {"service": "s", "cells": [1, 2], "since": datetime(2026, 11, 23, tzinfo=UTC)}
# What stands in the cells around one point is a handful, and is sorted.
_NEAR: Final = Prepared("cases.near", _near, takes=_NEAR_TAKES, sample=_NEAR_SAMPLE, may_sort=True)
_NEAR_OF_TOPIC: Final = Prepared(
    "cases.near-of-topic",
    _near,
    takes={**_NEAR_TAKES, "topic": str},
    sample={**_NEAR_SAMPLE, "topic": "o-ga"},
    may_sort=True,
)


def open_words(case_id: int) -> tuple[tuple[str, str], ...]:
    """Give the words in which something was covered, as they were written, each with its question or act.

    For the reporter, and for the centre after its logged act; none when nothing was covered.
    """
    kept = PrivateText.objects.filter(case_id=case_id).first()
    if kept is None:
        return ()
    return tuple((of, text) for of, text in sealed.unseal(case_id, "text", bytes(kept.sealed)))


def open_answers(case_id: int) -> dict[str, Any]:
    """Give what was answered of somebody's own on the form of a case; nothing when the form asks for nothing such.

    For whoever filed it, and for those who handle it after a logged look.
    """
    kept = SealedAnswers.objects.filter(case_id=case_id).first()
    return dict(sealed.unseal(case_id, "answers", bytes(kept.sealed))) if kept is not None else {}
