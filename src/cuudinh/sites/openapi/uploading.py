"""Pictures that a program sends: each is taken in alone and named by a ticket, which an act then refers to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from django.core import signing

from cuudinh.journal import pictures
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Incomplete
from cuudinh.web.calls import Call

FILE: Final = "file"
# Within the day after which a picture that nothing names is deleted.
TICKET_SECONDS: Final = 12 * 3600
_SALT: Final = "openapi.picture"


@dataclass(frozen=True, slots=True)
class UploadedPicture:
    """A ticket for `pictures` of a case or an act, for the one who sent the picture; it ends after some hours."""

    ticket: str
    seconds_most: int


def take_in(call: Call) -> UploadedPicture:
    """Put the picture of the form's one file into quarantine and give its ticket. Refuses what is no picture."""
    found = call.FILES.get(FILE)
    if found is None:
        raise Incomplete(faults={FILE: "Thiếu tệp ảnh."})
    taken = pictures.accept_picture(cast(BinaryIO, found), found.content_type or "")
    return UploadedPicture(signing.dumps([taken.id, call.actor.account_id], salt=_SALT), TICKET_SECONDS)


def pictures_of(actor: Actor, tickets: Sequence[str]) -> tuple[int, ...]:
    """Give the pictures that tickets name. Refuses one that is forged, too old or another's."""
    return tuple(_picture_of(actor, ticket) for ticket in tickets)


def _picture_of(actor: Actor, ticket: str) -> int:
    try:
        picture_id, owner_id = signing.loads(ticket, salt=_SALT, max_age=TICKET_SECONDS)
    except signing.BadSignature:
        owner_id = None
    if owner_id is None or owner_id != actor.account_id:
        raise Incomplete(faults={"pictures": "Có ảnh không còn dùng được. Vui lòng gửi lại ảnh rồi thử lại."})
    return int(picture_id)
