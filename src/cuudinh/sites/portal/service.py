"""The province's field-report service, which most pages of the portal speak about."""

import re
from typing import Final

from django.utils.translation import gettext_noop

from cuudinh.engines.cases import queries as cases
from cuudinh.kernel.refusal import NotThere

# However a pack numbers its cases: letters and digits in groups, of which some are a day and a sequence.
_NUMBER: Final = re.compile(r"(?=.*\d{4})[0-9A-Z.]{1,24}(-[0-9A-Z.]{1,12}){2,4}", re.I)


def is_case_number(text: str) -> bool:
    """Whether words look like the number of a case.

    >>> is_case_number("pa-20260718-00042"), is_case_number("H57.15-260718-0042"), is_case_number("covid-19")
    (True, True, False)
    """
    return _NUMBER.fullmatch(text.strip()) is not None


def main_service(language: str) -> cases.ServiceView | None:
    """Give the province's field-report service: None before a pack brings one."""
    return cases.field_report(language)


def open_service(language: str) -> cases.ServiceView:
    """Give the field-report service. Raises `NotThere` when no pack in force has one."""
    service = main_service(language)
    if service is None:
        raise NotThere(gettext_noop("Chưa có dịch vụ phản ánh nào được mở."))
    return service
