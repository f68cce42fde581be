"""Finding somebody by a number that stands on a paper: the number is read here and never shown or kept."""

from cuudinh.engines.identity import fields, snapshot
from cuudinh.engines.identity.models import Person, PersonIdentifier
from cuudinh.engines.identity.naming import number_normal
from cuudinh.packs.forms.contacts import phone_normal


def person_by_number(text: str) -> Person | None:
    """Give the person whose proved citizen number or whose phone number this is; None when there is none.

    Where two records of one person became one, it is the one they became.
    """
    for kind, normal in (
        ("cccd", number_normal(text)),
        ("phone", phone_normal(text, snapshot.current().country)),
    ):
        if normal is not None:
            index = fields.blind_index(kind, normal)
            found = PersonIdentifier.objects.filter(kind=kind, blind_index=index)
            row = found.select_related("person__merged_into").first()
            if row is not None:
                return row.person.merged_into or row.person
    return None
