"""One case on one page: as anyone sees it, as its reporter sees it, as officers see it."""

from dataclasses import dataclass, replace

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import Case, Event, Extension, Follow, Party, Task
from cuudinh.engines.cases.queries.acts import possible_acts
from cuudinh.engines.cases.queries.dossiers import dossier_of
from cuudinh.engines.cases.queries.explaining import proposed_label, why_deadline, why_office
from cuudinh.engines.cases.queries.filed import as_filed, own_text
from cuudinh.engines.cases.queries.looked import note_reading, reporter_of
from cuudinh.engines.cases.queries.nearby import nearby_of
from cuudinh.engines.cases.queries.own_answers import own_answers_of
from cuudinh.engines.cases.queries.permitting import facts_of, found_case, permitted, readable_case
from cuudinh.engines.cases.queries.pictures import pictures_of, pictures_outside
from cuudinh.engines.cases.queries.rows import COLUMNS, Reader, office_label, reader, row_of, state_label
from cuudinh.engines.cases.queries.tasks import tasks_of
from cuudinh.engines.cases.queries.timeline import ledger_of, minutes_by_side, timeline_of
from cuudinh.engines.cases.queries.whole import history_of
from cuudinh.engines.cases.queries.wording import said_of
from cuudinh.engines.cases.representing import opens_by_code
from cuudinh.engines.cases.rules.flags import flag_names
from cuudinh.engines.cases.rules.merging import is_readable_by_followers
from cuudinh.engines.cases.service import ASKING, ServiceDefinition, words
from cuudinh.engines.cases.types import (
    CaseNotThere,
    CaseRow,
    ExtensionView,
    MasterView,
    OfficeCase,
    PictureView,
    PublicCase,
    ReporterCase,
    WhyLine,
)
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.messages import queries as messages
from cuudinh.engines.messages.types import NoticeView
from cuudinh.journal.prepared import Prepared
from cuudinh.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Brief:
    """How a case stands, for whoever plays its handling forward or exchanges it; nothing of who reported."""

    number: str
    state: str
    topic: str
    owner_office_id: int | None
    flags: frozenset[str]
    open_task_codes: tuple[str, ...]
    is_rated: bool


def case_row(case: Case, who: Reader) -> CaseRow:
    """Give the row of one case that was read whole."""
    return row_of({name: getattr(case, name) for name in COLUMNS}, who)


_BRIEF = Prepared(
    "cases.brief",
    lambda number: Case.objects.filter(number=number).values_list(
        "id", "state", "topic", "owner_office_id", "flags", "rating"
    ),
    takes={"number": str},
    sample={"number": "PA-20261123-00001"},
)


def brief(actor: Actor, number: str) -> Brief:
    """Give how a case stands, to those who may read every case as an office (the system, the centre)."""
    permitted(actor, "case.read_office")
    rows = _BRIEF.run(number=number)
    if not rows:
        raise CaseNotThere(number=number)
    ((case_id, state, topic, owner_office_id, bits, rating),) = rows
    flags = flag_names(bits)
    return Brief(
        number=number,
        state=state,
        topic=topic,
        owner_office_id=owner_office_id,
        flags=flags,
        open_task_codes=_open_task_codes(case_id) if "joint" in flags else (),
        is_rated=rating is not None,
    )


def _open_task_codes(case_id: int) -> tuple[str, ...]:
    offices = Task.objects.filter(case_id=case_id, state="open").values_list("office_id", flat=True)
    return tuple(identity.office_by_id(office_id).code for office_id in offices)


def public_case(actor: Actor, number: str) -> PublicCase:
    """Give a published case as anybody sees it. Raises `CaseNotThere` for one that is not public."""
    case = readable_case(actor, number, "case.read_public")
    if not case.is_public:
        raise CaseNotThere(number=number)
    return _public(case, actor.language, "public")


def reporter_case(actor: Actor, number: str) -> ReporterCase:
    """Give a case as its reporter sees it, or as a follower sees a public one. Raises `CaseNotThere`."""
    case = found_case(number)
    facts = facts_of(actor, case)
    if identity.can(actor, "case.read_own", facts).allowed:
        return _for_reporter(actor, case)
    if not case.is_public and not (facts.is_follower and _is_readable_part(case)):
        raise CaseNotThere(number=number)
    return _for_reader(actor, case)


