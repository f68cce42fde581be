"""Pictures of a case: adding them, hiding areas, showing or withholding one."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext

from cuudinh.engines.cases.commands.effects import thumb_of
from cuudinh.engines.cases.commands.permitting import doer_of, permit
from cuudinh.engines.cases.commands.writing import write_move
from cuudinh.engines.cases.models import Attachment, Case
from cuudinh.engines.cases.rules.moves import AddPhotos, Effect, Move, side_of
from cuudinh.engines.cases.rules.standing import Scene
from cuudinh.engines.cases.store import Loaded, load
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.cases.types import ActNotPossible
from cuudinh.journal import pictures as stored
from cuudinh.journal.prepared import Prepared
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import BadInput, NotYours

Area = tuple[float, float, float, float]
AREAS_MOST = 40
PHOTOS_MOST = 12
# Who may bring which pictures, and the side that the history shows.
_BRINGS = {
    "before": ("reporter", "dispatcher", "supervisor"),
    "reply": ("reporter", "dispatcher", "supervisor"),
    "after": ("owner.officer", "owner.head"),
    "task": ("cooperating.officer", "cooperating.head"),
}


@acting()
def add_pictures(
    actor: Actor, *, number: str, photos: Sequence[int], purpose: str = "before", tracking_code: str = ""
) -> int:
    """Add pictures to a case that is not done and give its new revision.

    `purpose` is before or reply (the reporter, the centre), after (the lead office) or task (a cooperating
    one). Raises `CaseNotThere`, `NotYours`, `ActNotPossible`, `BadInput`.
    """
    if purpose not in _BRINGS or not 0 < len(photos) <= PHOTOS_MOST:
        raise BadInput("Chỉ gửi được từ 1 đến {most} ảnh.", most=PHOTOS_MOST)
    loaded = load(actor, number, tracking_code)
    rule = permit(actor, "case.act", loaded.facts)
    relations = doer_of(actor, loaded.facts).relations
    relation = next((name for name in _BRINGS[purpose] if name in relations), None)
    if relation is None:
        raise NotYours
    if loaded.case.phase in {"done", "final"}:
        raise ActNotPossible(act=gettext("Thêm ảnh"), why=gettext("Phản ánh đã xử lý xong."))
    scene = scene_of(loaded.service, loaded.moment(), actor.language)
    move = _move(actor, loaded, scene, "add_pictures", relation, {"photos": len(photos)}, AddPhotos(purpose))
    write_move(actor, scene, loaded.case_id, move, rule=rule, photos=photos)
    return move.after.rev


def mark_areas(actor: Actor, *, number: str, picture: str, areas: Sequence[Area]) -> None:
    """Hide areas of one picture from everyone but the centre; no areas show it whole again.

    `areas` are (x, y, width, height) as shares of the picture. The new picture is drawn before the
    transaction, since that takes a tenth of a second. Raises `CaseNotThere`, `NotYours`, `PictureNotThere`.
    """
    if len(areas) > AREAS_MOST:
        raise BadInput("Không quá {most} vùng che.", most=AREAS_MOST)
    original = _of_case(_permitted(actor, number)[0], picture)
    hidden = stored.hide_areas(original.picture_id, areas).id if areas else None
    with acting():
        loaded, rule = _permitted(actor, number)
        Attachment.objects.filter(pk=original.pk).update(
            areas=[list(area) for area in areas], shown_picture_id=hidden
        )
        stored.let_go([shown for shown in (original.shown_picture_id,) if shown is not None])
        stored.hold([shown for shown in (hidden,) if shown is not None])
        _write(actor, loaded, "mark_areas", {"picture": original.pk, "areas": len(areas)}, rule)


@acting()
def show_picture(actor: Actor, *, number: str, picture: str, is_public: bool) -> None:
    """Publish one picture of a case, or withhold it. Raises `CaseNotThere`, `NotYours`, `PictureNotThere`."""
    loaded, rule = _permitted(actor, number)
    shown = _of_case(loaded, picture)
    if stored.picture(shown.picture_id).is_pdf:
        # A paper of somebody's own is nobody else's, whatever the case is.
        raise stored.PictureNotThere
    _show(actor, loaded, [shown.pk], {"picture": shown.pk}, rule, is_public=is_public)


@acting()
def show_pictures(actor: Actor, *, number: str, is_public: bool) -> int:
    """Publish every picture of a case, or withhold them all, in one act; give how many that changed.

    Whoever does this has looked at all of them; when none changes, nothing is written. Raises `CaseNotThere`,
    `NotYours`.
    """
    loaded, rule = _permitted(actor, number)
    known = _OF_CASE.run(case_id=loaded.case_id)
    types = stored.types(number for _key, _name, _was_public, number in known)
    changing = [
        key
        for key, _name, was_public, number in known
        if was_public != is_public and types.get(number) != "pdf"
    ]
    if changing:
        _show(actor, loaded, changing, {"pictures": len(changing)}, rule, is_public=is_public)
    return len(changing)


_ATTACHMENTS: Final = PreparedRows(Attachment)
_CASES: Final = PreparedRows(Case)
_OF_CASE: Final = Prepared(
    "cases.pictures-of-case",
    lambda case_id: (
        Attachment.objects.filter(case_id=case_id)
        .order_by("position")
        .values_list("id", "name", "is_public", "picture_id")
    ),
    takes={"case_id": int},
    sample={"case_id": 1},
    may_sort=True,
)


def _show(
    actor: Actor, loaded: Loaded, keys: list[int], facts: dict[str, Any], rule: str, *, is_public: bool
) -> None:
    """Show pictures to the public or withhold them; the first that is public stands for the case in lists."""
    _ATTACHMENTS.update({"id": keys}, is_public=is_public)
    public = [name for _key, name, is_shown, _number in _OF_CASE.run(case_id=loaded.case_id) if is_shown]
    _CASES.update({"id": loaded.case_id}, public_thumb=thumb_of(public[0]) if public else "")
    _write(actor, loaded, "show_picture" if is_public else "withhold_picture", facts, rule)


def _permitted(actor: Actor, number: str) -> tuple[Loaded, str]:
    loaded = load(actor, number)
    if loaded.facts.is_reporter:
        raise NotYours
    return loaded, permit(actor, "case.redact", loaded.facts)


def _of_case(loaded: Loaded, name: str) -> Attachment:
    found = Attachment.objects.filter(case_id=loaded.case_id, name=name).first()
    if found is None:
        raise stored.PictureNotThere
    return found


def _write(actor: Actor, loaded: Loaded, act: str, facts: dict[str, Any], rule: str) -> None:
    scene = scene_of(loaded.service, loaded.moment(), actor.language)
    move = _move(actor, loaded, scene, act, "dispatcher", facts)
    write_move(actor, scene, loaded.case_id, move, rule=rule)


def _move(
    actor: Actor,
    loaded: Loaded,
    scene: Scene,
    act: str,
    relation: str,
    facts: dict[str, Any],
    *effects: Effect,
) -> Move:
    """Give a move that changes nothing of the case but its revision and its history."""
    is_office = relation.startswith("owner.")
    return Move(
        act=act,
        audience="parties" if act == "add_pictures" else "centre",
        before=loaded.case,
        after=loaded.case.but(changed_at=scene.at, rev=loaded.case.rev + 1),
        side=side_of(relation),
        office_id=loaded.case.owner_office_id if is_office else None,
        account_id=None if relation == "reporter" else actor.account_id,
        facts=facts,
        effects=effects,
    )
