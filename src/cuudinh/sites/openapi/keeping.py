"""How long an answer to a program may be kept, and how it is asked again without being sent again.

What everybody may read is kept for half a minute by whoever lies between, which is the freshness a list of
reports needs and takes a crowd off the server; after that an ETag asks whether anything is new.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

PUBLIC_SECONDS: Final = 30


def kept(request: HttpRequest, answer: HttpResponse, *, is_public: bool) -> HttpResponseBase:
    """Give an answer to a GET with its ETag, or 304 to whoever has it already.

    It is public only when no key came with the request. Any page of any site may read what is public: no
    cookie is looked at on these routes, so nothing is given away to it.
    """
    shared = is_public and "Authorization" not in request.headers
    set_response_etag(answer)
    answer["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}" if shared else "private, no-cache"
    # The cookie only tells the language of the texts, as the header does.
    patch_vary_headers(answer, ["Authorization", "Cookie", "Accept-Language"])
    found: HttpResponseBase = (
        get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
    )
    if shared:
        found.headers["Access-Control-Allow-Origin"] = "*"
    return found
