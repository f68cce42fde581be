"""What every process reads before its first answer, read once before they part.

Offices, communes, services, words and the pages people open most are looked up in memory; whoever finds there what
a pack or an act has changed meanwhile reads it anew. Read in each process they would fill the memory of each.
"""

import gc
import logging
from collections.abc import Callable
from typing import Final

from django.db import connections
from django.template.loader import get_template
from django.utils import translation

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.documents import queries as documents
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.places import queries as places
from cuudinh.web.province import province

_log = logging.getLogger(__name__)

PAGES: Final = (
    "centre/queue.html",
    "office/case.html",
    "office/worklist.html",
    "portal/case.html",
    "portal/cases.html",
    "portal/home.html",
    "portal/report.html",
)


def warm() -> None:
    """Read what all need and close the database again: a connection that copies share would mix up their words.

    An installation whose database does not answer yet, or that has no pack, starts all the same, cold.
    """
    try:
        for read in (_read_offices, _read_services, _read_pages, _look_at_fonts):
            _tried(read)
    finally:
        connections.close_all()
    gc.freeze()


def _tried(read: Callable[[], None]) -> None:
    try:
        read()
    except Exception as fault:  # noqa: BLE001 - whatever is missing is said by the pages that need it
        _log.info("warming: %s: %r", read.__name__, fault)


def _read_offices() -> None:
    identity.handling_offices()
    places.units_in_force()


def _read_services() -> None:
    for language in province().languages:
        with translation.override(language):
            for service in cases.services(language):
                cases.topics(service.id, language)
            cases.wall_snapshot(language)


def _read_pages() -> None:
    for page in PAGES:
        get_template(page)


def _look_at_fonts() -> None:
    """Say at once what would otherwise be found out by the first paper that cannot be printed."""
    lacking = documents.font_faults()
    if lacking:
        _log.warning("papers cannot be printed: %s; run npm ci, then cuudinh setup-files", lacking)
