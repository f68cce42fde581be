"""What the acts of the whole installation are called in the log."""

from django.utils.translation import gettext_noop

from cuudinh.journal.acts import name_acts

name_acts(
    {
        "pack.apply": gettext_noop("Áp dụng gói tỉnh"),
    }
)
