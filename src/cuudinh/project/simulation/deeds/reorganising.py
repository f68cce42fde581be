"""The province is reorganised: a new version of the pack comes into force, with open cases under the old one."""

from pathlib import Path

from django.conf import settings

from cuudinh.project import packing
from cuudinh.project.simulation.stage import PACK
from cuudinh.project.simulation.versions import next_version
from cuudinh.project.simulation.world import World


def new_version(world: World) -> None:
    """Put a new version of the pack in force: other deadlines, and perhaps other communes and offices."""
    administrator = world.cast.of_centre("administrator")
    folder: Path = settings.CUUDINH_PACKS / PACK
    kept = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    changed = next_version(folder, settings.CUUDINH_PACKS / "demo", world.now.date(), world.chance)
    outcome = world.attempt(
        administrator, f"apply {changed}", lambda: packing.apply_pack(administrator, PACK).version
    )
    if not outcome.is_done:
        for path in folder.rglob("*"):
            if path.is_file() and path not in kept:
                path.unlink()
        for path, body in kept.items():
            path.write_bytes(body)
