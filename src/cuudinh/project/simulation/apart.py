"""A simulation stands apart from the installation on which it is started: settings and state of its own."""

from pathlib import Path

from cuudinh.project.settings_declared import environment_beside


def environment(folder: Path) -> dict[str, str]:
    """Give the environment of a simulation that works in a folder: on SQLite, whatever this installation is set to."""
    stage = folder / "stage"
    own = environment_beside(STATE=str(stage), PACKS=str(stage / "packs"), DURABILITY="normal")
    return {**own, "DJANGO_SETTINGS_MODULE": "cuudinh.project.settings"}
