"""What whoever finds the line of those who sign in full is told: made once for each language, as a page and as JSON."""

from typing import cast

from django.http import HttpRequest
from django.utils import translation

from cuudinh.kernel.refusal import TooOften
from cuudinh.project.lining import WAIT_SECONDS, Answer
from cuudinh.web import answers
from cuudinh.web.calls import Call
from cuudinh.web.headers import add_headers
from cuudinh.web.province import province


def full_line(language: str, is_json: bool) -> Answer:
    """Give the answer 429 with the seconds to wait; no database is asked but for the languages of the province."""
    offered = province().languages
    chosen = language if language in offered else offered[0]
    call = cast(Call, HttpRequest())
    call.path, call.language, call.speaks_json, call.request_id = "/dang-nhap", chosen, is_json, ""
    with translation.override(chosen):
        answer = answers.bare_page(call, TooOften(wait_seconds=WAIT_SECONDS))
    answer["Retry-After"] = str(WAIT_SECONDS)
    answer["Cache-Control"] = answers.NOT_KEPT
    answer.headers.setdefault("Content-Language", chosen)
    add_headers(call, answer)
    return answer.status_code, [(name.lower(), value) for name, value in answer.items()], answer.content
