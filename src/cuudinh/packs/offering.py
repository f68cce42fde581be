"""Which services of a national frame hold in a province: those it says it offers, and no file of any other.

A frame (a pack without a `root_office`) writes a service once, in `services/<id>/`. A province that stands on it names
those it offers in `services/offered.yaml`; what it does not name is not even read there. A file of the same path in
the province's own pack replaces the frame's whole, as everywhere.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from cuudinh.packs.characters import Unreadable, text_of
from cuudinh.packs.documents import read_yaml

OFFERED: Final = "services/offered.yaml"
_SERVICES: Final = "services"


def service_of(path: str) -> str | None:
    """Give the service whose file this is; None for a file of no service.

    >>> service_of("services/dang-ky-khai-sinh/service.yaml"), service_of("services/offered.yaml")
    ('dang-ky-khai-sinh', None)
    """
    names = path.split("/")
    return names[1] if len(names) > 2 and names[0] == _SERVICES else None


def offered_in(files: Mapping[str, bytes]) -> frozenset[str]:
    """Give the services that a province says it offers; what is wrong with its file is told where it is read whole."""
    if OFFERED not in files:
        return frozenset()
    try:
        found: Any = read_yaml(OFFERED, text_of(OFFERED, files[OFFERED])).value
    except Unreadable:
        return frozenset()
    rows = found.get("offered") if isinstance(found, dict) else None
    named = (row.get("service") for row in rows or () if isinstance(row, dict))
    return frozenset(name for name in named if isinstance(name, str))


def left_out(
    files: Mapping[str, bytes], origins: Mapping[str, str], frames: Collection[str]
) -> frozenset[str]:
    """Give the paths of the services of frames that nobody offers; `origins` names the pack of each path."""
    offered = offered_in(files)
    return frozenset(
        path
        for path in files
        if origins[path] in frames and (name := service_of(path)) is not None and name not in offered
    )