def _is_readable_part(case: Case) -> bool:
    return is_readable_by_followers(case.is_public, case.master_id, case.act_counts)


def public_master(number: str) -> str:
    """Give the number of the public case into which a once public one was merged, else nothing.

    Old addresses of the merged case lead there.
    """
    case = found_case(number)
    master = _last_master(case) if _is_readable_part(case) else None
    return master.number if master is not None and master.is_public else ""


def tracked_case(actor: Actor, number: str, tracking_code: str) -> ReporterCase:
    """Give a case to whoever holds its number and tracking code, such as a caller without an account."""
    case = found_case(number)
    if not opens_by_code(case.pk, case.number, tracking_code):
        raise CaseNotThere(number=number)
    return _for_reporter(actor, case, has_pass=True)


def office_case(actor: Actor, number: str) -> OfficeCase:
    """Give all that officers may see of a case, nothing of who reported; of a sensitive one it leaves a look."""
    case = readable_case(actor, number, "case.read_office")
    service = definitions.service(case.service_id, case.version)
    who = reader(actor.language, is_public=False)
    facts = facts_of(actor, case)
    if facts.sensitive:
        note_reading(actor, case, "case", identity.can(actor, "case.read_office", facts))
    sees_original = identity.can(actor, "case.read_original", facts).allowed
    pictures, is_stopped = _pictures(actor, case, sees_original=sees_original)
    events = history_of(case.pk, audience := "centre" if sees_original else "offices")
    by_side = minutes_by_side(ledger := ledger_of(case, service, who))
    return OfficeCase(
        row=case_row(case, who),
        kind=service.shape.kind,
        rev=case.rev,
        text=case.text,
        answer=case.answer,
        pictures=pictures,
        is_original_stopped=is_stopped,
        timeline=timeline_of(events, service, who, audience),
        acts=possible_acts(actor, case, service, facts),
        tasks=tasks_of(actor, case, who),
        ledger=ledger,
        office_minutes=by_side.get("office", 0),
        reporter_minutes=by_side.get("reporter", 0),
        centre_minutes=by_side.get("centre", 0),
        nearby=nearby_of(actor, case),
        merged=_merged_into(case, who),
        master=_master(case, who),
        extension=_extension(case, actor.language),
        why_office=why_office(case, service, actor.language),
        why_deadline=why_deadline(case, service, actor.language, events, audience),
        answers=_answers(case, service, actor.language),
        is_centre=sees_original,
        proposed_label=proposed_label(case, service, actor.language),
        dossier=dossier_of(actor, case, service),
        own=own_answers_of(actor, case, service),
        has_contact=sees_original and _has_reporter(case),
    )


def _has_reporter(case: Case) -> bool:
    return Party.objects.filter(case=case, role="reporter").exists()


def _pictures(actor: Actor, case: Case, *, sees_original: bool) -> tuple[tuple[PictureView, ...], bool]:
    """Give the pictures, and whether the reporter had stopped that those with hidden areas are seen as they were."""
    found = pictures_of(case, sees_original=sees_original)
    if not sees_original or not any(one.areas for one in found):
        return found, False
    whose = reporter_of(case)
    if whose is None or not identity.stop_for(actor, whose, "picture"):
        return found, False
    return pictures_of(case), True


def _public(case: Case, language: str, audience: str, *, has_pass: bool = False) -> PublicCase:
    service = definitions.service(case.service_id, case.version)
    who = reader(language, is_public=True)
    state = service.shape.states[case.state]
    is_stranger = audience == "public"
    events = history_of(case.pk, audience)
    return PublicCase(
        row=case_row(case, who),
        kind=service.shape.kind,
        hides_reporter=service.shape.identity.hidden_from_offices,
        text=case.text,
        answer=case.answer if case.state in service.result_states else "",
        next_step=words(state.next, language) if state.next else "",
        # Pictures are served to strangers as long as their case is public, which a merged one is no more.
        pictures=()
        if is_stranger and not case.is_public
        else pictures_outside(case, public_only=is_stranger, has_pass=has_pass),
        timeline=timeline_of(events, service, who, audience),
        rating_label=_rating_label(case, service, language),
        why_office=why_office(case, service, language),
        why_deadline=why_deadline(case, service, language, events, audience),
    )


