"""Pictures of a case: adding them, hiding areas, showing or withholding one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

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
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
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
    scene = scene_of(loaded.service, clock.now(), actor.language)
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
        _write(actor, loaded, "mark_areas", {"picture": original.pk, "areas": len(areas)}, rule)


@acting()
def show_picture(actor: Actor, *, number: str, picture: str, is_public: bool) -> None:
    """Publish one picture of a case, or withhold it. Raises `CaseNotThere`, `NotYours`, `PictureNotThere`."""
    loaded, rule = _permitted(actor, number)
    shown = _of_case(loaded, picture)
    Attachment.objects.filter(pk=shown.pk).update(is_public=is_public)
    public = Attachment.objects.filter(case_id=loaded.case_id, is_public=True).order_by("position").first()
    thumb = thumb_of(public.name) if public is not None else ""
    Case.objects.filter(pk=loaded.case_id).update(public_thumb=thumb)
    _write(actor, loaded, "show_picture" if is_public else "withhold_picture", {"picture": shown.pk}, rule)


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
    scene = scene_of(loaded.service, clock.now(), actor.language)
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
        after=replace(loaded.case, changed_at=scene.at, rev=loaded.case.rev + 1),
        side=side_of(relation),
        office_id=loaded.case.owner_office_id if is_office else None,
        account_id=None if relation == "reporter" else actor.account_id,
        facts=facts,
        effects=effects,
    )
