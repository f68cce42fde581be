"""What the acts of places are called in the log."""

from django.utils.translation import gettext_noop

from cuudinh.journal.acts import name_acts

name_acts(
    {
        "places.import_boundaries": gettext_noop("Nạp ranh giới đơn vị hành chính"),
    }
)
