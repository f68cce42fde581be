"""Forms as pages and programs read them: the steps of a draft, what was answered in words, the schema."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext

from cuudinh.engines.cases import definitions, known
from cuudinh.engines.cases.bundles import ELSEWHERE, is_asked, names_in_bundle
from cuudinh.engines.cases.drafts import Draft, load_draft
from cuudinh.engines.cases.models import FormDraft, KnownAnswer
from cuudinh.engines.cases.own_papers import own_papers
from cuudinh.engines.cases.papers import paper_questions
from cuudinh.engines.cases.queries.choices import today_of
from cuudinh.engines.cases.queries.fees import fee_quoted
from cuudinh.engines.cases.queries.wording import Said, said_of
from cuudinh.engines.cases.sent_files import draft_files
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.surroundings import form_surroundings
from cuudinh.engines.cases.types import OwnPaper, SentFile, StepNotThere
from cuudinh.engines.ledger.types import WrongAnswers
from cuudinh.kernel.actor import Actor
from cuudinh.packs.forms.form import Form
from cuudinh.packs.forms.parts import parts_of
from cuudinh.packs.forms.reading import Read, Surroundings, read_form
from cuudinh.packs.forms.schema import schema_of
from cuudinh.packs.forms.shapes import AskedShape, QuestionShape, StepShape

_DRAFTS_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class AskedView:
    """One question of a step in the reader's language, with what was answered and where that came from."""

    shape: AskedShape
    label: str
    hint: str
    choices: tuple[tuple[str, str], ...]
    parts: tuple["AskedView", ...]
    value: Any
    origin: str
    is_shown: bool
    files: tuple[SentFile, ...] = ()
    own: tuple[OwnPaper, ...] = ()


