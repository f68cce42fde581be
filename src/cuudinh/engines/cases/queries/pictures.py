"""Pictures of a case: which the reader may see, and under which name they are served."""

from collections.abc import Iterable
from dataclasses import dataclass

from cuudinh.engines.cases.models import Attachment, Case
from cuudinh.engines.cases.queries.permitting import facts_of
from cuudinh.engines.cases.types import PictureView
from cuudinh.engines.identity import queries as identity
from cuudinh.journal import pictures as journal_pictures
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotThere


@dataclass(frozen=True, slots=True)
class PictureFile:
    """What serves a picture: the number of the stored picture, and whether strangers may keep it."""

    picture_id: int
    is_public: bool


def pictures_of(
    case: Case, *, public_only: bool = False, sees_original: bool = False
) -> tuple[PictureView, ...]:
    """Give the pictures of a case in order; `sees_original` shows them without hidden areas (the centre)."""
    found = Attachment.objects.filter(case=case).order_by("purpose", "position", "id")
    if public_only:
        found = found.filter(is_public=True)
    kept = list(found)
    sizes = journal_pictures.sizes(_shown_id(one, sees_original) for one in kept)
    return tuple(_view(one, sizes.get(_shown_id(one, sees_original)), sees_original) for one in kept)


def _shown_id(one: Attachment, sees_original: bool) -> int:
    return one.picture_id if sees_original or one.shown_picture_id is None else one.shown_picture_id


def _view(one: Attachment, size: tuple[int, int] | None, sees_original: bool) -> PictureView:
    suffix = "-goc" if sees_original and one.shown_picture_id is not None else ""
    return PictureView(
        id=one.id,
        purpose=one.purpose,
        address=f"{one.name}{suffix}.jpg",
        thumb=f"{one.name}{suffix}-nho.jpg",
        is_ready=size is not None,
        is_public=one.is_public,
        areas=tuple(tuple(area) for area in one.areas),
        width=size[0] if size else None,
        height=size[1] if size else None,
    )


def picture_file(actor: Actor, name: str) -> PictureFile:
    """Give the stored picture behind a name under /tep/ (without ending), if the actor may see it.

    A picture that was cleared for the public is public as long as its case is. `-goc` asks for the picture
    before areas were hidden: the centre only. Raises `NotThere`.
    """
    wants_original = name.endswith("-goc")
    one = Attachment.objects.select_related("case").filter(name=name.removesuffix("-goc")).first()
    if one is None:
        raise NotThere
    if one.is_public and one.case.is_public and not wants_original:
        return PictureFile(_shown_id(one, False), is_public=True)
    if not _may_see(actor, one.case, wants_original):
        raise NotThere
    return PictureFile(_shown_id(one, wants_original), is_public=False)


def _may_see(actor: Actor, case: Case, wants_original: bool) -> bool:
    facts = facts_of(actor, case)
    acts: Iterable[str] = ("case.read_original",) if wants_original else ("case.read_office", "case.read_own")
    return any(identity.can(actor, act, facts).allowed for act in acts)
