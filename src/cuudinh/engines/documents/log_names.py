"""What the acts of documents are called in the log."""

from django.utils.translation import gettext_noop

from cuudinh.journal.acts import name_acts

name_acts(
    {
        "paper.issue": gettext_noop("Cấp giấy tờ"),
        "paper.read": gettext_noop("Xem giấy tờ đã cấp"),
    }
)
