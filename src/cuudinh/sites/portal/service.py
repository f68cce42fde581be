"""The province's field-report service, which most pages of the portal speak about."""

from django.utils.translation import gettext_noop

from cuudinh.engines.cases import queries as cases
from cuudinh.kernel.refusal import NotThere


def main_service(language: str) -> cases.ServiceView | None:
    """Give the province's field-report service: None before a pack brings one."""
    return cases.field_report(language)


def open_service(language: str) -> cases.ServiceView:
    """Give the field-report service. Raises `NotThere` when no pack in force has one."""
    service = main_service(language)
    if service is None:
        raise NotThere(gettext_noop("Chưa có dịch vụ phản ánh nào được mở."))
    return service
