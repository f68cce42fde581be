"""One case looked through: how it stands, and everything beside it that does not agree."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.queries.agreeing.beside import beside_faults
from cuudinh.engines.cases.queries.agreeing.following import follower_faults
from cuudinh.engines.cases.queries.agreeing.history import History, history_faults
from cuudinh.engines.cases.queries.agreeing.reading import read_of_all, read_of_case
from cuudinh.engines.cases.queries.agreeing.standing import standing_faults
from cuudinh.engines.cases.rules import folding
from cuudinh.engines.cases.rules.standing import Standing
from cuudinh.engines.cases.store import Loaded, derived_values, load
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR


@dataclass(frozen=True, slots=True)
class Examined:
    """A case as it stands; `digest` is that of its columns and words, `faults` what does not agree with it."""

    id: int
    number: str
    service_id: str
    version: int
    state: str
    phase: str
    rev: int
    topic: str
    owner_office_id: int | None
    is_public: bool
    master_id: int | None
    acts: tuple[str, ...]
    digest: str
    faults: tuple[str, ...]


# What the row holds beside the standing: how lists find it, and how many follow it.
_BESIDE: Final = ("sort_at", "buckets", "area", "follower_count")
_ROW: Final = read_of_case("row", lambda case_id: Case.objects.filter(pk=case_id).values_list(*_BESIDE))
_REVISIONS: Final = read_of_all(
    "revisions", lambda: Case.objects.order_by("id").values_list("number", "rev", "follower_count")
)


def revisions() -> dict[str, tuple[int, int]]:
    """Give of each case its revision and how many follow it: what moves when anything is done. Reads every case."""
    return {number: (rev, followers) for number, rev, followers in _REVISIONS.run()}


def examined(number: str) -> Examined:
    """Look a case through. Asks nobody's permission: it gives nothing of who reported and of what was said.

    Raises `CaseNotThere`.
    """
    loaded = load(VISITOR, number)
    case, history = loaded.case, History.of(loaded.case_id)
    return Examined(
        id=loaded.case_id,
        number=case.number,
        service_id=loaded.service.id,
        version=loaded.service.version,
        state=case.state,
        phase=case.phase,
        rev=case.rev,
        topic=case.topic,
        owner_office_id=case.owner_office_id,
        is_public=case.is_public,
        master_id=case.master_id,
        acts=tuple(event.act for event in history.events),
        digest=_digest(case),
        faults=tuple(_faults(loaded, history)),
    )


def _faults(loaded: Loaded, history: History) -> Iterator[str]:
    case, service = loaded.case, loaded.service
    pace = scene_of(service, clock.now()).pace(case)
    ((sort_at, buckets, area, followers),) = _ROW.run(case_id=loaded.case_id)
    yield from history_faults(history, case, service)
    yield from standing_faults(case, service, pace)
    yield from beside_faults(loaded.case_id, case, service, pace)
    yield from follower_faults(loaded.case_id, case, followers)
    kept = {"sort_at": sort_at, "buckets": buckets, "area": area}
    for name, value in derived_values(case, service).items():
        if kept[name] != value:
            yield f"{name} is {kept[name]}, the case says {value}"


def _digest(case: Standing) -> str:
    said: dict[str, Any] = {name: folding.folded_value(case, name) for name in folding.FOLDED}
    said |= {"state": case.state, "rev": case.rev, "words": [case.title, case.text, case.answer, case.place]}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
