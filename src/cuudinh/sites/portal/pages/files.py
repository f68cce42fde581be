"""Pictures and papers, served by name to those who may see them."""

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext_noop

from cuudinh.engines.cases import queries as cases
from cuudinh.journal import files, pictures, sent_papers
from cuudinh.kernel.refusal import NotThere
from cuudinh.web.answers import NOT_KEPT
from cuudinh.web.calls import Call
from cuudinh.web.routes import EVERYONE, route

THUMB = "-nho"
# Readers of PDF built into browsers do not start in a sandbox; what is served was written anew and only draws.
_ONLY_READ = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@route("tep/<str:name>.jpg", name="portal:picture", who=EVERYONE, is_shared=True)
def picture(request: Call, name: str) -> HttpResponse:
    """Serve a picture; a public one may be kept if it is asked for again each time, any other is never kept.

    The centre may hide more of a public picture under the same name, or withdraw it, and means everybody.
    """
    found = cases.picture_file(request.actor, name.removesuffix(THUMB), request.GET.get("ve", ""))
    drawn = pictures.picture(found.picture_id)
    if drawn.is_pdf:
        raise NotThere
    sha = drawn.thumb_sha if name.endswith(THUMB) else drawn.sha
    if not sha:
        raise NotThere(gettext_noop("Ảnh đang được xử lý, vui lòng xem lại sau ít phút."))
    answer = _answer(request, sha)
    answer["Content-Disposition"] = f'inline; filename="{name}.jpg"'
    answer["Cache-Control"] = "public, no-cache" if found.is_public else "private, no-store"
    return answer


@route("tep/<str:name>.pdf", name="portal:sent_paper", who=EVERYONE)
def sent_paper(request: Call, name: str) -> HttpResponse:
    """Serve a paper that was sent as PDF, to be read or with `tai` to be kept; no cache keeps it."""
    found = cases.picture_file(request.actor, name, request.GET.get("ve", ""))
    paper = pictures.picture(found.picture_id)
    if not paper.is_pdf:
        raise NotThere
    if paper.state == "refused":
        raise NotThere(gettext_noop("Tệp PDF này không đọc được. Vui lòng đề nghị gửi lại."))
    if paper.state != "ready":
        raise NotThere(gettext_noop("Tệp đang được xử lý, vui lòng xem lại sau ít phút."))
    answer = HttpResponse(sent_papers.content_of(paper), content_type="application/pdf")
    way = "attachment" if request.GET.get("tai") else "inline"
    answer["Content-Disposition"] = f'{way}; filename="{name}.pdf"'
    answer["Cache-Control"] = NOT_KEPT
    answer["Content-Security-Policy"] = _ONLY_READ
    return answer


def _answer(request: Call, sha: str) -> HttpResponse:
    quoted = f'"{sha}"'
    if quoted in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": quoted})
    with files.open(sha) as stored:
        answer = HttpResponse(stored.read(), content_type="image/jpeg")
    answer["ETag"] = quoted
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
