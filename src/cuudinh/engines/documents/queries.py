"""Reads of documents: papers of a dossier, the file of one, and what anybody may know of one by its code."""

import hashlib
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.utils.module_loading import import_string

from cuudinh.engines.documents import fonts, rules, sealed
from cuudinh.engines.documents.models import IssuedPaper, PaperForm
from cuudinh.engines.documents.ports import Signer
from cuudinh.engines.documents.types import (
    NoForm,
    PaperCheck,
    PaperFile,
    PaperNotReady,
    PaperNotThere,
    PaperState,
    PaperView,
    Result,
    Signature,
)
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.journal import audit, files
from cuudinh.journal.prepared import Prepared
from cuudinh.journal.transactions import within_act
from cuudinh.kernel.actor import Actor, Warrant

READ: Final = "paper.read"
FILE: Final = "file"
LOOK: Final = "paper"
_PAPERS_MOST: Final = 200
_FORM_COLUMNS: Final = tuple(field.attname for field in PaperForm._meta.concrete_fields)
# There are as many forms as kinds of papers, and some of each from before.
_FORMS: Final = Prepared(
    "documents.form-on",
    lambda kind, day: (
        PaperForm.objects.filter(kind=kind, is_current=True, since__lte=day)
        .order_by("-since")
        .values_list(*_FORM_COLUMNS)[:1]
    ),
    takes={"kind": str, "day": date},
    sample={"kind": "receipt", "day": date(2026, 11, 28)},
    may_scan=("documents_paperform",),
    may_sort=True,
)
_KINDS: Final = Prepared(
    "documents.kinds-given",
    lambda kind, ref: IssuedPaper.objects.filter(
        about_kind=kind, about_ref=ref, version=1, issued_by__isnull=True
    ).values_list("form__kind"),
    takes={"kind": str, "ref": str},
    sample={"kind": "case", "ref": "000.00.15.H57-260715-0001"},
)


def form_on(kind: str, day: date) -> PaperForm:
    """Give the form of a kind of paper that is in force on a day. Raises `NoForm`."""
    found = _FORMS.run(kind=kind, day=day)
    if not found:
        raise NoForm(kind=kind)
    return PaperForm.from_db(DEFAULT_DB_ALIAS, _FORM_COLUMNS, found[0])


def facts_of(
    actor: Actor, office_id: int, account_id: int | None, desk_office_id: int | None = None
) -> Facts:
    """Give what the policy must know of a paper: who issued it, whose desk has it, whether it is the actor's own."""
    is_own = account_id is not None and account_id == actor.account_id
    return Facts(owner_office_id=office_id, is_reporter=is_own, receiving_office_id=desk_office_id)


def by_code(typed: str, about: tuple[str, str] | None = None) -> IssuedPaper:
    """Give the row of a paper by its code, however it was typed; of one dossier if asked. Raises `PaperNotThere`."""
    found = IssuedPaper.objects.select_related("form").filter(code=rules.normal_code(typed) or "-")
    if about is not None:
        found = found.filter(about_kind=about[0], about_ref=about[1])
    row = found.first()
    if row is None:
        raise PaperNotThere
    return row


def font_faults() -> str:
    """Give what keeps papers from being printed: files of the font that are not there, or letters; empty if nothing."""
    return "; ".join(fonts.missing_in(settings.CUUDINH_FONTS))


def papers_about(actor: Actor, about: tuple[str, str]) -> tuple[PaperView, ...]:
    """Give the papers of a dossier that the actor may read, the first issued first, without what they say."""
    rows = IssuedPaper.objects.select_related("form").filter(about_kind=about[0], about_ref=about[1])
    return tuple(
        view_of(row, actor.language)
        for row in rows.order_by("pk")[:_PAPERS_MOST]
        if identity.can(
            actor, READ, facts_of(actor, row.office_id, row.account_id, row.desk_office_id)
        ).allowed
    )


def papers_of_thing(about: tuple[str, str], language: str = "vi") -> tuple[PaperView, ...]:
    """Give the papers about one thing, for the engine that knows the thing and who may know of its papers."""
    rows = IssuedPaper.objects.select_related("form").filter(about_kind=about[0], about_ref=about[1])
    return tuple(view_of(row, language) for row in rows.order_by("pk")[:_PAPERS_MOST])


