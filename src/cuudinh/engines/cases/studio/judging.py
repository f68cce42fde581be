"""What is wrong with a draft: quickly of the service it is about, of the whole pack before it counts."""

from collections.abc import Mapping

from cuudinh.engines.cases.definitions.checks import check_services
from cuudinh.engines.cases.studio.house import house
from cuudinh.engines.cases.studio.texts import encoded
from cuudinh.packs.faults import Fault, PackRefused
from cuudinh.packs.world import PackWorld

# Files of other parts than services: their parts are asked, with everything else.
_OF_OTHERS = ("fees/", "messages/")


def judged(service_id: str, changed: Mapping[str, str]) -> tuple[PackWorld, tuple[Fault, ...]]:
    """Give the pack with the files of a draft, and everything wrong with the service it is about."""
    world, faults = house().with_files(encoded(changed))
    if not faults:
        faults = sorted(set(check_services(world, service_id)))
    if not faults and any(path.startswith(_OF_OTHERS) for path in changed):
        faults = list(wholly(changed))
    return world, tuple(faults)


def wholly(changed: Mapping[str, str]) -> tuple[Fault, ...]:
    """Give everything wrong with the pack as it would be with the files of a draft."""
    try:
        house().checked(encoded(changed))
    except PackRefused as refused:
        return refused.faults
    return ()


def new_faults(before: tuple[Fault, ...], after: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Give the faults that a change brought: those that were not there before, in whatever line.

    >>> old, new = Fault("a.yaml", 3, "x"), Fault("a.yaml", 9, "y")
    >>> new_faults((old,), (Fault("a.yaml", 4, "x"), new)) == (new,)
    True
    """
    had = {(one.file, one.what) for one in before}
    return tuple(one for one in after if (one.file, one.what) not in had)
