"""A hundred faults planted in a sound pack, each alone: the check finds every one, at a line, in words that help."""

from functools import cache

import pytest
from django.conf import settings as django_settings

from cuudinh.packs import checking
from cuudinh.packs.faults import Fault
from cuudinh.packs.loading import Library
from cuudinh.packs.overlaying import overlaid
from cuudinh.packs.world import PackWorld
from cuudinh.project import packing
from cuudinh.project.tests.planted import PLANTED
from cuudinh.project.tests.planted.planting import Planted

EACH = 8


@cache
def _sound() -> PackWorld:
    library = Library(django_settings.CUUDINH_PACKS)
    return checking.world_of(library["demo"], library, packing.grammar())


def _found(fault: Planted) -> list[Fault]:
    """Give what the check says of the sound pack with one fault in it; only the changed file is read again."""
    sound, grammar = _sound(), packing.grammar()
    before = sound.files.get(fault.path, b"").decode()
    assert fault.old in before, f"{fault.name}: “{fault.old}” is not in {fault.path}"
    after = before.replace(fault.old, fault.new, 1) if fault.old else fault.new
    world, unread = overlaid(sound, {fault.path: after.encode()}, grammar)
    return unread or checking.faults_in(world, grammar)


def _is_told(fault: Planted) -> None:
    found = _found(fault)
    said = [str(one) for one in found]
    assert any(fault.told in one for one in said), (fault.name, said)
    assert all(one.line >= 1 and one.what for one in found), said
    assert all("expected" in line or "did you mean" in line or "condition" in line for line in said), said


def test_the_pack_without_a_planted_fault_is_sound() -> None:
    assert checking.faults_in(_sound(), packing.grammar()) == []


def test_there_are_more_than_a_hundred_of_them_each_of_its_own_name() -> None:
    assert len(PLANTED) > 100
    assert len({(one.path, one.old, one.new) for one in PLANTED}) == len(PLANTED)


@pytest.mark.parametrize("fault", PLANTED[::EACH], ids=lambda fault: fault.name)
def test_a_planted_fault_is_found(fault: Planted) -> None:
    _is_told(fault)


@pytest.mark.slow
@pytest.mark.once
def test_every_planted_fault_is_found() -> None:
    for fault in PLANTED:
        _is_told(fault)
