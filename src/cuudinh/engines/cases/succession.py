"""Who has the work of offices that ended: what identity says of them, as the rules take it."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Count

from cuudinh.engines.cases.models import PHASES, Case, Dossier, Task
from cuudinh.engines.cases.rules.inheriting import Estate, Heir, Passed, heir_of, inherit
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.standing import Scene, Standing
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Ending


def inheriting_move(scene: Scene, case: Standing) -> Move | None:
    """Give the move by which a case leaves the offices that are gone on the day; None when all of them go on."""
    owner = passed_on(scene, case, case.owner_office_id) if case.owner_office_id is not None else None
    parts = {office_id: passed_on(scene, case, office_id) for office_id in sorted(case.open_tasks)}
    gone = {office_id: passed for office_id, passed in parts.items() if passed is not None}
    return inherit(scene, case, owner, gone) if owner is not None or gone else None


def passed_on(scene: Scene, case: Standing, office_id: int) -> Passed | None:
    """Give who has the work of an office on the day, through every act since; None while it goes on."""
    passed: Passed | None = None
    seen: set[int] = set()
    current = office_id
    while (ended := identity.ending(current)) is not None and ended.since <= scene.day:
        if current in seen:
            # Two offices that end name each other: the centre sends their work on.
            return replace(heir_of(scene, case, _estate(scene, ended)), office_id=_centre(scene))
        seen.add(current)
        passed = heir_of(scene, case, _estate(scene, ended))
        current = passed.office_id
    return passed


def _estate(scene: Scene, ended: Ending) -> Estate:
    views = (identity.office(heir_id, ended.since) for heir_id in ended.heirs)
    return Estate(
        office_id=ended.office_id,
        since=ended.since,
        act=ended.act.id,
        document=ended.act.document,
        heirs=tuple(Heir(view.id, view.unit_code) for view in views if view is not None),
        divide=ended.act.divide,
        receiver_id=ended.receiver_id or _centre(scene),
    )


def _centre(scene: Scene) -> int:
    centre = scene.offices.by_code(scene.service.shape.intake, scene.day)
    assert centre is not None, "a checked pack takes cases in somewhere"
    return centre.id


def open_work(office_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Give of each office that has any how many open cases it leads and how many parts it has to answer."""
    ids = list(office_ids)
    led = Case.objects.filter(owner_office_id__in=ids, phase__lt=PHASES["done"]).values_list(
        "owner_office_id"
    )
    parts = Task.objects.filter(office_id__in=ids, state="open").values_list("office_id")
    cases, asked = (dict(rows.annotate(count=Count("id")).order_by()) for rows in (led, parts))
    return {one: (cases.get(one, 0), asked.get(one, 0)) for one in sorted(cases.keys() | asked.keys())}


def open_at_desk(office_ids: Iterable[int]) -> dict[int, int]:
    """Give of each office that has any how many dossiers its desk took in that are not closed."""
    found = Dossier.objects.filter(desk_office_id__in=list(office_ids), phase__lt=PHASES["final"])
    counted = found.values_list("desk_office_id").annotate(count=Count("case_id"))
    return dict(counted.order_by("desk_office_id"))
