"""Filing: a report enters, gets its number, its proposed office, its promise and its receipt."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from cuudinh.engines.cases import definitions, filed, sealed
from cuudinh.engines.cases.commands.dossiers import check_mandate, office_code, open_dossier, scans_of
from cuudinh.engines.cases.commands.effects import attach, first_thumb, new_names, sealed_texts
from cuudinh.engines.cases.commands.limiting import check_limits, keep_once
from cuudinh.engines.cases.commands.permitting import permit
from cuudinh.engines.cases.commands.speaking import speaking
from cuudinh.engines.cases.commands.writing import begin_clock, write_due_times, write_event, write_units
from cuudinh.engines.cases.drafts import types_of
from cuudinh.engines.cases.models import AnsweredPicture, Case, Party, PrivateText, SealedAnswers
from cuudinh.engines.cases.rules import buckets, filing, limits, numbering
from cuudinh.engines.cases.rules.answers import Answers, read_answers
from cuudinh.engines.cases.rules.standing import Doer, FoundPlace, Scene, Standing
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.store import column_values, derived_values, open_cases_near
from cuudinh.engines.cases.surroundings import form_surroundings, scene_of
from cuudinh.engines.cases.types import (
    AnswersIncomplete,
    Caller,
    CaseFiled,
    Checked,
    Filed,
    Mandate,
    NoSuchCommune,
    NotEligible,
    OutsideProvince,
    PressOnly,
)
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.engines.identity.types.representing import Represented
from cuudinh.journal import audit, counters, idempotency, outbox, receipts, sequences
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import within_act
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, Behalf, Warrant
from cuudinh.kernel.refusal import Refusal, SignInFirst
from cuudinh.packs.forms.faults import AnswerFault

# Whose case it is: the actor's own, a caller's, or that of somebody the actor acts for.
NOTHING_CHECKED: Final = Checked()
NOTHING_BEFORE: Final[Mapping[int, str]] = MappingProxyType({})
Whose = Caller | Represented | None
_ANSWERED = PreparedRows(AnsweredPicture)
_CASES = PreparedRows(Case)
_PARTIES = PreparedRows(Party)
_PRIVATE = PreparedRows(PrivateText)
_SEALED = PreparedRows(SealedAnswers)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A report that was read, placed and found whole: what can be reckoned and refused while others write."""

    scene: Scene
    read: Answers
    place: FoundPlace | None
    files: Mapping[str, Sequence[int]]
    whence: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Behind:
    """For whom a case is filed, when that is not who files it."""

    whose: Whose
    mandate: Mandate | None
    papers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_called(self) -> bool:
        """Whether somebody without an account stands behind the case, and whoever files it does not."""
        return isinstance(self.whose, Caller)

    @property
    def side(self) -> str:
        """Give the side that hands the case in."""
        if not self.is_called:
            return "reporter"
        return "office" if self.mandate is not None else "centre"


