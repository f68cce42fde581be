"""Lists of the one-stop desk: what waits to be handed over, what was taken in for others, the register of a period."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_noop

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.desk_days import desks_of
from cuudinh.engines.cases.models import PHASES, Case, Dossier
from cuudinh.engines.cases.queries.acts import WAYS
from cuudinh.engines.cases.queries.applicants import opened
from cuudinh.engines.cases.queries.figures import zone
from cuudinh.engines.cases.queries.hot import DESK_PAGE
from cuudinh.engines.cases.queries.lists import moment_cursor
from cuudinh.engines.cases.queries.rows import COLUMNS, office_label, reader, rows_of
from cuudinh.engines.cases.rules.desks import OPEN_PHASES
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.types import BucketCount, CaseRow, RegisterEntry
from cuudinh.journal import audit, counters
from cuudinh.journal.prepared import Prepared
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.pages import Page, decode_cursor, encode_cursor
from cuudinh.kernel.refusal import BadInput, NotYours

REGISTER_PAGE: Final = 50
# The longest period one register is asked for.
REGISTER_DAYS_MOST: Final = 366
VIEWS: Final = (
    ("done", gettext_noop("Chờ trả kết quả"), "good"),
    ("far", gettext_noop("Nhận giúp nơi khác"), "info"),
    ("open", gettext_noop("Đang giải quyết"), "plain"),
    ("paused", gettext_noop("Chờ người nộp"), "info"),
)
_MOMENT: Final = datetime.fromisoformat("2026-11-23T00:00:00+00:00")
_ID: Final = COLUMNS.index("id")


def _of_desk(phase: str, *, is_far: bool, is_later: bool) -> Prepared:
    """Make the query of a list of one desk in one phase, the newest dossier first."""
    sample: dict[str, int] = {"desk_office_id": 1} | ({"last": 9} if is_later else {})

    def build(desk_office_id: int, last: int = 0) -> QuerySet[Dossier, Any]:
        found = Dossier.objects.filter(desk_office_id=desk_office_id, phase=PHASES[phase])
        found = found.filter(is_far=True) if is_far else found
        found = found.filter(case_id__lt=last) if is_later else found
        return found.order_by("-case_id").values_list(*(f"case__{one}" for one in COLUMNS))[: DESK_PAGE + 1]

    name = f"cases.desk-{phase}{'-far' if is_far else ''}{'-later' if is_later else ''}"
    return Prepared(name, build, takes=dict.fromkeys(sample, int), sample=sample)


_DESK: Final = {
    (phase, is_far, is_later): _of_desk(phase, is_far=is_far, is_later=is_later)
    for phase in OPEN_PHASES
    for is_far in (False, True)
    for is_later in (False, True)
}
_REGISTERED: Final = (
    "filed_at",
    "case_id",
    "case__number",
    "case__service_id",
    "case__version",
    "case__state",
    "case__owner_office_id",
    "case__promised_at",
    "case__phase",
    "case__closed_at",
    "handed_at",
    "way",
)


def _register(*, is_later: bool) -> Prepared:
    """Make the query of a page of a register: what one desk took in between two moments, the first first."""
    sample: dict[str, Any] = {"desk_office_id": 1, "since": _MOMENT, "until": _MOMENT}
    sample |= {"at": _MOMENT, "last": 1} if is_later else {}

    def build(**given: Any) -> QuerySet[Dossier, Any]:
        found = Dossier.objects.filter(
            desk_office_id=given["desk_office_id"], filed_at__gte=given["since"], filed_at__lt=given["until"]
        )
        if is_later:
            found = found.filter(filed_at__gte=given["at"]).exclude(
                filed_at=given["at"], case_id__lte=given["last"]
            )
        columns = [_BESIDE.get(one, one) for one in _REGISTERED]
        return found.order_by("filed_at", "case_id").values_list(*columns)[: REGISTER_PAGE + 1]

    kinds = {one: type(value) for one, value in sample.items()}
    return Prepared(f"cases.register{'-later' if is_later else ''}", build, takes=kinds, sample=sample)


_BESIDE: Final = {"handed_at": "case__handed_over__at", "way": "case__handed_over__way"}
_REGISTER: Final = {is_later: _register(is_later=is_later) for is_later in (False, True)}


def desk_views(actor: Actor) -> tuple[BucketCount, ...]:
    """Give the lists of the actor's desks with their counts."""
    offices = desks_of(actor)
    names = {
        view: [f"desk:{office}:{one}" for office in offices for one in _counted(view)]
        for view, _label, _tone in VIEWS
    }
    found = counters.read(name for of_view in names.values() for name in of_view)
    return tuple(
        BucketCount(id=view, label=gettext(label), count=sum(found[name] for name in names[view]), tone=tone)
        for view, label, tone in VIEWS
    )


