"""Faults planted in a sound pack, each alone: what is changed, and words of what the check has to say of it."""

from cuudinh.project.tests.planted import forms, moneys, organisations, times, ways, wordings
from cuudinh.project.tests.planted.planting import Planted

PLANTED: tuple[Planted, ...] = (
    *ways.PLANTED,
    *times.PLANTED,
    *forms.PLANTED,
    *moneys.PLANTED,
    *wordings.PLANTED,
    *organisations.PLANTED,
)
