"""The five levels of risk of a natural disaster, with the colours and words fixed by law."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Risk:
    """One level: its number is always shown inside its colour, since colour alone says nothing."""

    level: int
    label: str | Promise


# Quyết định 18/2021/QĐ-TTg về dự báo, cảnh báo, truyền tin thiên tai và cấp độ rủi ro thiên tai.
RISKS: tuple[Risk, ...] = (
    Risk(1, _("Rủi ro thấp")),
    Risk(2, _("Rủi ro trung bình")),
    Risk(3, _("Rủi ro lớn")),
    Risk(4, _("Rủi ro rất lớn")),
    Risk(5, _("Rủi ro thảm họa")),
)
