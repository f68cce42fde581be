"""The words of pages for requests about personal data: where one stands, and which data a purpose uses."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cuudinh.engines.identity.types import RequestView


@dataclass(frozen=True, slots=True)
class StateChip:
    """Where a request stands, in words and as a tone: note, good, soon or late."""

    label: str
    tone: str


def state_chip(request: RequestView) -> StateChip:
    """Give where a request stands."""
    if request.is_late:
        return StateChip(_("Quá hạn"), "late")
    if request.is_in_force:
        is_restricted = request.right.does == "restrict"
        return StateChip(
            _("Đang hạn chế xử lý") if is_restricted else _("Đã chấp nhận, đang dừng xem"), "good"
        )
    words = {
        "received": StateChip(_("Chờ kiểm tra danh tính"), "soon"),
        "checked": StateChip(_("Đã nhận, chờ trả lời"), "note"),
        "accepted": StateChip(_("Đã trả lời, đang thực hiện"), "note"),
        "done": StateChip(_("Đã thực hiện"), "good"),
        "refused": StateChip(_("Từ chối"), "late"),
        "withdrawn": StateChip(_("Đã rút"), "note"),
    }
    return words[request.state]


def use_words(uses: Iterable[str]) -> str:
    """Give the data a purpose uses, in one line."""
    words = {
        "cases": _("việc bạn đã gửi"),
        "contact": _("họ tên, số điện thoại"),
        "place": _("nơi xảy ra sự việc"),
    }
    return ", ".join(words[use] for use in uses)
