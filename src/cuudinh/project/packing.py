"""Packs on this installation: which parts they have, where they lie, and how they are put in force.

Here alone the floor of packs meets the engines; everything below knows only its own part.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from django.conf import settings

from cuudinh.engines.cases import commands as cases_commands
from cuudinh.engines.cases import definitions as cases_definitions
from cuudinh.engines.cases.queries import versions as case_versions
from cuudinh.engines.documents import commands as documents_commands
from cuudinh.engines.documents import definitions as documents_definitions
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import definitions as identity_definitions
from cuudinh.engines.insight import commands as insight_commands
from cuudinh.engines.insight import definitions as insight_definitions
from cuudinh.engines.ledger import commands as ledger_commands
from cuudinh.engines.ledger import definitions as ledger_definitions
from cuudinh.engines.messages import commands as messages_commands
from cuudinh.engines.messages import definitions as messages_definitions
from cuudinh.engines.places import commands as places_commands
from cuudinh.engines.places import definitions as places_definitions
from cuudinh.journal import audit, releases
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotThere
from cuudinh.packs import applying, checking, exporting, own, planning
from cuudinh.packs.faults import Fault, PackRefused
from cuudinh.packs.loading import Library, Pack
from cuudinh.packs.parts import Grammar, Part
from cuudinh.packs.world import PackWorld
from cuudinh.project import walking
from cuudinh.project.pack_extras import EXTRAS

PARTS: tuple[Part, ...] = (
    own.PART,
    places_definitions.PART,
    identity_definitions.PART,
    messages_definitions.PART,
    ledger_definitions.PART,
    documents_definitions.PART,
    cases_definitions.PART,
    insight_definitions.PART,
    EXTRAS,
)

APPLIERS: tuple[applying.Applier, ...] = (
    places_commands.apply_places,
    identity_commands.apply_organisation,
    identity_commands.apply_policy,
    identity_commands.apply_provisions,
    identity_commands.apply_catalogue,
    identity_commands.apply_press_rules,
    identity_commands.apply_conversions,
    messages_commands.apply_messages,
    ledger_commands.apply_fees,
    documents_commands.apply_papers,
    cases_commands.apply_services,
    insight_commands.apply_indicators,
)


class PackNotThere(NotThere):
    """404: there is no pack of this name in the folder of packs."""

    code = "pack-not-there"
    sentence = "Không có gói “{pack}” trong thư mục {folder}; các gói có ở đó: {known}."


class NoPackInForce(NotThere):
    """404: nothing was put in force here yet."""

    code = "no-pack-in-force"
    sentence = "Chưa có gói nào được áp dụng ở đây."


class Releases:
    """The store of applied packs: the journal's table of releases."""

    def keep(self, *, pack_id: str, version: int, files: Mapping[str, bytes], applied_by: str) -> None:
        """Keep the files of a pack as what is in force from now on."""
        releases.keep(pack_id=pack_id, version=version, files=files, applied_by=applied_by)

    def kept(self, pack_id: str) -> Mapping[str, bytes] | None:
        """Give the files in force of a pack, or None when it was never applied."""
        release = releases.current(pack_id)
        return releases.files_of(release) if release else None


class OpenCases:
    """Who knows how many cases a change of a service affects: the cases engine."""

    def by_version(self, service_id: str) -> Mapping[int, int]:
        """Give the number of cases of a service that can still change, by version."""
        return case_versions.open_by_version(service_id)

    def by_piece(self, service_id: str) -> Mapping[str, int]:
        """Give the number of cases of a service that can still change, by topic."""
        return case_versions.open_by_topic(service_id)


def grammar() -> Grammar:
    """Give the grammar this platform understands."""
    return Grammar(PARTS, version("cuudinh"))


def check_pack(pack_id: str) -> list[Fault]:
    """Give everything that is wrong with a pack of the folder of packs. Raises `PackNotThere`."""
    try:
        pack, library = _found(pack_id)
    except PackRefused as no:
        return list(no.faults)
    return checking.check(pack, library, grammar())


def judge_packs(
    pack_ids: Sequence[str], walks: int
) -> Iterator[tuple[str, list[Fault], list[cases_definitions.Maturity]]]:
    """Give everything that is wrong with packs; of a sound one also the level of each service.

    The services of those that are sound by their files are walked so often each. Raises `PackNotThere`.
    """
    worlds, faults = {}, {}
    for pack_id in pack_ids:
        try:
            worlds[pack_id] = load_world(pack_id)
        except PackRefused as no:
            faults[pack_id] = list(no.faults)
    walked = walking.walk_packs(worlds, walks)
    for pack_id in pack_ids:
        wrong = faults.get(pack_id) or walked[pack_id]
        yield pack_id, wrong, [] if wrong else cases_definitions.maturities_of(worlds[pack_id])


