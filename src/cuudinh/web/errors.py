"""The pages for what no view answered: no such address, a broken request, a bug, a form without its token."""

import sys

from django.http import HttpRequest, HttpResponse

from cuudinh.kernel.refusal import BadInput, NotThere, NotYours, Refusal
from cuudinh.web import answers
from cuudinh.web.outages import outage_behind


class Broken(Refusal):
    """500: something on our side broke; the log has the request's number."""

    code = "broken"
    status = 500
    sentence = "Hệ thống gặp sự cố ngoài dự tính."


class StaleForm(NotYours):
    """403: the form's token is missing or old, because it was opened long ago or on another site."""

    code = "stale-form"
    sentence = "Biểu mẫu đã mở quá lâu hoặc không được gửi từ trang này."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django itself finds unreadable."""
    return answers.refused(request, BadInput())


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return answers.refused(request, NotThere())


def not_yours(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django itself forbids."""
    return answers.refused(request, NotYours())


def broken(request: HttpRequest) -> HttpResponse:
    """Answer a bug, or what the machine refused. The page is drawn without the database, which may be what broke."""
    return answers.bare_page(request, outage_behind(sys.exc_info()[1]) or Broken())


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid token; `reason` is for developers and is not shown."""
    return answers.refused(request, StaleForm())
