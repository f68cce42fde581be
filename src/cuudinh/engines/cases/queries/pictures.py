"""Pictures of a case: which the reader may see, and under which name they are served."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import Attachment, Case
from cuudinh.engines.cases.queries.looked import note_reading
from cuudinh.engines.cases.queries.permitting import facts_of
from cuudinh.engines.cases.queries.whole import Attached, attached_to
from cuudinh.engines.cases.sealed import is_picture_pass, picture_pass
from cuudinh.engines.cases.types import PictureView
from cuudinh.engines.identity import queries as identity
from cuudinh.journal import pictures as journal_pictures
from cuudinh.journal.prepared import Prepared
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotThere

OF_THE_WORK: Final = ("after", "task", "result")
SHOWN_BY: Final = "ve"


_PUBLIC: Final = Prepared(
    "cases.public-picture",
    lambda name: Attachment.objects.filter(name=name, is_public=True, case__is_public=True).values_list(
        "picture_id", "shown_picture_id"
    ),
    takes={"name": str},
    sample={"name": "0123456789"},
)


@dataclass(frozen=True, slots=True)
class PictureFile:
    """What serves a picture: the number of the stored picture, and whether strangers may keep it."""

    picture_id: int
    is_public: bool


def pictures_of(case: Case, *, sees_original: bool = False) -> tuple[PictureView, ...]:
    """Give every picture of a case in order; `sees_original` shows them without hidden areas (the centre)."""
    return _views(attached_to(case.pk), sees_original)


def pictures_outside(case: Case, *, public_only: bool, has_pass: bool = False) -> tuple[PictureView, ...]:
    """Give the pictures that people outside may see: those of the work only once its result is out.

    `has_pass` makes addresses that work for a while without an account, for who has shown the tracking code.
    """
    has_result = _has_result(case)
    found = [
        one
        for one in attached_to(case.pk)
        if (one.is_public or not public_only) and (has_result or one.purpose not in OF_THE_WORK)
    ]
    views = _views(found, sees_original=False)
    return tuple(_passed(view) for view in views) if has_pass else views


def _has_result(case: Case) -> bool:
    """Whether what the office answered and showed is out; before, the centre has not looked at it yet."""
    return case.state in definitions.service(case.service_id, case.version).result_states


def _views(found: Sequence[Attached], sees_original: bool) -> tuple[PictureView, ...]:
    if not found:
        return ()
    stored = journal_pictures.pictures([_shown_id(one, sees_original) for one in found])
    return tuple(_view(one, stored.get(_shown_id(one, sees_original)), sees_original) for one in found)


def _passed(view: PictureView) -> PictureView:
    shown = picture_pass(view.address.rpartition(".")[0], clock.now())
    return replace(
        view, address=f"{view.address}?{SHOWN_BY}={shown}", thumb=f"{view.thumb}?{SHOWN_BY}={shown}"
    )


def _shown_id(one: Attachment | Attached, sees_original: bool) -> int:
    return one.picture_id if sees_original or one.shown_picture_id is None else one.shown_picture_id


def _view(one: Attached, stored: journal_pictures.Picture | None, sees_original: bool) -> PictureView:
    if stored is not None and stored.is_pdf:
        address, is_ready = f"{one.name}.pdf", stored.state == "ready"
        return PictureView(
            one.id, one.purpose, address, "", is_ready, is_public=one.is_public, pages=stored.pages
        )
    is_ready = stored is not None and stored.state == "ready"
    suffix = "-goc" if sees_original and one.shown_picture_id is not None else ""
    return PictureView(
        id=one.id,
        purpose=one.purpose,
        address=f"{one.name}{suffix}.jpg",
        thumb=f"{one.name}{suffix}-nho.jpg",
        is_ready=is_ready,
        is_public=one.is_public,
        areas=tuple((x, y, width, height) for x, y, width, height in one.areas),
        width=stored.width if stored is not None and is_ready else None,
        height=stored.height if stored is not None and is_ready else None,
    )


def picture_file(actor: Actor, name: str, shown: str = "") -> PictureFile:
    """Give the stored picture behind a name under /tep/ (without ending), if the actor may see it.

    A picture that was cleared for the public is public as long as its case is. `-goc` asks for the picture
    before areas were hidden: the centre only. `shown` is the pass that comes with the address on a page opened
    by a tracking code. Raises `NotThere`.
    """
    wants_original = name.endswith("-goc")
    found = _PUBLIC.run(name=name)
    if found:
        ((picture_id, shown_picture_id),) = found
        return PictureFile(picture_id if shown_picture_id is None else shown_picture_id, is_public=True)
    one = Attachment.objects.select_related("case").filter(name=name.removesuffix("-goc")).first()
    if one is None or not _may_see(actor, one, wants_original, shown):
        raise NotThere
    return PictureFile(_shown_id(one, wants_original), is_public=False)


def _may_see(actor: Actor, one: Attachment, wants_original: bool, shown: str) -> bool:
    facts = facts_of(actor, one.case)
    if wants_original:
        decision = identity.can(actor, "case.read_original", facts)
        if decision.allowed:
            note_reading(actor, one.case, "picture", decision)
        return decision.allowed
    if identity.can(actor, "case.read_office", facts).allowed:
        return True
    is_own = (
        is_picture_pass(one.name, shown, clock.now()) or identity.can(actor, "case.read_own", facts).allowed
    )
    return is_own and (one.purpose not in OF_THE_WORK or _has_result(one.case))
