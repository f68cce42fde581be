"""Pictures, served by name to those who may see them."""

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext_noop

from cuudinh.engines.cases import queries as cases
from cuudinh.journal import files, pictures
from cuudinh.kernel.refusal import NotThere
from cuudinh.web.calls import Call
from cuudinh.web.routes import EVERYONE, route

THUMB = "-nho"


@route("tep/<str:name>.jpg", name="portal:picture", who=EVERYONE, is_shared=True)
def picture(request: Call, name: str) -> HttpResponse:
    """Serve a picture; a public one may be kept if it is asked for again each time, any other is never kept.

    The centre may hide more of a public picture under the same name, or withdraw it, and means everybody.
    """
    found = cases.picture_file(request.actor, name.removesuffix(THUMB), request.GET.get("ve", ""))
    drawn = pictures.picture(found.picture_id)
    sha = drawn.thumb_sha if name.endswith(THUMB) else drawn.sha
    if not sha:
        raise NotThere(gettext_noop("Ảnh đang được xử lý, vui lòng xem lại sau ít phút."))
    answer = _answer(request, sha)
    answer["Content-Disposition"] = f'inline; filename="{name}.jpg"'
    answer["Cache-Control"] = "public, no-cache" if found.is_public else "private, no-store"
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