def _for_reporter(actor: Actor, case: Case, *, has_pass: bool = False) -> ReporterCase:
    service = definitions.service(case.service_id, case.version)
    party = Party.objects.filter(case=case, role="reporter").first()
    facts = replace(facts_of(actor, case), is_reporter=True)
    receipt = party.receipt if party is not None else ""
    return ReporterCase(
        public=_public(case, actor.language, "parties", has_pass=has_pass),
        own_text=own_text(case, service),
        acts=possible_acts(actor, case, service, facts),
        question=_open_question(case, service),
        receipt=receipt,
        as_filed=as_filed(case, service, receipt) if receipt else None,
        is_mine=True,
        is_followed=False,
        dossier=dossier_of(actor, case, service, is_applicant=True),
        told=_told(case, service, party, actor.language),
        master=_master_view(case, actor.language),
    )


def _told(
    case: Case, service: ServiceDefinition, party: Party | None, language: str
) -> tuple[NoticeView, ...]:
    """Give the notices by which the applicant of a dossier was told of each state, with office and time."""
    if not service.is_dossier or party is None or party.account_id is None:
        return ()
    return messages.told_about(party.account_id, "case", case.number, language)


def _for_reader(actor: Actor, case: Case) -> ReporterCase:
    followed = (
        actor.account_id is not None
        and Follow.objects.filter(case=case, account_id=actor.account_id).exists()
    )
    return ReporterCase(
        public=_public(case, actor.language, "public"),
        own_text="",
        acts=(),
        question="",
        receipt="",
        is_mine=False,
        is_followed=followed,
        master=_master_view(case, actor.language),
    )


def _open_question(case: Case, service: ServiceDefinition) -> str:
    if case.state not in service.asked_states:
        return ""
    asked = Event.objects.filter(case=case, act__in=ASKING).order_by("-seq").first()
    return str(asked.facts.get("text", "")) if asked is not None else ""


def _rating_label(case: Case, service: ServiceDefinition, language: str) -> str:
    rating = service.shape.rating
    levels = rating.levels if rating is not None else []
    return next((words(one.label, language) for one in levels if one.value == case.rating), "")


def _merged_into(case: Case, who: Reader) -> tuple[CaseRow, ...]:
    return tuple(case_row(one, who) for one in Case.objects.filter(master_id=case.id).order_by("id")[:20])


def _master(case: Case, who: Reader) -> CaseRow | None:
    master = Case.objects.filter(id=case.master_id).first() if case.master_id is not None else None
    return case_row(master, who) if master is not None else None


def _last_master(case: Case) -> Case | None:
    """Give the case that stands at the end of the chain of merges."""
    master = None
    above = case.master_id
    while above is not None:
        master = Case.objects.get(id=above)
        above = master.master_id
    return master


def _master_view(case: Case, language: str) -> MasterView | None:
    master = _last_master(case)
    if master is None:
        return None
    service = definitions.service(master.service_id, master.version)
    reason = service.reasons.get(master.reason)
    return MasterView(
        number=master.number,
        state_label=state_label(service, master.state, 0, reader(language, is_public=True)),
        phase=service.shape.states[master.state].phase,
        is_public=master.is_public,
        answer=master.answer if master.is_public and master.state in service.result_states else "",
        reason_label=words(reason.label, language) if reason is not None else "",
    )


def _extension(case: Case, language: str) -> ExtensionView | None:
    last = Extension.objects.filter(case=case).order_by("-asked_at").first()
    if last is None:
        return None
    return ExtensionView(
        state=last.state,
        office_label=office_label(last.office_id, language),
        reason=last.reason,
        asked_at=last.asked_at,
        due_before=last.due_before,
        due_after=last.due_after,
    )


def _answers(case: Case, service: ServiceDefinition, language: str) -> tuple[WhyLine, ...]:
    """Give the answers to the questions that have no place of their own on the page."""
    lines = []
    for question in service.shape.questions:
        value = case.answers.get(question.id)
        if value in (None, "", False, []):
            continue
        said = said_of(question, value, language)
        shown = "✓" if value is True and question.type == "flag" else said.in_one_line
        lines.append(WhyLine(words(question.label, language), shown))
    return tuple(lines)