def _counted(view: str) -> tuple[str, ...]:
    return tuple(f"far.{phase}" for phase in OPEN_PHASES) if view == "far" else (view,)


def desk_dossiers(actor: Actor, view: str, cursor: str | None = None) -> Page[CaseRow]:
    """Give a list of the actor's desks, the newest first: `done` waits to be handed over, `far` is for other offices.

    Raises `NotYours` for who works at no desk.
    """
    offices = desks_of(actor)
    if not offices:
        raise NotYours
    later = {"last": _last(cursor)} if cursor else {}
    is_far = view == "far"
    phases = OPEN_PHASES if is_far else (view if view in OPEN_PHASES else "done",)
    records: Iterable[Any] = (
        record
        for office in offices
        for phase in phases
        for record in _DESK[phase, is_far, bool(later)].run(desk_office_id=office, **later)
    )
    found = sorted(records, key=itemgetter(_ID), reverse=True)
    rows = rows_of(found[:DESK_PAGE], reader(actor.language, is_public=False))
    return Page(rows, encode_cursor(rows[-1].id) if len(found) > DESK_PAGE else None)


def _last(cursor: str) -> int:
    (last,) = decode_cursor(cursor, length=1)
    if not isinstance(last, int):
        raise BadInput
    return last


@acting()
def register(
    actor: Actor,
    office_id: int,
    since: date,
    until: date,
    cursor: str | None = None,
    *,
    with_names: bool = False,
) -> Page[RegisterEntry]:
    """Give a page of the register of a desk: what it took in from a day to a day, in order.

    `with_names` opens whose dossiers they are, each of which is logged, and that the register was read.
    Raises `NotYours`, `BadInput` for a period that is none or too long.
    """
    if office_id not in desks_of(actor):
        raise NotYours
    if not timedelta(0) <= until - since <= timedelta(days=REGISTER_DAYS_MOST):
        raise BadInput
    begin, end = (datetime.combine(day, time(), zone()) for day in (since, until + timedelta(days=1)))
    given = {"desk_office_id": office_id, "since": begin, "until": end}
    later = dict(zip(("at", "last"), moment_cursor(cursor), strict=True)) if cursor else {}
    records = _REGISTER[bool(later)].run(**given, **later)
    found = [dict(zip(_REGISTERED, record, strict=True)) for record in records]
    shown = found[:REGISTER_PAGE]
    if with_names:
        facts = {"since": since.isoformat(), "until": until.isoformat(), "rows": len(shown)}
        audit.record(actor, "case.read_register", ("office", office_id), facts=facts)
    entries = tuple(_entry(actor, one, with_names=with_names) for one in shown)
    more = len(found) > REGISTER_PAGE
    return Page(
        entries, encode_cursor(shown[-1]["filed_at"].isoformat(), shown[-1]["case_id"]) if more else None
    )


def _entry(actor: Actor, one: dict[str, Any], *, with_names: bool) -> RegisterEntry:
    service = definitions.service(one["case__service_id"], one["case__version"])
    is_closed = one["case__phase"] == PHASES["final"]
    whose = opened(actor, Case.objects.get(pk=one["case_id"])) if with_names else None
    return RegisterEntry(
        number=one["case__number"],
        service_title=words(service.shape.title, actor.language),
        lead=office_label(one["case__owner_office_id"], actor.language),
        received_at=one["filed_at"],
        due_at=one["case__promised_at"],
        returned_at=one["handed_at"] or (one["case__closed_at"] if is_closed else None),
        way=gettext(WAYS[one["way"]]) if one["way"] in WAYS else "",
        note=words(service.shape.states[one["case__state"]].label, actor.language),
        applicant=whose.name if whose is not None else "",
        phone=whose.phone if whose is not None else "",
    )
