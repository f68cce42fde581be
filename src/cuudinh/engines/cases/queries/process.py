"""The process sheet of a dossier: every hand it went through, from its history."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext, gettext_noop

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import Case, Dossier, Task
from cuudinh.engines.cases.queries.permitting import readable_case
from cuudinh.engines.cases.queries.rows import office_label
from cuudinh.engines.cases.queries.timeline import act_label
from cuudinh.engines.cases.queries.whole import Happened, history_of
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.types import HandView, ProcessView
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotThere

# What passes a dossier to nobody.
_NO_HAND: Final = frozenset({"note", "escalate", "rate", "add_pictures", "propose"})
APPLICANT: Final = gettext_noop("Người nộp")
SYSTEM: Final = gettext_noop("Hệ thống")
RESULTS: Final = {
    "on_time": gettext_noop("Đúng hạn"),
    "late_extended": gettext_noop("Trễ, đã hẹn lại"),
    "late": gettext_noop("Quá hạn"),
}


def process_sheet(actor: Actor, number: str) -> ProcessView:
    """Give every hand a dossier went through, the first first, to the offices that may read it.

    Raises `CaseNotThere`, and `NotThere` for what is no dossier.
    """
    case = readable_case(actor, number, "case.read_office")
    service = definitions.service(case.service_id, case.version)
    if not service.is_dossier:
        raise NotThere
    beside = Dossier.objects.get(case_id=case.pk)
    passed = [one for one in reversed(history_of(case.pk, "offices")) if one.act not in _NO_HAND]
    asked = Task.objects.filter(case=case).exclude(state="dropped").order_by("id")
    return ProcessView(
        number=case.number,
        service_title=words(service.shape.title, actor.language),
        lead=office_label(case.owner_office_id, actor.language),
        desk=office_label(beside.desk_office_id, actor.language),
        desk_id=beside.desk_office_id,
        together_with=tuple(
            office_label(office, actor.language) for office in asked.values_list("office_id", flat=True)
        ),
        hands=tuple(_hands(case, service, passed, actor.language)),
    )


def _hands(
    case: Case, service: ServiceDefinition, passed: Sequence[Happened], language: str
) -> Iterator[HandView]:
    for place, one in enumerate(passed):
        after = passed[place + 1] if place + 1 < len(passed) else None
        outcome = str(one.facts.get("outcome", ""))
        yield HandView(
            act=act_label(service, one.act, language),
            office=office_label(one.office_id or case.owner_office_id, language),
            giver=_name(one),
            taker=_name(after) if after is not None else "",
            given_at=one.at,
            result=gettext(RESULTS[outcome]) if outcome in RESULTS else "",
            note=words(service.shape.states[one.to_state].label, language),
        )


def _name(one: Happened) -> str:
    """Give who did it: somebody of staff by name, whoever handed in and the system by what they are."""
    if one.account_id is not None:
        return identity.staff_name(one.account_id)
    who = SYSTEM if one.side == "system" else APPLICANT
    return gettext(who)
