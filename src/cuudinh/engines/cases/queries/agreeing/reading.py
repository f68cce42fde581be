"""Reads that are made ready once, as those behind pages are, and stand in no register of hot queries: no page waits."""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import QuerySet

from cuudinh.journal.prepared import REGISTRY, Prepared

_ONE_CASE: Final = {"case_id": int}


def read_of_case(name: str, build: Callable[[int], QuerySet[Any, Any]]) -> Prepared:
    """Make the read of what hangs on one case ready: `build` gets its id and gives a queryset of `values_list`."""
    return _quiet(Prepared(f"agreeing.{name}", build, takes=_ONE_CASE, sample={"case_id": 1}))


def read_of_all(name: str, build: Callable[[], QuerySet[Any, Any]]) -> Prepared:
    """Make a read of every case ready."""
    return _quiet(Prepared(f"agreeing.{name}", build, takes={}, sample={}))


def _quiet(prepared: Prepared) -> Prepared:
    del REGISTRY[prepared.name]
    return prepared