def results_of(account_id: int, language: str = "vi") -> tuple[PaperView, ...]:
    """Give the results that were given to an account and are made and in force, the newest first.

    For the engine that knows whose account it is and shows them to nobody else.
    """
    rows = IssuedPaper.objects.select_related("form").filter(
        account_id=account_id, form__kind=Result.kind, made_at__isnull=False, replaced_by__isnull=True
    )
    return tuple(view_of(row, language) for row in rows.order_by("-pk")[:_PAPERS_MOST])


def kinds_given(about: tuple[str, str]) -> list[str]:
    """Give the kind of each paper that acts gave out about one thing; corrections and what was printed by hand not."""
    return [kind for (kind,) in _KINDS.run(kind=about[0], ref=about[1])]


@within_act()
def paper_file(actor: Actor, code: str) -> PaperFile:
    """Give the file of a paper; the read is a line of the log, and a look that the person sees if it is another's.

    Raises `PaperNotThere` also where the actor may not read it, and `PaperNotReady`.
    """
    row = by_code(code)
    decision = identity.can(actor, READ, facts_of(actor, row.office_id, row.account_id, row.desk_office_id))
    if not decision.allowed:
        raise PaperNotThere
    if row.made_at is None:
        raise PaperNotReady
    _note_reading(actor, row, Warrant.of(decision.rule_id, decision.behalf))
    return PaperFile(_content_of(row), f"{row.form.kind}-{row.about_ref}-{row.version}.pdf", row.pdf_sha)


def _content_of(row: IssuedPaper) -> bytes:
    return sealed.unseal(row.code, FILE, files.read(row.file_sha))


def _note_reading(actor: Actor, row: IssuedPaper, rule: Warrant) -> None:
    if row.account_id is None or row.account_id == actor.account_id:
        audit.record(actor, READ, ("paper", row.pk), rule=rule)
        return
    identity_commands.note_look(
        actor, whose=row.account_id, what=LOOK, about=("paper", str(row.pk)), rule=rule, act=READ
    )


def check_by_code(typed: str, language: str = "vi") -> PaperCheck:
    """Give what anybody may know of a paper whose code they have. Raises `PaperNotThere`."""
    return _check_of(by_code(typed), language)


def check_by_file(content: bytes, language: str = "vi") -> PaperCheck:
    """Give what anybody may know of the paper that a file is, byte for byte. Raises `PaperNotThere`."""
    digest = hashlib.sha256(content).hexdigest()
    row = IssuedPaper.objects.select_related("form").filter(pdf_sha=digest).first()
    if row is None:
        raise PaperNotThere
    return _check_of(row, language)


def _check_of(row: IssuedPaper, language: str) -> PaperCheck:
    return PaperCheck(
        code=rules.code_text(row.code),
        name=_name_of(row.form, language),
        form=row.form.body["cited"],
        office=identity.office_name(row.office_id, language),
        day=row.issued_at.astimezone(ZoneInfo(identity.time_zone())).date(),
        state=_state_of(row),
        version=row.version,
        pdf_sha=row.pdf_sha,
        signature=row.signature["label"] if row.signature else "",
        is_signature_good=_is_signed_well(row),
    )


def _is_signed_well(row: IssuedPaper) -> bool:
    """Whether the signature fits the file as we keep it, and the file the digest that is told."""
    if row.made_at is None or row.signature is None:
        return False
    try:
        content = _content_of(row)
    except (files.FileNotThere, InvalidTag):
        return False
    signer: Signer = import_string(settings.CUUDINH_SIGNER)()
    is_same = hashlib.sha256(content).hexdigest() == row.pdf_sha
    return is_same and signer.is_good(content, Signature(**row.signature))


def view_of(row: IssuedPaper, language: str) -> PaperView:
    """Give a paper as it leaves the engine."""
    return PaperView(
        code=row.code,
        kind=row.form.kind,
        name=_name_of(row.form, language),
        form=row.form.body["cited"],
        number=row.number,
        version=row.version,
        is_by_hand=row.issued_by is not None,
        about=(row.about_kind, row.about_ref),
        office_id=row.office_id,
        issued_at=row.issued_at,
        state=_state_of(row),
        data_sha=row.data_sha,
        pdf_sha=row.pdf_sha,
    )


def _state_of(row: IssuedPaper) -> PaperState:
    if row.made_at is None:
        return "waiting"
    return "replaced" if IssuedPaper.objects.filter(replaces=row).exists() else "ready"


def _name_of(form: PaperForm, language: str) -> str:
    names: dict[str, Any] = form.body["name"]
    return str(names.get(language) or next(iter(names.values())))
