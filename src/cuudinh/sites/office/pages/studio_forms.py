"""The forms of a draft: words, questions, reasons and steps field by field, dated rows, files line by line."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.cases.commands import studio as commands
from cuudinh.engines.cases.commands import studio_forms
from cuudinh.engines.cases.queries import studio as queries
from cuudinh.engines.cases.queries import studio_forms as forms
from cuudinh.engines.cases.types.studio import DraftFaulty, StudioDraft
from cuudinh.kernel.refusal import Incomplete, NotThere, Refusal
from cuudinh.packs.faults import Fault
from cuudinh.sites.office.pages.studio import DESIGNERS, draft_context
from cuudinh.web.answers import faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, url
from cuudinh.web.wording import sentence_of

_BOTH: Final = ("GET", "POST")
ROWS: Final = ("deadlines", "owners", "fees")
FAULTS_SHOWN: Final = 40


@route(
    "lam-viec/dich-vu/ban-thao/<int:draft_id>/sua/<str:section>",
    name="office:studio_edit",
    who=DESIGNERS,
    methods=_BOTH,
    limit="act",
)
def edit(request: Call, draft_id: int, section: str) -> HttpResponse:
    """Show one form of a draft, and keep what was changed on it."""
    if section not in {*forms.SECTIONS, *ROWS, "yaml"}:
        raise NotThere
    if request.method != "POST":
        return _form(request, draft_id, section)
    try:
        _save(request, draft_id, section)
    except Incomplete as no:
        return _form(request, draft_id, section, no)
    where = url("office:studio_edit", draft_id=draft_id, section=section)
    return redirect(request, where, toast=_("Đã lưu bản thảo."))


def _save(request: Call, draft_id: int, section: str) -> None:
    given = {name: str(value) for name, value in request.POST.items()}
    actor = request.actor
    if section == "yaml":
        text = given.get("text", "").replace("\r\n", "\n")
        texts = {given.get("path", ""): text if text.endswith("\n") else f"{text}\n"}
        commands.save_draft_texts(actor, draft_id=draft_id, texts=texts, may_be_faulty=True)
    elif section in ROWS:
        studio_forms.change_rows(actor, draft_id=draft_id, section=section, given=given)
    elif "do" in given:
        studio_forms.change_list(actor, draft_id=draft_id, section=section, given=given)
    else:
        studio_forms.change_fields(actor, draft_id=draft_id, section=section, given=given)


def _form(request: Call, draft_id: int, section: str, no: Refusal | None = None) -> HttpResponse:
    found = queries.studio_draft(request.actor, draft_id)
    sent = request.POST if no else {"path": request.GET.get("tep", "")} if section == "yaml" else {}
    given = {name: str(value) for name, value in sent.items()}
    wrong = no.found if isinstance(no, DraftFaulty) else ()
    context = {
        **draft_context(request, found),
        "section": section,
        "no": sentence_of(no) if no else "",
        "wrong": wrong[:FAULTS_SHOWN],
        "faults": faults_of(no) if isinstance(no, Incomplete) else {},
        "given": given,
        **_of_section(found, section, given, wrong, request.actor.language),
    }
    template = (
        f"office/studio/{'rows' if section in ROWS else section if section == 'yaml' else 'fields'}.html"
    )
    return page(request, template, context, status=no.status if no else 200)


def _of_section(
    found: StudioDraft,
    section: str,
    given: Mapping[str, str],
    wrong: Sequence[Fault],
    language: str,
) -> dict[str, Any]:
    if section == "yaml":
        return {"path": given.get("path", "")}
    if section in ROWS:
        lists = forms.row_lists_of(found, section, language)
        return {"lists": lists, "units": forms.UNITS, "levels": forms.LEVELS, "today": forms.today()}
    return {
        "forms": forms.field_groups(found, section, given, wrong),
        "acts": forms.act_names(found),
        "states": forms.state_names(found),
        "verbs": forms.verbs(),
    }
