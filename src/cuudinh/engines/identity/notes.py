"""Words about one person, kept under their own key and read by those whom an act lets read them."""

from typing import Final

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.models import Person, SealedNote
from cuudinh.kernel import clock

ASKED: Final = "asked"
WANTED: Final = "wanted"
ANSWERED: Final = "answered"
OLD_NAME: Final = "old-name"


def keep(person: Person, kind: str, ref: str, text: str) -> None:
    """Keep words about a person; nothing is kept of none. Raises `PersonErased`."""
    if not text:
        return
    key = fields.newest_key()
    sealed = fields.seal(key, fields.owner_of(person), place_of(kind, ref), text)
    SealedNote.objects.create(person=person, kind=kind, ref=ref, sealed=sealed, key=key, at=clock.now())


def read(person: Person, kind: str, ref: str) -> str:
    """Give the last words of a kind that were kept under a reference; empty when there are none."""
    last = SealedNote.objects.filter(person=person, kind=kind, ref=ref).order_by("-pk").first()
    if last is None:
        return ""
    return fields.unseal(last.key, fields.owner_of(person), place_of(kind, ref), last.sealed)


def place_of(kind: str, ref: str) -> str:
    """Give the place to which words are bound; moved to another one they do not open."""
    return f"note:{kind}:{ref}"