@speaking()
def file_case(
    actor: Actor,
    *,
    service_id: str,
    answers: Mapping[str, Any],
    photos: Sequence[int] = (),
    channel: str = "web",
    idempotency_key: str = "",
    caller: Caller | None = None,
    mandate: Mandate | None = None,
    represents: str = "",
    checked: Checked = NOTHING_CHECKED,
) -> Filed:
    """File a case and start its deadline.

    `answers` maps question ids to values: a place is `{"lat", "lon", "label"}` or `{"unit", "label"}`, a flag
    is a bool, a number a number, everything else text. `photos` are ids given by
    `journal.pictures.accept_picture`. A dispatcher who takes a call passes `caller`: then the caller is the
    reporter and the dispatcher is not; a dossier that is handed in for somebody else brings that one as `caller` and
    the `mandate` on which it is done. `represents` is the number of a representation: then the case is that of the
    child or organisation for whom the actor acts today, and has no tracking code. `checked` is what a desk saw of
    its papers. With an `idempotency_key` the same sending files once.

    Raises `AnswersIncomplete`, `OutsideProvince`, `NoSuchCommune`, `SignInFirst`, `NotYours`, `NoOwner`,
    `NoSuchMandate`, `NotRepresenting`, `ServiceNotOpen`, `QuotaSpent`, `FiledAlready`.
    """
    service = definitions.service(service_id)
    actor = actor if caller is not None or represents else _nameless(actor, service)
    whose: Whose = identity.representing(actor, represents) if represents else caller
    rule = _behalf(permit_filing(actor, service, caller, mandate), whose)
    behind = _Behind(whose, mandate, checked.papers)
    ready = _with_scans(_ready(service, dict(answers), {"": photos}, actor.language), checked)

    def file() -> dict[str, Any]:
        return _file(actor, _or_refused(ready), channel, behind, rule)

    # A second sending brings the same pictures under new numbers: only how many there are can be compared.
    sent = {"service": service_id, "answers": dict(answers), "photos": len(photos)}
    told = _once(actor, idempotency_key, sent | ({"represents": represents} if represents else {}), file)
    return _receipt_of(told, is_for_another=bool(represents))


def _or_refused(ready: _Ready | Refusal) -> _Ready:
    """Raise why it cannot be filed: whoever filed under a key before is told so again, whatever is asked by now."""
    if isinstance(ready, Refusal):
        raise ready
    return ready


def _with_scans(ready: _Ready | Refusal, checked: Checked) -> _Ready | Refusal:
    """Add the pictures that a desk took of papers, which answer no question of the form."""
    if isinstance(ready, Refusal) or not checked.scans:
        return ready
    return replace(ready, files={**ready.files, **scans_of(ready.scene.service, checked.scans)})


