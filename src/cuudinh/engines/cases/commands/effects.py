"""What hangs on a move beside the row: tasks, extensions, pictures, ratings, merges, sealed words."""

from collections.abc import Iterable, Sequence
from functools import singledispatch
from typing import Final

from cuudinh.engines.cases import sealed
from cuudinh.engines.cases.models import (
    Attachment,
    Case,
    ClockEntry,
    Event,
    Extension,
    Follow,
    Merge,
    Party,
    PrivateText,
    RatingGiven,
    Task,
)
from cuudinh.engines.cases.rules import moves
from cuudinh.engines.cases.rules.moves import Effect, Move
from cuudinh.engines.cases.rules.standing import Scene
from cuudinh.engines.cases.store import PHOTOS_PER_EVENT
from cuudinh.journal import pictures
from cuudinh.journal.prepared import Ids, Prepared
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.kernel import ids

NAME_LENGTH: Final = 26


_ATTACHMENTS: Final = PreparedRows(Attachment)
_RATINGS: Final = PreparedRows(RatingGiven)
_ATTACHED: Final = Prepared(
    "cases.attached",
    lambda picture_ids: Attachment.objects.filter(picture_id__in=picture_ids).values_list("id"),
    takes={"picture_ids": Ids},
    sample={"picture_ids": [1, 2]},
)


def apply_effects(scene: Scene, case_id: int, move: Move, photos: Sequence[int]) -> None:
    """Write the effects of a move, in their order."""
    for effect in move.effects:
        if isinstance(effect, moves.AddPhotos):
            attach(scene, case_id, move.after.rev, photos, effect.purpose, new_names(photos))
        elif not isinstance(effect, moves.ReleaseParts):
            _apply(effect, scene, case_id)


def new_names(photos: Sequence[int]) -> list[str]:
    """Give the names under which pictures will be served; nobody can guess one."""
    return [ids.secret_code(NAME_LENGTH).lower() for _ in photos]


def thumb_of(name: str) -> str:
    """Give the address of the small copy of a picture."""
    return f"{name}-nho.jpg"


def first_thumb(photos: Sequence[int], names: Sequence[str]) -> str:
    """Give the address of the small copy of the first that is a picture; empty where none is."""
    types = pictures.types(photos) if photos else {}
    shown = (name for number, name in zip(photos, names, strict=True) if types.get(number) != "pdf")
    return next((thumb_of(name) for name in shown), "")


def attach(
    scene: Scene, case_id: int, seq: int, photos: Sequence[int], purpose: str, names: Sequence[str]
) -> None:
    """Attach pictures to a case. Each belongs to one case only, or its number would open it to others."""
    pictures.hold(photos)
    if _ATTACHED.run(picture_ids=photos):
        raise pictures.PictureNotThere
    _ATTACHMENTS.insert_many(
        {
            "case_id": case_id,
            "purpose": purpose,
            "picture_id": picture_id,
            "position": seq * PHOTOS_PER_EVENT + place,
            "added_at": scene.at,
            "name": name,
        }
        for place, (picture_id, name) in enumerate(zip(photos, names, strict=True))
    )


@singledispatch
def _apply(effect: Effect, scene: Scene, case_id: int) -> None:
    raise AssertionError(f"no writer for {type(effect).__name__}")


@_apply.register
def _open_tasks(effect: moves.OpenTasks, scene: Scene, case_id: int) -> None:
    Task.objects.bulk_create(
        Task(
            case_id=case_id,
            office_id=office_id,
            question=effect.question,
            opened_at=scene.at,
            due_at=due_at,
        )
        for office_id, due_at in effect.due.items()
    )


@_apply.register
def _answer_task(effect: moves.AnswerTask, scene: Scene, case_id: int) -> None:
    mine = Task.objects.filter(case_id=case_id, office_id=effect.office_id, state="open")
    mine.update(state="done", answer=effect.answer, done_at=scene.at)


@_apply.register
def _drop_tasks(effect: moves.DropTasks, scene: Scene, case_id: int) -> None:
    dropped = Task.objects.filter(case_id=case_id, state="open", office_id__in=effect.office_ids)
    dropped.update(state="dropped", done_at=scene.at)


@_apply.register
def _hand_tasks(effect: moves.HandTasks, scene: Scene, case_id: int) -> None:
    for office_id, heir_id in effect.heirs.items():
        mine = Task.objects.filter(case_id=case_id, office_id=office_id, state="open")
        mine.update(office_id=heir_id)


@_apply.register
def _hand_clock(effect: moves.HandClock, scene: Scene, case_id: int) -> None:
    ClockEntry.objects.filter(case_id=case_id, ended_at__isnull=True).update(office_id=effect.office_id)


@_apply.register
def _ask_extension(effect: moves.AskExtension, scene: Scene, case_id: int) -> None:
    Extension.objects.create(
        case_id=case_id,
        office_id=effect.office_id,
        reason=effect.reason,
        working_minutes=effect.working_minutes,
        asked_at=scene.at,
        due_before=effect.due_before,
    )