@dataclass(frozen=True, slots=True)
class StepView:
    """One page of a form that is being filled in: where it stands, what it asks, what is wrong with it."""

    draft: str
    service_id: str
    service_title: str
    id: str
    title: str
    hint: str
    steps: tuple[tuple[str, str], ...]
    at: int
    questions: tuple[AskedView, ...]
    live: Mapping[str, Any] = field(repr=False)

    @property
    def next_step(self) -> str:
        """Give the step after this one; empty when all that is left is to look it over."""
        return self.steps[self.at][0] if self.at < len(self.steps) else ""


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A form before it is sent: what was answered, step by step, and what is missing or wrong by its path.

    `fee_vnd` is what it will cost by these answers; none where nothing is ever charged, or where they do not say yet.
    """

    draft: str
    service_id: str
    kind: str
    fee_vnd: int | None
    service_title: str
    steps: tuple[tuple[str, str, tuple[Said, ...]], ...]
    faults: Mapping[str, str]
    step_of: Mapping[str, str]
    barred: str
    asks_to_remember: bool
    is_remembered: bool


@dataclass(frozen=True, slots=True)
class DraftView:
    """A form that somebody began."""

    name: str
    service_title: str
    changed_at: datetime


def my_drafts(actor: Actor, service_id: str = "") -> tuple[DraftView, ...]:
    """Give the forms that the actor began and has not sent, of one service if asked, the last touched first."""
    rows = FormDraft.objects.filter(account_id=actor.account_id or 0).order_by("-changed_at", "-id")
    of_one = rows.filter(service_id=service_id) if service_id else rows
    return tuple(
        DraftView(row.name, _title(definitions.service(row.service_id), actor.language), row.changed_at)
        for row in of_one[:_DRAFTS_MOST]
    )


def my_known_answers(actor: Actor) -> tuple[tuple[str, str, datetime], ...]:
    """Give (question of the bank, number of the case, day) of all that the actor need not answer again."""
    rows = KnownAnswer.objects.filter(account_id=actor.account_id or 0).order_by("question")
    return tuple((row.question, row.case_number, row.given_at) for row in rows)


def form_step(actor: Actor, draft: str, step: str = "") -> StepView:
    """Give one page of a draft of the actor's own, the first when none is named.

    Raises `DraftNotThere`, `StepNotThere`.
    """
    found = load_draft(actor, draft)
    form, language = found.service.form, actor.language
    today = today_of(found.service)
    read = read_form(form, found.answers, _around(found, today))
    shown = [one for one in form.steps_shown(read.values, today) if _asks(found, one)]
    at = next((place for place, one in enumerate(shown) if one.id == step), 0 if not step else -1)
    if at < 0:
        raise StepNotThere
    one = shown[at]
    asked = {name: numbers for name, numbers in found.files.items() if name in one.questions}
    files = draft_files(asked, found.whence)
    return StepView(
        draft=draft,
        service_id=found.service.id,
        service_title=_title(found.service, language),
        id=one.id,
        title=words(one.title, language),
        hint=words(one.hint, language) if one.hint else "",
        steps=tuple((each.id, words(each.title, language)) for each in shown),
        at=at + 1,
        questions=tuple(
            _asked(actor, form.by_id[name], found, read, files)
            for name in one.questions
            if is_asked(found, name)
        ),
        live=live_of(form, read, today),
    )


def _asks(draft: Draft, step: StepShape) -> bool:
    """Whether a step has a question that was not answered in another form of its bundle."""
    return any(is_asked(draft, name) for name in step.questions)


def first_step(actor: Actor, draft: str) -> str:
    """Give the name of the first step of a draft that asks anything; empty where all was answered in its bundle."""
    found = load_draft(actor, draft)
    today = today_of(found.service)
    read = read_form(found.service.form, found.answers, _around(found, today))
    shown = (one for one in found.service.form.steps_shown(read.values, today) if _asks(found, one))
    return next((one.id for one in shown), "")


def bundle_of(actor: Actor, draft: str) -> tuple[str, ...]:
    """Give the names of the drafts that are filled in together with one, itself too; of one alone only its own.

    Raises `DraftNotThere`.
    """
    return names_in_bundle(load_draft(actor, draft).row)


def form_papers(actor: Actor, draft: str) -> tuple[AskedView, ...]:
    """Give the papers that can be handed in with a draft as files, with what came and what its person has already.

    Raises `DraftNotThere`.
    """
    found = load_draft(actor, draft)
    papers = paper_questions(found.service)
    files = draft_files({one.id: found.files.get(one.id, ()) for one in papers}, found.whence)
    own = own_papers(actor) if papers else ()
    return tuple(
        replace(
            asked_view(one, actor.language, files=files[one.id]),
            own=tuple(paper for paper in own if paper.type == one.document),
        )
        for one in papers
    )


def _around(draft: Draft, today: date) -> Surroundings:
    return form_surroundings(today, draft.sent)


def _title(service: ServiceDefinition, language: str) -> str:
    return words(service.shape.title, language)


def _asked(
    actor: Actor, question: QuestionShape, draft: Draft, read: Read, files: Mapping[str, tuple[SentFile, ...]]
) -> AskedView:
    calculated = read.values.get(question.id) if question.type == "calculated" else None
    view = asked_view(
        question,
        actor.language,
        value=draft.answers.get(question.id) if calculated is None else calculated,
        origin=_origin(draft.origins.get(question.id, ""), actor.language),
        is_shown=question.id in read.shown,
        files=files.get(question.id, ()),
    )
    return replace(view, own=own_papers(actor, question.document)) if question.document else view


def asked_view(
    question: AskedShape,
    language: str,
    *,
    value: Any = None,
    origin: str = "",
    is_shown: bool = True,
    files: tuple[SentFile, ...] = (),
) -> AskedView:
    """Give a question and those within it as a page asks them."""
    return AskedView(
        shape=question,
        label=words(question.label, language),
        hint=words(question.hint, language) if question.hint else "",
        choices=tuple((one.id, words(one.label, language)) for one in question.choices),
        parts=tuple(asked_view(one, language) for one in parts_of(question)),
        value=value,
        origin=origin,
        is_shown=is_shown,
        files=files,
    )


def _origin(of: str, language: str) -> str:
    """Say where an answer that was filled in came from."""
    if of == ELSEWHERE:
        return gettext("Bạn đã khai ở thủ tục liên thông.")
    if of == known.PROVED:
        return gettext("Lấy từ danh tính đã xác thực của bạn.")
    if of == known.ACCOUNT:
        return gettext("Lấy từ tài khoản của bạn.")
    return gettext("Bạn đã khai trong hồ sơ {number}.").format(number=of) if of else ""


def live_of(form: Form, read: Read, today: date) -> Mapping[str, Any]:
    """Give what the page needs to show, hide and work out questions by itself, from the same text as the server."""
    return {
        "today": today.isoformat(),
        "topic": form.topic_of(read.values),
        "topic_question": form.topic_question,
        "answers": form.answer_facts(read.values),
        "questions": [_live(question) for question in form.in_order],
    }


def _live(question: AskedShape) -> dict[str, Any]:
    repeats = isinstance(question, QuestionShape) and question.repeats
    kept = {
        "id": question.id,
        "type": question.type,
        "result": question.result if question.type == "calculated" else None,
        "show": question.show_if,
        "needed": question.required_if,
        "value": question.value,
        "total": question.total_of,
        "repeats": repeats or None,
        "parts": [_live(part) for part in parts_of(question)] or None,
    }
    return {name: value for name, value in kept.items() if value is not None}


def form_review(actor: Actor, draft: str) -> ReviewView:
    """Give a draft of the actor's own to be looked over before it is sent. Raises `DraftNotThere`."""
    found = load_draft(actor, draft)
    service, language, today = found.service, actor.language, today_of(found.service)
    read = read_form(service.form, found.answers, _around(found, today))
    shown = service.form.steps_shown(read.values, today)
    bar = service.form.bar(read.values, today)
    has_bank = any(question.bank for question in service.shape.questions)
    return ReviewView(
        draft=draft,
        service_id=service.id,
        kind=service.shape.kind,
        fee_vnd=_fee(service, read),
        service_title=_title(service, language),
        steps=tuple(
            (one.id, words(one.title, language), _said(one.questions, found, read, language)) for one in shown
        ),
        faults={path: _translated(fault) for path, fault in read.faults.items()},
        step_of={name: one.id for one in shown for name in one.questions},
        barred=words(bar.because, language) if bar is not None else "",
        asks_to_remember=has_bank,
        is_remembered=has_bank and KnownAnswer.objects.filter(account_id=found.row.account_id).exists(),
    )


