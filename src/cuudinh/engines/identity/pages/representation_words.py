"""The words of pages about acting for another: where it stands, and why it ended."""

from django.utils.translation import gettext as _

from cuudinh.engines.identity.pages.request_words import StateChip
from cuudinh.engines.identity.types.representing import RepresentationView


def state_chip(one: RepresentationView) -> StateChip:
    """Give where a representation stands, in words and as a tone."""
    words = {
        "asked": StateChip(_("Chờ xác nhận"), "soon"),
        "confirmed": StateChip(_("Đang đại diện"), "good"),
        "refused": StateChip(_("Không xác nhận"), "late"),
        "withdrawn": StateChip(_("Đã rút"), "note"),
        "ended": StateChip(_("Đã chấm dứt"), "note"),
        "over": StateChip(_("Đã hết hạn"), "note"),
    }
    return words[one.state]


def end_words(one: RepresentationView) -> str:
    """Give why a representation ended; empty while it has not."""
    words = {
        "representative": _("người đại diện chấm dứt"),
        "subject": _("người được đại diện chấm dứt"),
        "desk": _("cơ quan chấm dứt"),
        "majority": _("người được đại diện đã đủ tuổi thành niên"),
        "term": _("hết thời hạn"),
        "erased": _("dữ liệu đã được xóa theo yêu cầu"),
    }
    return words.get(one.end_why, "")