@_apply.register
def _decide_extension(effect: moves.DecideExtension, scene: Scene, case_id: int) -> None:
    asked = Extension.objects.filter(case_id=case_id, state="asked")
    asked.update(state=effect.state, decided_at=scene.at, due_after=effect.due_after)


@_apply.register
def _give_rating(effect: moves.GiveRating, scene: Scene, case_id: int) -> None:
    _RATINGS.insert(
        case_id=case_id,
        round=effect.round,
        value=effect.value,
        comment=effect.comment,
        given_at=scene.at,
    )


@_apply.register
def _merge_into(effect: moves.MergeInto, scene: Scene, case_id: int) -> None:
    """Let the reporter and the followers of the case follow the other one; each row says whence it came."""
    Merge.objects.create(
        case_id=case_id,
        master_id=effect.master_id,
        state_before=effect.state_before,
        merged_at=scene.at,
    )
    at_home = _reporters(effect.master_id)
    Follow.objects.bulk_create(
        [
            Follow(case_id=effect.master_id, account_id=account_id, came_with_id=came_with, since=scene.at)
            for account_id, came_with in sorted(_coming(effect, case_id))
            if account_id not in at_home
        ],
        ignore_conflicts=True,
    )
    count_followers(effect.master_id)


def _coming(effect: moves.MergeInto, case_id: int) -> set[tuple[int, int]]:
    """Give who comes along and by which case: the first one they know, however long the chain of merges is."""
    coming = {(account_id, case_id) for account_id in _reporters(case_id)}
    for account_id, came_with in Follow.objects.filter(case_id=case_id).values_list(
        "account_id", "came_with_id"
    ):
        if came_with is not None or effect.with_followers:
            coming.add((account_id, came_with or case_id))
    return coming


def _reporters(case_id: int) -> set[int]:
    known = Party.objects.filter(case_id=case_id, account_id__isnull=False)
    return {account_id for (account_id,) in known.values_list("account_id") if account_id is not None}


@_apply.register
def _undo_merge(effect: moves.UndoMerge, scene: Scene, case_id: int) -> None:
    """Take back everybody who came with the case or with a part of it, all along the chain of merges."""
    Merge.objects.filter(case_id=case_id, undone_at__isnull=True).update(undone_at=scene.at)
    came_with = [case_id, *_parts_below(case_id)]
    for master_id in _chain_above(effect.master_id):
        Follow.objects.filter(case_id=master_id, came_with_id__in=came_with).delete()
        count_followers(master_id)


def _parts_below(case_id: int) -> list[int]:
    below: list[int] = []
    layer = [case_id]
    while layer:
        layer = list(Case.objects.filter(master_id__in=layer).values_list("id", flat=True))
        below += layer
    return below


def _chain_above(case_id: int) -> list[int]:
    chain: list[int] = []
    above: int | None = case_id
    while above is not None:
        chain.append(above)
        above = Case.objects.filter(pk=above).values_list("master_id", flat=True).first()
    return chain


def count_followers(case_id: int) -> None:
    """Write the number of followers of a case, counted from its rows: they are few."""
    accounts = Follow.objects.filter(case_id=case_id).values("account_id").distinct()
    Case.objects.filter(pk=case_id).update(follower_count=accounts.count())


@_apply.register
def _keep_original(effect: moves.KeepOriginal, scene: Scene, case_id: int) -> None:
    kept = PrivateText.objects.filter(case_id=case_id).first()
    texts = sealed.unseal(case_id, "text", bytes(kept.sealed)) if kept is not None else []
    if effect.is_first and any(of == effect.of for of, _ in texts):
        return
    PrivateText.objects.update_or_create(
        case_id=case_id, defaults={"sealed": sealed_texts(case_id, [*texts, (effect.of, effect.text)])}
    )


def sealed_texts(case_id: int, texts: Iterable[tuple[str, str]]) -> bytes:
    """Give words as they were written, each with the question or the act it belongs to, sealed."""
    return sealed.seal(case_id, "text", list(texts))


@_apply.register
def _rewrite_answer(effect: moves.RewriteAnswer, scene: Scene, case_id: int) -> None:
    """Take the words that were covered out of the history too; the audit log knows that it happened."""
    for event in Event.objects.filter(case_id=case_id, act__in=["resolve", "approve"]):
        if event.facts.get("text") == effect.old:
            event.facts["text"] = effect.new
            event.save(update_fields=["facts"])


@_apply.register
def _rewrite_comment(effect: moves.RewriteComment, scene: Scene, case_id: int) -> None:
    rating = RatingGiven.objects.filter(case_id=case_id).order_by("round").last()
    event = Event.objects.filter(case_id=case_id, act="rate").order_by("seq").last()
    assert rating is not None, "only a case that was rated has a comment"
    if event is None or not rating.comment:
        # Words are covered here, never put into somebody's mouth.
        return
    rating.comment = event.facts["text"] = effect.new
    rating.save(update_fields=["comment"])
    event.save(update_fields=["facts"])