def _fee(service: ServiceDefinition, read: Read) -> int | None:
    try:
        quote = fee_quoted(service.id, read.values) if service.is_dossier and not read.faults else None
    except WrongAnswers:
        return None
    return quote.total_vnd if quote is not None else None


def _translated(fault: Any) -> str:
    return str(gettext(fault.sentence).format_map(fault.facts))


def _said(names: Sequence[str], draft: Draft, read: Read, language: str) -> tuple[Said, ...]:
    questions = [draft.service.questions[name] for name in names if name in read.shown]
    values = {**read.values, **{name: len(numbers) for name, numbers in draft.files.items()}}
    return tuple(said_of(question, values.get(question.id), language) for question in questions)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What is asked before somebody applies; after an answer, whether they may and why not."""

    service_id: str
    service_title: str
    questions: tuple[AskedView, ...]
    is_answered: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)
    because: str = ""
    instead: str = ""
    instead_service: str = ""
    source: str = ""


def eligibility(service_id: str, language: str, given: Mapping[str, Any] | None = None) -> Eligibility:
    """Give the questions asked before applying, and with answers what follows from them. Raises `ServiceNotThere`."""
    service = definitions.service(service_id)
    asked = service.form.eligibility
    names = asked.questions if asked is not None else []
    today = today_of(service)
    answers = {name: (given or {}).get(name) for name in names}
    read = read_form(service.form, answers, form_surroundings(today))
    faults = {path: _translated(fault) for path, fault in read.faults.items() if path.split(".")[0] in names}
    faults |= {
        name: gettext("Vui lòng trả lời câu này.")
        for name in names
        if name not in read.values and name in read.shown and name not in faults
    }
    bar = service.form.bar(read.values, today) if given is not None and not faults else None
    return Eligibility(
        service_id=service_id,
        service_title=_title(service, language),
        questions=tuple(asked_view(service.questions[name], language, value=answers[name]) for name in names),
        is_answered=given is not None and not faults,
        faults=faults if given is not None else {},
        because=words(bar.because, language) if bar else "",
        instead=words(bar.instead, language) if bar and bar.instead else "",
        instead_service=(bar.service or "") if bar else "",
        source=bar.source if bar else "",
    )


def form_schema(service_id: str, language: str, address: str = "") -> Mapping[str, Any]:
    """Give the JSON Schema of the form of a service, with steps and conditions beside it. Raises `ServiceNotThere`."""
    service = definitions.service(service_id)
    return schema_of(service.form, title=_title(service, language), language=language, address=address)
