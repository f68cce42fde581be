"""Who may keep an answer to a program, and how it is asked again without being sent again.

What everybody may read may be kept by whoever lies between, who asks by its ETag each time whether anything is new:
what was withdrawn is withdrawn for all. The server itself gives such an answer again for a second.
"""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag


def kept(request: HttpRequest, answer: HttpResponse, *, is_public: bool) -> HttpResponseBase:
    """Give an answer to a GET with its ETag, or 304 to whoever has it already.

    It is public only when no key came with the request. Any page of any site may read what is public: no
    cookie is looked at on these routes, so nothing is given away to it.
    """
    shared = is_public and "Authorization" not in request.headers
    set_response_etag(answer)
    answer["Cache-Control"] = "public, no-cache" if shared else "private, no-cache"
    # The cookie only tells the language of the texts, as the header does.
    patch_vary_headers(answer, ["Authorization", "Cookie", "Accept-Language"])
    found: HttpResponseBase = (
        get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
    )
    if shared:
        found.headers["Access-Control-Allow-Origin"] = "*"
    return found