def _once(
    actor: Actor, key: str, sent: Mapping[str, Any], file: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """File, or give what the same sending was told before."""
    if not key:
        return file()
    digest = idempotency.digest_of(sent)
    told: dict[str, Any] = idempotency.once(actor, act="case.file", key=key, digest=digest, do=file)
    return told


def _behalf(rule: str, whose: Whose) -> str:
    """Give the warrant of a filing, which says on whose behalf it is done where it is for somebody else."""
    if not isinstance(whose, Represented):
        return rule
    return Warrant.of(rule, Behalf(whose.account_id, whose.number))


@within_act()
def file_form(
    actor: Actor,
    *,
    service: ServiceDefinition,
    answers: Mapping[str, Any],
    files: Mapping[str, Sequence[int]],
    channel: str = "web",
    whence: Mapping[int, str] = NOTHING_BEFORE,
) -> Filed:
    """File the case of a form that was filled in step by step; `files` are its files by question,
    `whence` says of those taken again what they were.

    Raises as `file_case`, and `NotEligible`.
    """
    actor = _nameless(actor, service)
    rule = permit_filing(actor, service, None)
    of_form = {name: numbers for name, numbers in files.items() if name in service.questions}
    ready = _or_refused(_ready(service, dict(answers), of_form, actor.language))
    ready = replace(ready, files=files, whence=whence)
    return _receipt_of(_file(actor, ready, channel, _Behind(None, None), rule))


def _nameless(actor: Actor, service: ServiceDefinition) -> Actor:
    """Give a visitor in the place of whoever files, where a service keeps no account of them: not in the log either."""
    if not service.shape.identity.anonymous:
        return actor
    return Actor("visitor", language=actor.language, request_id=actor.request_id)


def permit_filing(
    actor: Actor, service: ServiceDefinition, caller: Caller | None, mandate: Mandate | None = None
) -> str:
    """Check that the actor may file today, for themselves or for somebody else, and give the rule that says so."""
    limits.check_files(service, actor.language)
    if service.shape.open_during is not None:
        limits.check_open(service, scene_of(service, clock.now()).day, actor.language)
    if service.is_dossier and (caller is not None or mandate is not None):
        check_mandate(service, caller, mandate)
        return permit(actor, "case.file_with_mandate", Facts())
    if caller is not None:
        return permit(actor, "case.file_for_caller", Facts())
    if service.shape.identity.submit == "anyone" and not actor.is_signed_in:
        return f"service:{service.id}"
    if not actor.is_signed_in or (service.shape.identity.submit == "verified" and actor.assurance < 2):
        raise SignInFirst
    if service.shape.identity.submit == "journalist" and not identity.holds_press_card(actor):
        raise PressOnly
    return permit(actor, "case.file", Facts())


def _ready(
    service: ServiceDefinition, answers: Mapping[str, Any], files: Mapping[str, Sequence[int]], language: str
) -> _Ready | Refusal:
    """Read and place a report, or give why it cannot be filed; pictures of no question are of the one for pictures."""
    scene = scene_of(service, clock.now(), language)
    read = read_answers(
        service, answers, len(files.get("", ())), form_surroundings(scene.day, types_of(files))
    )
    if read.faults:
        return AnswersIncomplete.of(service.shape.kind, read.faults)
    if read.bar is not None:
        instead = words(read.bar.instead, language) if read.bar.instead else ""
        return NotEligible(because=words(read.bar.because, language), instead=instead)
    try:
        return _Ready(scene, read, _located(scene, read), files)
    except (OutsideProvince, NoSuchCommune) as refused:
        return refused


@within_act()
def _file(actor: Actor, ready: _Ready, channel: str, behind: _Behind, rule: str) -> dict[str, Any]:
    scene, read, service = ready.scene, ready.read, ready.scene.service
    photos = tuple(number for numbers in ready.files.values() for number in numbers)
    case = filing.open_case(scene, read, ready.place, number="", channel=channel)
    check_limits(scene, read, _account_of(actor, behind))
    # The number is taken last of what can fail: on PostgreSQL others wait for it.
    number = _next_number(scene, case)
    case = _suspected(scene, case.but(number=number))
    doer = Doer(frozenset(), account_id=actor.account_id if behind.is_called else None)
    move = filing.filed(scene, doer, case, side=behind.side, photo_count=len(photos))
    names = new_names(photos)
    case_id = _insert(service, case, first_thumb(photos, names))
    write_units(case_id, None, case)
    write_event(scene, case_id, move)
    begin_clock(scene, case_id, case)
    write_due_times(scene, case_id, None, case)
    if photos:
        attach(scene, case_id, 1, photos, "before", names)
    _keep_answers(case_id, ready, names)
    if read.originals:
        _PRIVATE.insert(case_id=case_id, sealed=sealed_texts(case_id, read.originals.items()))
    at_desk: Mapping[str, int] = {}
    if service.is_dossier:
        at_desk = open_dossier(actor, scene, case_id, case, behind.mandate, behind.papers)
    keep_once(case_id, scene, read)
    counters.bump({**buckets.changes(move, scene), **at_desk})
    outbox.publish(CaseFiled(case_id=case_id, number=number, service_id=service.id))
    receipt = _log(actor, service, case, read, names, rule)
    _add_reporter(actor, case_id, case, behind.whose, receipt)
    return _answer(scene, case, receipt)


def _account_of(actor: Actor, behind: _Behind) -> int | None:
    """Give the account whose case it becomes; None when it is nobody's."""
    if isinstance(behind.whose, Represented):
        return behind.whose.account_id
    return None if behind.is_called else actor.account_id


def _keep_answers(case_id: int, ready: _Ready, names: Sequence[str]) -> None:
    """Keep under seal what is somebody's own, and which picture answers which question of a form."""
    if ready.read.sealed:
        _SEALED.insert(case_id=case_id, sealed=sealed.seal(case_id, "answers", ready.read.sealed))
    asked = [(question, number) for question, numbers in ready.files.items() for number in numbers]
    _ANSWERED.insert_many(
        {"case_id": case_id, "question": question, "name": name, "origin": ready.whence.get(number, "")}
        for (question, number), name in zip(asked, names, strict=True)
        if question
    )


def _log(
    actor: Actor, service: ServiceDefinition, case: Standing, read: Answers, names: Sequence[str], rule: str
) -> str:
    """Write the line of the filing, with what was filed in it as digests, and give its receipt."""
    content = filed.content_of(case, names, read.originals, read.sealed)
    facts = {"channel": case.channel, **filed.digests(service, content)}
    ref = audit.record(actor, "case.file", ("case", case.number), rule=rule, facts=facts)
    return receipts.receipt(ref)


def _located(scene: Scene, read: Answers) -> FoundPlace | None:
    """Find the unit of the place. Raises `OutsideProvince` when there is none, `NoSuchCommune`."""
    if read.place is None:
        return None
    question = scene.service.question_of_type("place")
    assert question is not None, "a place was read"
    try:
        found = scene.places.locate(read.place, scene.day)
    except NoSuchCommune as refused:
        fault = AnswerFault(refused.template, **refused.facts)
        raise NoSuchCommune(refused.template, faults={question.id: fault}, **refused.facts) from refused
    if found is None:
        raise OutsideProvince(faults={question.id: OutsideProvince.sentence})
    return found


def _suspected(scene: Scene, case: Standing) -> Standing:
    """Mark a case that may be one that stands open already: near in place, time and topic."""
    rule = scene.service.shape.duplicates
    if rule is None or case.lat is None or case.lon is None:
        return case
    near = open_cases_near(
        scene.service,
        case.lat,
        case.lon,
        metres=rule.within_m,
        since=scene.at - timedelta(days=rule.within_days),
        topic=case.topic if rule.same_topic else None,
    )
    return case.but(flags=case.flags | {"duplicate_suspected"}) if near else case


def _next_number(scene: Scene, case: Standing) -> str:
    pattern, office = scene.service.shape.number, office_code(scene, case)
    name = numbering.sequence_name(scene.service.id, pattern, scene.day, office)
    return numbering.case_number(pattern, scene.day, sequences.next_number(name), office)


def _insert(service: ServiceDefinition, case: Standing, thumb: str) -> int:
    return _CASES.insert(
        thumb=thumb,
        service_id=service.id,
        version=service.version,
        kind=service.shape.kind,
        **column_values(case),
        **derived_values(case, service),
    )


def _add_reporter(actor: Actor, case_id: int, case: Standing, whose: Whose, receipt: str) -> None:
    stands: dict[str, Any] = {"account_id": actor.account_id}
    if isinstance(whose, Caller):
        contact = {"name": whose.name, "phone": whose.phone}
        stands = {
            "account_id": whose.account_id,
            "sealed_contact": sealed.seal(case_id, "contact", contact),
        }
    elif whose is not None:
        stands = {
            "account_id": whose.account_id,
            "by_account_id": actor.account_id,
            "representation_id": whose.id,
        }
    _PARTIES.insert(
        **stands,
        case_id=case_id,
        role="reporter",
        tracking_hash=sealed.tracking_hash(case.number),
        receipt=receipt,
        filed_at=case.filed_at,
    )


def _answer(scene: Scene, case: Standing, receipt: str) -> dict[str, Any]:
    """Give what is answered, in what JSON knows; the tracking code is not in it, since this may be stored."""
    following = scene.service.state(case.state).next
    return {
        "number": case.number,
        "receipt": receipt,
        "next_step": words(following, scene.language) if following is not None else "",
        "verify_by": case.stage_due_at.isoformat() if case.stage_due_at is not None else None,
        "answer_by": case.promised_at.isoformat() if case.promised_at is not None else None,
    }


def _receipt_of(answer: Mapping[str, Any], *, is_for_another: bool = False) -> Filed:
    return Filed(
        number=answer["number"],
        tracking_code="" if is_for_another else sealed.tracking_code(answer["number"]),
        receipt=answer["receipt"],
        next_step=answer["next_step"],
        verify_by=_moment(answer["verify_by"]),
        answer_by=_moment(answer["answer_by"]),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
