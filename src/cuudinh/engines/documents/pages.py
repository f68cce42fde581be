"""Pages of documents: is this paper genuine, asked by its code or by its file; and the file of one's own paper."""

from typing import Any, Final, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.documents import queries, rules
from cuudinh.engines.documents.types import PaperCheck, PaperNotThere
from cuudinh.web.answers import page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import EVERYONE, SIGNED_IN, route, url
from cuudinh.web.wording import sentence_of

_FILE: Final = "tep"


@route("kiem-tra", name="documents:check", who=EVERYONE, methods=("GET", "POST"), limit="track")
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file; a code leads on to its own address, a file is compared byte for byte."""
    if request.method == "POST":
        return _of_file(request)
    typed = request.GET.get("ma", "").strip()
    # Only what can be a code has an address: a stroke in what was typed would lead nowhere.
    if code := rules.normal_code(typed):
        return redirect(request, url("documents:check_code", code=rules.code_text(code)))
    return _not_there(request, typed, PaperNotThere()) if typed else _answer(request)


def _of_file(request: HttpRequest) -> HttpResponse:
    sent = request.FILES.get(_FILE)
    if not isinstance(sent, UploadedFile):
        return _answer(request, faults={_FILE: _("Hãy chọn tệp PDF của giấy tờ.")}, status=422)
    try:
        found = queries.check_by_file(sent.read(), _call(request).language)
    except PaperNotThere:
        return _answer(request, is_other_file=True)
    return _answer(request, found=found, is_same_file=True)


@route("kiem-tra/<str:code>", name="documents:check_code", who=EVERYONE, limit="track")
def check_code(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether the paper of a code is genuine: its kind, office, day and digest, and nothing of a person."""
    try:
        found = queries.check_by_code(code, _call(request).language)
    except PaperNotThere as refusal:
        return _not_there(request, code, refusal)
    return _answer(request, found=found)


def _not_there(request: HttpRequest, code: str, refusal: PaperNotThere) -> HttpResponse:
    return _answer(request, code=code, faults={"ma": sentence_of(refusal)}, status=refusal.status)


def _answer(
    request: HttpRequest,
    *,
    code: str = "",
    found: PaperCheck | None = None,
    faults: dict[str, str] | None = None,
    is_same_file: bool = False,
    is_other_file: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "code": code,
        "found": found,
        "faults": faults or {},
        "is_same_file": is_same_file,
        "is_other_file": is_other_file,
    }
    answer = page(request, "documents/check.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@route("giay-to/<str:code>.pdf", name="documents:paper", who=SIGNED_IN)
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Serve the file of a paper to whose it is and to the office that issued it; each read is a line of the log."""
    found = queries.paper_file(_call(request).actor, code)
    answer = HttpResponse(found.content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _call(request: HttpRequest) -> Call:
    return cast(Call, request)
