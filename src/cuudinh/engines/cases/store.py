"""Reading a case to act on it: the only place where rows become standings and standings rows."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Value

from cuudinh.engines.cases import definitions, sealed
from cuudinh.engines.cases.models import PHASES, Case, Extension, Follow, Party, PrivateText, Task
from cuudinh.engines.cases.rules.flags import flag_mask, flag_names
from cuudinh.engines.cases.rules.standing import AskedExtension, Standing
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.surroundings import PHASE_NAMES
from cuudinh.engines.cases.types import CaseNotThere
from cuudinh.engines.identity.types import Facts
from cuudinh.kernel import geo
from cuudinh.kernel.actor import Actor

TRACKS: Final = {"timed": 0, "immediate": 1}
TRACK_NAMES: Final = {number: name for name, number in TRACKS.items()}
NEAR_MOST: Final = 200
_BESIDE: Final = frozenset({"open_tasks", "asked_extension"})
COLUMNS: Final = tuple(field.name for field in fields(Standing) if field.name not in _BESIDE)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A case ready to be acted on: its row, its definition, how it stands and what the actor is to it."""

    case_id: int
    service: ServiceDefinition
    case: Standing
    facts: Facts


def load(actor: Actor, number: str, tracking_code: str = "") -> Loaded:
    """Read a case by its number to act on it; on PostgreSQL its row stays locked. Raises `CaseNotThere`."""
    number = number.strip().upper()
    row = _locked(_with_relations(actor, Case.objects.filter(number=number))).first()
    if row is None:
        raise CaseNotThere(number=number)
    return _loaded(row, sealed.is_tracking_code(number, tracking_code) if tracking_code else False)


def load_by_id(case_id: int) -> Loaded | None:
    """Read a case by its id, for the system; None when it is gone."""
    row = _locked(_with_relations(None, Case.objects.filter(pk=case_id))).first()
    return _loaded(row, False) if row is not None else None


def _with_relations(actor: Actor | None, found: QuerySet[Case]) -> QuerySet[Case]:
    """Say beside the row what the actor is to the case: a yes or no, never who the reporter is."""
    if actor is None or actor.account_id is None:
        return found.annotate(by_me=Value(0), followed=Value(0))
    mine = Party.objects.filter(case=OuterRef("pk"), role="reporter", account_id=actor.account_id)
    follows = Follow.objects.filter(case=OuterRef("pk"), account_id=actor.account_id)
    return found.annotate(by_me=Exists(mine), followed=Exists(follows))


def _locked(found: QuerySet[Any]) -> QuerySet[Any]:
    """Lock the row where the database can and a transaction is open."""
    if connection.features.has_select_for_update_of and connection.in_atomic_block:
        return found.select_for_update(of=("self",))
    return found


def _loaded(row: Any, holds_code: bool) -> Loaded:
    service = definitions.service(row.service_id, row.version)
    case = standing_of(row)
    facts = Facts(
        owner_office_id=case.owner_office_id,
        cooperating_office_ids=case.open_tasks,
        is_reporter=bool(row.by_me) or holds_code,
        is_follower=bool(row.followed),
        published=case.is_public,
        sensitive="sensitive" in case.flags,
    )
    return Loaded(row.id, service, case, facts)


def standing_of(row: Case) -> Standing:
    """Give how a case stands, from its row; tasks and extensions are read only when there can be any."""
    values = {name: getattr(row, name) for name in COLUMNS}
    flags = flag_names(row.flags)
    values |= {"phase": PHASE_NAMES[row.phase], "track": TRACK_NAMES[row.track], "flags": flags}
    return Standing(**values, open_tasks=_open_tasks(row), asked_extension=_asked_extension(row))


def _open_tasks(row: Case) -> frozenset[int]:
    if "request_joint" not in row.act_counts:
        return frozenset()
    return frozenset(Task.objects.filter(case=row, state="open").values_list("office_id", flat=True))


def _asked_extension(row: Case) -> AskedExtension | None:
    counts = row.act_counts
    decided = counts.get("grant_extension", 0) + counts.get("deny_extension", 0)
    if counts.get("request_extension", 0) <= decided:
        return None
    asked = Extension.objects.filter(case=row, state="asked").values_list("working_minutes", "office_id")
    return next((AskedExtension(*found) for found in asked), None)


def column_values(case: Standing, names: Sequence[str] = COLUMNS) -> dict[str, Any]:
    """Give columns of a case as its row keeps them."""
    return {name: _as_column(name, getattr(case, name)) for name in names}


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
    found = Case.objects.filter(
        service_id=service.id,
        cell__in=geo.cells_within(lat, lon, metres),
        filed_at__gte=since,
        phase__lt=PHASES["done"],
    )
    if topic is not None:
        found = found.filter(topic=topic)
    near = found.order_by("-filed_at")[:NEAR_MOST]
    return [
        case_id
        for case_id, north, east in near.values_list("id", "lat", "lon")
        if north is not None and east is not None and geo.metres_between(lat, lon, north, east) <= metres
    ]


def open_text(private: PrivateText) -> str:
    """Give the words of a reporter as they were written, for the reporter and the centre."""
    return "\n\n".join(sealed.unseal(private.case_id, "text", bytes(private.sealed)))
