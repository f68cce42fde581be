"""Writes of documents: issue a paper, note that it is made, take over forms from a pack."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings

from cuudinh.engines.documents import rules, sealed
from cuudinh.engines.documents.definitions import papers_of
from cuudinh.engines.documents.models import IssuedPaper, PaperForm
from cuudinh.engines.documents.queries import by_code, facts_of, form_on, view_of
from cuudinh.engines.documents.types import (
    Paper,
    PaperIssued,
    PaperNotThere,
    PaperReplaced,
    PaperView,
    Signature,
)
from cuudinh.engines.identity import queries as identity
from cuudinh.journal import audit, jobs, outbox, sequences
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor
from cuudinh.packs.world import PackWorld
from cuudinh.web.routes import url

MAKING: Final = "make-paper"
NOTE: Final = "sheet"
ISSUE: Final = "paper.issue"
CODE_LETTERS: Final = 20
_PAPERS: Final = PreparedRows(IssuedPaper)


@acting()
def issue(
    actor: Actor,
    paper: Paper,
    *,
    about: tuple[str, str],
    office_id: int,
    account_id: int | None = None,
    desk_office_id: int | None = None,
    replaces: str = "",
    attached: int | None = None,
) -> PaperView:
    """Issue a paper of an office; its file is made in the background, on the form that is in force today.

    `account_id` is whose it is, `desk_office_id` whose desk hands it over; it corrects the paper of code `replaces`.
    The PDF `attached` follows. Raises `NotYours`, `NoForm`, `PaperNotThere`, `PaperReplaced`, `UnknownOffice`.
    """
    rule = identity.permit(actor, ISSUE, facts_of(actor, office_id, account_id))
    before = _replaced(replaces, about, paper.kind) if replaces else None
    form, said = _filled(paper, office_id, before)
    code = ids.secret_code(CODE_LETTERS)
    columns: dict[str, Any] = dict(
        code=code,
        form_id=form.pk,
        about_kind=about[0],
        about_ref=about[1],
        number=said["number"],
        version=before.version + 1 if before else 1,
        replaces_id=before.pk if before else None,
        office_id=office_id,
        desk_office_id=desk_office_id,
        account_id=account_id,
        attached_id=attached,
        issued_at=clock.now(),
        issued_by=actor.account_id,
        data_sha=rules.digest_of({**said, "code": code, "form": form.pk}),
        sealed=sealed.seal(code, NOTE, _sheet(form, said, code)),
    )
    row = IssuedPaper(**columns, id=_PAPERS.insert(**columns), form=form)
    _ask_for_file(actor, row, rule)
    return view_of(row, actor.language)


def _ask_for_file(actor: Actor, row: IssuedPaper, rule: str) -> None:
    """Have the file made in the background, and write the line of the issue."""
    jobs.later(MAKING, {"paper": row.pk}, key=str(row.pk))
    about = [row.about_kind, row.about_ref]
    facts = {"kind": row.form.kind, "about": about, "number": row.number, "version": row.version}
    audit.record(actor, ISSUE, ("paper", row.pk), rule=rule, facts=facts)


def _filled(paper: Paper, office_id: int, before: IssuedPaper | None) -> tuple[PaperForm, dict[str, Any]]:
    """Give the form in force today, and what it is filled with: what the office says, its names, number and day.

    A desk stands beneath its office, an office beneath the one above it. Names come from the pack as they are
    today; a corrected paper keeps the number of the one before.
    """
    at, zone = clock.now(), identity.time_zone()
    form = form_on(paper.kind, at.astimezone(ZoneInfo(zone)).date())
    office = identity.office_by_id(office_id)
    above = identity.office_by_id(office.parent_id) if office.parent_id is not None else None
    return form, {
        **rules.values_of(paper, zone),
        **rules.moments_of("issued_at", at, zone),
        "office": office.name(),
        "above": office.name() if paper.desk else above.name() if above else "",
        "desk": paper.desk or office.name(),
        "number": before.number
        if before
        else _next_number(form, office_id, at.astimezone(ZoneInfo(zone)).year),
    }


def _replaced(code: str, about: tuple[str, str], kind: str) -> IssuedPaper:
    """Give the paper that is corrected: of the same kind and dossier, and not corrected before."""
    found = by_code(code, about=about)
    if found.form.kind != kind:
        raise PaperNotThere
    if IssuedPaper.objects.filter(replaces=found).exists():
        raise PaperReplaced
    return found


def _next_number(form: PaperForm, office_id: int, year: int) -> str:
    """Give the next number of the office in a year for papers of this symbol; empty where a form has none."""
    symbol = form.body["form"]["symbol"]
    if symbol is None:
        return ""
    return rules.paper_number(sequences.next_number(f"paper:{office_id}:{symbol}:{year}"), symbol)


def _sheet(form: PaperForm, values: rules.Values, code: str) -> bytes:
    heading, body = form.body["heading"], form.body["form"]
    sheet = rules.sheet_of(body, heading, values) | {
        "source": form.body["cited"],
        "check": heading["check"],
        "code": rules.code_text(code),
        "address": settings.CUUDINH_PUBLIC_ADDRESS + url("documents:check_code", code=code),
    }
    return json.dumps(sheet, ensure_ascii=False).encode()


def keep_made(paper_id: int, *, pdf_sha: str, file_sha: str, signature: Signature) -> None:
    """Note that a paper is made: which file it is, and the signature beside it; what it says is dropped here.

    Called in the transaction that ends the job.
    """
    row = IssuedPaper.objects.select_related("form").get(pk=paper_id)
    IssuedPaper.objects.filter(pk=paper_id).update(
        file_sha=file_sha,
        pdf_sha=pdf_sha,
        signature=asdict(signature),
        sealed=None,
        made_at=clock.now(),
    )
    outbox.publish(PaperIssued(row.form.kind, row.about_kind, row.about_ref, row.number, row.version))


@acting()
def apply_papers(world: PackWorld) -> None:
    """Make the forms those of a pack that was found sound; a changed form is added, none is lost."""
    wanted = dict(_forms_of(world))
    standing = {(row.kind, row.since.isoformat()): row for row in PaperForm.objects.filter(is_current=True)}
    old = [row.pk for key, row in standing.items() if wanted.get(key) != row.body]
    PaperForm.objects.filter(pk__in=old).update(is_current=False)
    PaperForm.objects.bulk_create(
        PaperForm(kind=kind, since=since, body=body, is_current=True, made_at=clock.now())
        for (kind, since), body in wanted.items()
        if (kind, since) not in standing or standing[kind, since].body != body
    )


def _forms_of(world: PackWorld) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    for heading, shape in papers_of(world):
        layouts = {layout.id: layout.model_dump(exclude={"id"}) for layout in shape.layouts}
        for dated in shape.forms:
            yield (
                (shape.id, dated.since),
                {
                    "name": dict(shape.name),
                    "heading": heading.model_dump(),
                    "form": layouts[dated.value.layout],
                    "cited": f"Mẫu số {dated.value.number}, {dated.source}",
                    "mark": dated.mark,
                },
            )
