"""Taking over from a pack: offices in time, the paths of their tree, roles and the policy, in bulk."""

from collections.abc import Sequence
from datetime import date

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.definitions import (
    codes_of,
    offices_of,
    period_of,
    positions_of,
    reorganisations_of,
    roles_of,
    rules_of,
    systems_of,
)
from cuudinh.engines.identity.models import (
    CodeSystem,
    Office,
    OfficeCode,
    OfficePath,
    OfficeSuccession,
    OfficeVersion,
    PolicyRule,
    Position,
    Reorganisation,
    Role,
)
from cuudinh.engines.identity.shapes import OfficeRow
from cuudinh.engines.identity.tree import FOR_EVER, day_after, paths
from cuudinh.engines.identity.types import OfficesVanished
from cuudinh.journal.transactions import acting
from cuudinh.packs.world import PackWorld

_BATCH = 500
_NAMED_MOST = 5


@acting()
def apply_organisation(world: PackWorld) -> None:
    """Make the offices those of a pack that was found sound.

    An office keeps its number as long as its code stays, because cases and memberships hold that number: it
    may end, it may not disappear (`OfficesVanished`). Everything else is written anew; that takes a second.
    """
    rows = offices_of(world)
    ids = _office_ids(rows)
    OfficeVersion.objects.all().delete()
    OfficeVersion.objects.bulk_create([_version(row, ids) for row in rows], _BATCH)
    _put_paths(rows, ids)
    _put_successions(rows, ids)
    _put_codes(world, ids)
    Position.objects.all().delete()
    Position.objects.bulk_create(
        Position(id=post.id, position=number, body=post.model_dump(exclude_none=True))
        for number, post in enumerate(positions_of(world))
    )
    Reorganisation.objects.all().delete()
    Reorganisation.objects.bulk_create(
        Reorganisation(id=act.id, position=number, body=act.model_dump(exclude_none=True))
        for number, act in enumerate(reorganisations_of(world))
    )
    snapshot.changed(organisation=True, zone=world.timezone, country=world.manifest.country)


def _office_ids(rows: Sequence[OfficeRow]) -> dict[str, int]:
    codes = list(dict.fromkeys(row.code for row in rows))
    vanished = sorted(set(Office.objects.values_list("code", flat=True)).difference(codes))
    if vanished:
        raise OfficesVanished(offices=", ".join(vanished[:_NAMED_MOST]))
    sides = {row.code: row.domain for row in rows}
    found = [Office(code=code, domain=sides[code]) for code in codes]
    Office.objects.bulk_create(found, _BATCH, ignore_conflicts=True)
    return dict(Office.objects.values_list("code", "id"))


def _version(row: OfficeRow, ids: dict[str, int]) -> OfficeVersion:
    return OfficeVersion(
        office_id=ids[row.code],
        names=row.names,
        short_names={"vi": row.short_vi} if row.short_vi else {},
        kind=row.kind,
        level=row.level,
        parent_id=ids[row.parent] if row.parent else None,
        unit_code=row.unit,
        functions=list(row.functions),
        calendar=row.calendar,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        mark=row.mark or "",
        source=row.source,
    )


def _put_paths(rows: Sequence[OfficeRow], ids: dict[str, int]) -> None:
    OfficePath.objects.all().delete()
    found = paths(period_of(row) for row in rows)
    OfficePath.objects.bulk_create(
        [
            OfficePath(
                ancestor_id=ids[path.ancestor],
                descendant_id=ids[path.office],
                depth=path.depth,
                valid_from=path.first,
                valid_to=None if path.last == FOR_EVER else path.last,
            )
            for path in found
        ],
        _BATCH,
    )


def _put_codes(world: PackWorld, ids: dict[str, int]) -> None:
    CodeSystem.objects.all().delete()
    CodeSystem.objects.bulk_create(
        CodeSystem(id=one.id, position=number, body=one.model_dump(exclude_none=True))
        for number, one in enumerate(systems_of(world))
    )
    OfficeCode.objects.all().delete()
    OfficeCode.objects.bulk_create(
        [
            OfficeCode(
                office_id=ids[row.office],
                system=row.system,
                value=row.value,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                mark=row.mark or "",
            )
            for row in codes_of(world)
        ],
        _BATCH,
    )


def _put_successions(rows: Sequence[OfficeRow], ids: dict[str, int]) -> None:
    OfficeSuccession.objects.all().delete()
    OfficeSuccession.objects.bulk_create(
        [
            OfficeSuccession(
                predecessor_id=ids[row.code],
                successor_id=ids[successor],
                on=date.fromisoformat(day_after(row.valid_to)),
            )
            for row in rows
            for successor in dict.fromkeys(row.successors)
            if row.valid_to is not None
        ],
        _BATCH,
    )


@acting()
def apply_policy(world: PackWorld) -> None:
    """Make the roles and the rules of the policy those of a pack that was found sound."""
    Role.objects.all().delete()
    Role.objects.bulk_create(
        Role(
            id=role.id,
            position=number,
            title=role.title,
            description=role.description,
            is_personal=role.personal,
        )
        for number, role in enumerate(roles_of(world))
    )
    PolicyRule.objects.all().delete()
    PolicyRule.objects.bulk_create(
        PolicyRule(id=rule.id, position=number, body=rule.model_dump(exclude_none=True))
        for number, rule in enumerate(rules_of(world))
    )
    snapshot.changed(organisation=True, zone=world.timezone, country=world.manifest.country)
