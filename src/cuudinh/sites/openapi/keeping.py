"""Who may keep an answer to a program, and how it is asked again without being sent again.

What everybody may read may be kept by whoever lies between, who asks by its ETag each time whether anything is new:
what was withdrawn is withdrawn for all. The server itself gives such an answer again for a second.
"""

from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cuudinh.web.sharing import unless_known


def kept(request: HttpRequest, answer: HttpResponse, *, is_public: bool) -> HttpResponseBase:
    """Give an answer to a GET with its ETag, or 304 to whoever has it already.

    It is public only when no key came with the request. Any page of any site may read what is public: no
    cookie is looked at on these routes, so nothing is given away to it.
    """
    shared = is_public and "HTTP_AUTHORIZATION" not in request.META
    answer["ETag"] = f'"{blake2b(answer.content, digest_size=16).hexdigest()}"'
    answer["Cache-Control"] = "public, no-cache" if shared else "private, no-cache"
    # The cookie only tells the language of the texts, as the header does.
    answer["Vary"] = "Authorization, Cookie, Accept-Language"
    found = unless_known(request, answer)
    if shared:
        found.headers["Access-Control-Allow-Origin"] = "*"
    return found
