"""Filling in a form in steps: it is begun, saved step by step, sent or dropped; what is known is filled in at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from cuudinh.engines.cases import definitions, known
from cuudinh.engines.cases.bundles import carry, is_asked
from cuudinh.engines.cases.commands.filing import file_form, permit_filing
from cuudinh.engines.cases.commands.speaking import speaking
from cuudinh.engines.cases.drafts import Draft, load_draft, throw_away
from cuudinh.engines.cases.models import DraftFile, FormDraft, KnownAnswer
from cuudinh.engines.cases.papers import paper_questions
from cuudinh.engines.cases.surroundings import form_surroundings, scene_of
from cuudinh.engines.cases.types import AnswersIncomplete, Filed, TooManyDrafts
from cuudinh.journal import audit, pictures
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import SignInFirst
from cuudinh.packs.forms.faults import AnswerFault
from cuudinh.packs.forms.reading import read_form

DRAFTS_MOST: Final = 20
_NAME_LENGTH: Final = 26


@acting()
def begin_form(actor: Actor, *, service_id: str, answers: Mapping[str, Any] | None = None) -> str:
    """Begin to fill in the form of a service, with all that is known filled in, and give the name of the draft.

    `answers` are those given beforehand, to the questions of eligibility. Raises `SignInFirst`, `NotYours`,
    `TooManyDrafts`, `ServiceNotThere`.
    """
    service = definitions.service(service_id)
    rule = permit_filing(actor, service, None)
    if actor.account_id is None:
        raise SignInFirst
    if FormDraft.objects.filter(account_id=actor.account_id).count() >= DRAFTS_MOST:
        raise TooManyDrafts(most=DRAFTS_MOST)
    found, origins = known.filled_in(actor, service)
    row = FormDraft(
        name=ids.secret_code(_NAME_LENGTH),
        account_id=actor.account_id,
        service_id=service.id,
        sealed=b"",
        began_at=clock.now(),
        changed_at=clock.now(),
    )
    row.save()
    _keep(Draft(row, service, {**found, **(answers or {})}, _still(origins, found, answers or {})))
    audit.record(actor, "form.begin", ("service", service.id), rule=rule)
    return row.name


def _still(origins: Mapping[str, str], found: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, str]:
    """Give the origins of those answers that are still the ones that were filled in."""
    return {name: of for name, of in origins.items() if name not in given or given[name] == found.get(name)}


def _keep(draft: Draft) -> None:
    draft.row.sealed = draft.kept()
    draft.row.changed_at = clock.now()
    draft.row.save(update_fields=["sealed", "changed_at"])


@speaking()
def save_step(
    actor: Actor,
    *,
    draft: str,
    step: str,
    answers: Mapping[str, Any],
    photos: Mapping[str, Sequence[int]] | None = None,
) -> None:
    """Save the answers of one step, also wrong ones: nothing that was typed is lost.

    `photos` are pictures that came with it, by question, as `journal.pictures.accept_picture` numbers them. Raises
    `AnswersIncomplete` with the faults of this step, after saving, and `DraftNotThere`.
    """
    saved, asked = _saved(actor, draft, step, answers, photos or {})
    today = scene_of(saved.service, clock.now(), actor.language).day
    faults = read_form(saved.service.form, saved.answers, form_surroundings(today, saved.sent)).faults
    here = {path: fault for path, fault in faults.items() if path.split(".")[0] in asked}
    if here:
        raise AnswersIncomplete.of(saved.service.shape.kind, here)


@acting()
def _saved(
    actor: Actor,
    name: str,
    step: str,
    answers: Mapping[str, Any],
    photos: Mapping[str, Sequence[int]],
) -> tuple[Draft, frozenset[str]]:
    draft = load_draft(actor, name, is_changed=True)
    in_step = (one for each in draft.service.form.steps if each.id == step for one in each.questions)
    asked = frozenset(one for one in in_step if is_asked(draft, one))
    given = {question: answer for question, answer in answers.items() if question in asked}
    before = {question: answer for question, answer in draft.answers.items() if question in asked}
    kept = {question: answer for question, answer in draft.answers.items() if question not in asked}
    now = replace(
        draft,
        answers={**kept, **given},
        origins={
            question: of
            for question, of in draft.origins.items()
            if question not in asked or given.get(question) == before.get(question)
        },
        files=_with_files(draft, photos, asked),
    )
    _keep(now)
    carry(actor, now)
    audit.record(actor, "form.save", ("service", draft.service.id), rule="own", facts={"step": step})
    return now, asked


def _with_files(
    draft: Draft, photos: Mapping[str, Sequence[int]], asked: frozenset[str]
) -> Mapping[str, tuple[int, ...]]:
    """Add the pictures that came; a new signature takes the place of the one before."""
    files = dict(draft.files)
    for question, numbers in photos.items():
        if question not in asked or not numbers:
            continue
        if question in draft.service.questions and draft.service.questions[question].type == "signature":
            DraftFile.objects.filter(draft=draft.row, question=question).delete()
            pictures.let_go(files.get(question, ()))
            files[question] = ()
        pictures.hold(numbers)
        DraftFile.objects.bulk_create(
            [DraftFile(draft=draft.row, question=question, picture_id=number) for number in numbers]
        )
        files[question] = (*files.get(question, ()), *numbers)
    return files


@acting()
def add_papers(actor: Actor, *, draft: str, photos: Mapping[str, Sequence[int]]) -> None:
    """Add files of papers of the procedure to a draft, by the names under which a form asks for them.

    Raises `AnswersIncomplete` for more files of one paper than are taken, `DraftNotThere`.
    """
    found = load_draft(actor, draft, is_changed=True)
    papers = {one.id: one for one in paper_questions(found.service)}
    for paper, numbers in photos.items():
        most = papers[paper].most or 0 if paper in papers else 0
        if len(found.files.get(paper, ())) + len(numbers) > most:
            fault = AnswerFault("Không quá {most} tệp.", most=most)
            raise AnswersIncomplete.of(found.service.shape.kind, {paper: fault})
    _with_files(found, photos, frozenset(papers))
    audit.record(actor, "form.save", ("service", found.service.id), rule="own", facts={"papers": len(photos)})


@acting()
def drop_file(actor: Actor, *, draft: str, picture_id: int) -> None:
    """Take one picture out of a draft again. Raises `DraftNotThere`."""
    found = load_draft(actor, draft, is_changed=True)
    if DraftFile.objects.filter(draft=found.row, picture_id=picture_id).delete()[0]:
        pictures.let_go([picture_id])
        audit.record(actor, "form.drop_file", ("service", found.service.id), rule="own")


@speaking()
@acting()
def send_form(actor: Actor, *, draft: str, is_remembered: bool = False) -> Filed:
    """File the case of a draft; with `is_remembered` its answers to questions of the bank need not be given again.

    A draft is sent once: what comes a second time finds it gone. Raises `AnswersIncomplete`, `NotEligible`,
    `OutsideProvince`, `NoSuchCommune`, `DraftNotThere`, `SignInFirst`, `NotYours`.
    """
    found = load_draft(actor, draft, is_changed=True)
    answers = {name: value for name, value in found.answers.items() if name in found.service.questions}
    filed = file_form(actor, service=found.service, answers=answers, files=found.files, whence=found.whence)
    if is_remembered:
        known.remember(actor, found.service, answers, filed.number)
        audit.record(actor, "form.remember", ("case", filed.number), rule="own")
    found.row.delete()
    return filed


@acting()
def drop_form(actor: Actor, *, draft: str) -> None:
    """Throw a draft away with everything in it. Raises `DraftNotThere`."""
    found = load_draft(actor, draft, is_changed=True)
    throw_away([found.row.pk])
    audit.record(actor, "form.drop", ("service", found.service.id), rule="own")


@acting()
def forget_answer(actor: Actor, *, question: str) -> None:
    """Keep no longer what was answered to a question of the bank: it is asked again the next time."""
    if KnownAnswer.objects.filter(account_id=actor.account_id or 0, question=question).delete()[0]:
        audit.record(actor, "form.forget", ("question", question), rule="own")