def load_world(pack_id: str) -> PackWorld:
    """Give the world of a sound pack of the folder of packs. Raises `PackNotThere`, `PackRefused`."""
    pack, library = _found(pack_id)
    return checking.world_of(pack, library, grammar())


def world_in_force(pack_id: str) -> PackWorld | None:
    """Give the world of a pack as it was applied here, or None when it never was."""
    files = Releases().kept(pack_id)
    if files is None:
        return None
    packs = applying.parted(pack_id, files)
    return checking.world_as_kept(packs[pack_id], packs, grammar())


def plan_pack(pack_id: str) -> planning.Plan:
    """Say what applying a pack would change here. Raises `PackNotThere`, `PackRefused`."""
    return plan_world(load_world(pack_id))


def touched_cases(plan: planning.Plan, most: int) -> tuple[list[str], int]:
    """Give the numbers of the first open cases a plan touches, and how many more there are."""
    numbers: list[str] = []
    total = 0
    for touched in plan.touched:
        counts = case_versions.open_by_topic(touched.service_id)
        wanted = counts.keys() if touched.pieces is None else counts.keys() & set(touched.pieces)
        total += sum(counts[topic] for topic in wanted)
        found = case_versions.open_numbers(touched.service_id, touched.pieces)
        numbers += islice(found, most - len(numbers))
    return numbers, total - len(numbers)


def apply_pack(actor: Actor, pack_id: str, *, is_again: bool = False) -> releases.Release:
    """Put a pack in force, with everything it stands on, in one transaction; give its release.

    A pack that is in force already, byte for byte, is left alone unless it `is_again` wanted: after an
    update of the platform the engines may make more of the same files. Raises `PackNotThere`, `PackRefused`
    with every fault, and `NotYours` unless the policy in force or the console lets the actor apply.
    """
    rule = identity_commands.permit(actor, "pack.apply")
    world = load_world(pack_id)
    with acting():
        present = _present(pack_id)
        if present and present.digest == releases.digest_of(applying.joined(world)) and not is_again:
            return present
        release = put_in_force(actor, world)
        facts = {"version": release.version, "digest": release.digest, "generation": release.generation}
        audit.record(actor, "pack.apply", ("pack", pack_id), rule=rule, facts=facts)
        return release


@acting()
def put_in_force(actor: Actor, world: PackWorld) -> releases.Release:
    """Put a sound world in force; give its release. Whoever calls has asked leave and writes the line of the act.

    Raises `PackRefused` with what the plan refuses.
    """
    faults = plan_world(world).faults
    if faults:
        raise PackRefused(world.id, faults)
    applying.apply(world, store=Releases(), appliers=APPLIERS, applied_by=actor.name)
    release = releases.current(world.id)
    assert release, "it was kept a line ago"
    return release


def export_pack(pack_id: str, folder: Path) -> list[Path]:
    """Write a pack as it is in force, and those it stands on, into a folder; give their folders."""
    return exporting.export(Releases(), pack_id, folder)


def drawn_flows(pack_id: str) -> dict[str, str]:
    """Give the flow of each service of a pack as a Mermaid diagram, which code hosts and wikis draw.

    Raises `NotThere`, `PackRefused`.
    """
    found = cases_definitions.services_of(load_world(pack_id))
    return {shape.service: cases_definitions.flow_of(shape).to_mermaid() for _, shape, _ in found}


def plan_world(world: PackWorld) -> planning.Plan:
    """Compare with the pack's own release, and with every other in force: all lie in the same tables."""
    others = (release.pack_id for release in releases.in_force() if release.pack_id != world.id)
    held = [found for name in others if (found := world_in_force(name))]
    return planning.plan(world_in_force(world.id), world, grammar(), OpenCases(), held)


def _present(pack_id: str) -> releases.Release | None:
    """The release of the pack, if it is the last that was applied: only then the tables hold it."""
    last = releases.in_force()[-1:]
    return last[0] if last and last[0].pack_id == pack_id else None


def _found(pack_id: str) -> tuple[Pack, Mapping[str, Pack]]:
    library = Library(settings.CUUDINH_PACKS)
    if pack_id not in library:
        raise PackNotThere(pack=pack_id, folder=settings.CUUDINH_PACKS, known=", ".join(library))
    return library[pack_id], library
