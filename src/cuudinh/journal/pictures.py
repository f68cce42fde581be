"""Pictures from strangers: judged by their content, kept in quarantine, shown only as a copy drawn anew.

What was sent is never served. A job draws it again (`drawing`), which drops every piece of metadata, the
place where it was taken above all, and whatever else the file carried; then the original is deleted.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import puremagic
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from cuudinh.journal import drawing, files, jobs
from cuudinh.journal.models import StoredPicture
from cuudinh.journal.prepared import Ids, Prepared
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import acting, within_act
from cuudinh.kernel import clock, ids
from cuudinh.kernel.refusal import Incomplete, NotNow, NotThere, TooLarge

BYTES_MOST = 12 * 1024 * 1024
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
# What a browser may call the same types; anything else it declares is not a picture we take.
_DECLARED = {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "application/octet-stream": "", "": ""}
_JOB = "picture"
_NAME_LENGTH = 26
_ORPHAN_AFTER = timedelta(days=1)
_LOOSE_MOST = 1000
_log = logging.getLogger(__name__)


class PictureTooLarge(TooLarge):
    """413: the picture file has more bytes than the limit."""

    code = "picture-too-large"
    sentence = "Ảnh lớn hơn {most_mb} MB. Vui lòng chọn ảnh nhỏ hơn."


class NotAPicture(Incomplete):
    """422: the content is not a JPEG, PNG or WebP picture, or not the type it was declared to be."""

    code = "not-a-picture"
    sentence = "Tệp này không phải ảnh JPEG, PNG hoặc WebP."


class PictureTooManyPixels(Incomplete):
    """422: the picture is wider times higher than the limit."""

    code = "picture-too-many-pixels"
    sentence = "Ảnh có quá nhiều điểm ảnh (tối đa {most_megapixels} triệu). Vui lòng chọn ảnh nhỏ hơn."


class PictureNotThere(NotThere):
    """404: there is no such picture."""

    code = "picture-not-there"
    sentence = "Không tìm thấy ảnh."


class PictureNotReady(NotNow):
    """409: the picture is still being prepared, or could not be drawn."""

    code = "picture-not-ready"
    sentence = "Ảnh chưa sẵn sàng. Vui lòng thử lại sau giây lát."


class AreaOutside(Incomplete):
    """422: an area to hide is not (x, y, width, height) in fractions of the picture, or there is none."""

    code = "area-outside"
    sentence = "Vùng cần che không nằm trong ảnh."


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored picture: `waiting`, `ready` with its files and size in pixels, or `refused` with a reason.

    `name` cannot be guessed; `id` is for tables and never shown. `pages` is how many a PDF has, which lies under seal
    and is read by `sent_papers`; None for a picture.
    """

    id: int
    name: str
    state: str
    reason: str
    sha: str
    thumb_sha: str
    width: int | None
    height: int | None
    pages: int | None = None

    @property
    def is_pdf(self) -> bool:
        """Whether it is a paper of several pages and no picture."""
        return self.pages is not None

    @property
    def type(self) -> str:
        """Give the type of file as a question names it: pictures are drawn anew as JPEG."""
        return "pdf" if self.is_pdf else "jpeg"


_PICTURES = PreparedRows(StoredPicture)
_BY_IDS = Prepared(
    "journal.pictures",
    lambda picture_ids: StoredPicture.objects.filter(pk__in=picture_ids).values_list(
        *(field.name for field in fields(Picture))
    ),
    takes={"picture_ids": Ids},
    sample={"picture_ids": [1, 2]},
)


def accept_picture(stream: BinaryIO, declared: str = "") -> Picture:
    """Take a picture in: look at it, put it in quarantine and ask for the clean copy.

    `declared` is the type the sender named. Refuses too many bytes or pixels, what two readers do not both
    take for the same allowed type, and what is not the type it was declared to be.
    """
    content = stream.read(BYTES_MOST + 1)
    if len(content) > BYTES_MOST:
        raise PictureTooLarge(most_mb=BYTES_MOST >> 20)
    _refuse_unlike(content, declared)
    name = ids.secret_code(_NAME_LENGTH)
    files.write_whole(quarantined(name), content)
    return take_in(name, _JOB)


@acting()
def take_in(name: str, job: str, pages: int | None = None) -> Picture:
    """Write down what lies in quarantine under a name, and ask for the clean copy by a job of this kind."""
    picture_id = _PICTURES.insert(name=name, added_at=clock.now(), pages=pages)
    jobs.later(job, picture_id)
    return picture(picture_id)


def _refuse_unlike(content: bytes, declared: str) -> None:
    """Refuse what is not one of the allowed types in the eyes of both readers and of the sender."""
    try:
        seen = TYPES.get(drawing.look(content).format, "")
    except drawing.TooManyPixels as fault:
        raise PictureTooManyPixels(most_megapixels=fault.most // 1_000_000) from fault
    except drawing.Unreadable as fault:
        raise NotAPicture from fault
    said = _DECLARED.get(declared.lower(), declared.lower())
    if not seen or seen not in _sniffed(content) or (said and said != seen):
        raise NotAPicture


def _sniffed(content: bytes) -> set[str]:
    """Give the types that the first bytes speak for."""
    try:
        return {match.mime_type for match in puremagic.magic_string(content[:4096])}
    except (puremagic.PureError, ValueError):
        return set()


def quarantined(name: str) -> Path:
    """Give where what was sent lies until its clean copy is made."""
    root: Path = settings.CUUDINH_FILES
    return root / "quarantine" / name


@jobs.handler(_JOB)
def _draw_anew(picture_id: int) -> jobs.Finish | None:
    """Draw the clean copy of a picture in quarantine; what cannot be drawn is refused for good."""
    row = StoredPicture.objects.filter(pk=picture_id, state="waiting").first()
    if row is None:
        return None
    original = quarantined(row.name)
    try:
        drawn = drawing.draw_anew(original.read_bytes())
    except (drawing.Unreadable, drawing.TooManyPixels):
        _log.info("pictures: picture %s is refused", picture_id, exc_info=True)
        return ending(row, {"state": "refused", "reason": "unreadable"})
    return ending(row, _kept(drawn))


def _kept(drawn: drawing.Drawn) -> dict[str, Any]:
    """Keep the files of a drawn picture; give what its row then says."""
    return {
        "state": "ready",
        "sha": files.store(drawn.picture),
        "thumb_sha": files.store(drawn.thumb),
        "width": drawn.width,
        "height": drawn.height,
    }


def ending(row: StoredPicture, values: Mapping[str, Any]) -> jobs.Finish:
    """Give the end of the job: the row says what became of the picture, then the original goes."""

    def end() -> None:
        StoredPicture.objects.filter(pk=row.pk).update(**values)
        transaction.on_commit(lambda: quarantined(row.name).unlink(missing_ok=True))

    return end


def hide_areas(picture_id: int, areas: Sequence[drawing.Area]) -> Picture:
    """Give a new picture in which the areas are unreadable for good; the old one stays as it is.

    Areas are (x, y, width, height) as fractions of the picture. Takes a tenth of a second: call it before
    `acting()`, not inside. Refuses areas outside the picture, and a picture that is not ready.
    """
    if not areas or not all(_is_inside(area) for area in areas):
        raise AreaOutside
    shown = picture(picture_id)
    if shown.is_pdf:
        raise NotAPicture
    if shown.state != "ready":
        raise PictureNotReady
    values = _kept(drawing.hide(files.read(shown.sha), areas))
    with acting():
        name = ids.secret_code(_NAME_LENGTH)
        return _view(StoredPicture.objects.create(name=name, added_at=clock.now(), **values))


def _is_inside(area: drawing.Area) -> bool:
    x, y, width, height = area
    return 0 <= x < 1 and 0 <= y < 1 and 0 < width <= 1 and 0 < height <= 1


@acting()
def again(picture_id: int) -> Picture:
    """Give a new picture with the files of one that is ready: the same photo sent with another case.

    Files are named by their content, so nothing is copied. Refuses a picture that is not ready.
    """
    shown = picture(picture_id)
    if shown.state != "ready":
        raise PictureNotReady
    name = ids.secret_code(_NAME_LENGTH)
    copied = {
        column: getattr(shown, column) for column in ("state", "sha", "thumb_sha", "width", "height", "pages")
    }
    return replace(shown, id=_PICTURES.insert(name=name, added_at=clock.now(), **copied), name=name)


@acting()
def keep_ready(sha: str, pages: int) -> Picture:
    """Write down a paper whose clean copy lies under a digest already."""
    name = ids.secret_code(_NAME_LENGTH)
    made = {"name": name, "state": "ready", "sha": sha, "pages": pages}
    return picture(_PICTURES.insert(added_at=clock.now(), **made))


def picture(picture_id: int) -> Picture:
    """Give a picture by its id."""
    found = pictures([picture_id])
    if not found:
        raise PictureNotThere
    return found[picture_id]


def picture_named(name: str) -> Picture:
    """Give a picture by the name its sender was told."""
    row = StoredPicture.objects.filter(name=name).first()
    if row is None:
        raise PictureNotThere
    return _view(row)


def pictures(picture_ids: Sequence[int]) -> dict[int, Picture]:
    """Give pictures by their ids in one read; ids that are not there are left out."""
    rows = _BY_IDS.run(picture_ids=picture_ids) if picture_ids else ()
    return {row[0]: Picture(*row) for row in rows}


def types(picture_ids: Iterable[int]) -> dict[int, str]:
    """Give the types of files by id, as questions name them."""
    return {number: one.type for number, one in pictures(list(picture_ids)).items()}


def sizes(picture_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Give width and height in pixels by id; pictures that are not ready are left out."""
    found = pictures(list(picture_ids)).values()
    return {
        one.id: (one.width, one.height) for one in found if one.state == "ready" and one.width and one.height
    }


@within_act()
def hold(picture_ids: Sequence[int]) -> None:
    """Keep pictures for good: something names them. Raises `PictureNotThere` when one is gone meanwhile."""
    if _PICTURES.update({"id": list(picture_ids)}, is_held=True) < len(picture_ids):
        raise PictureNotThere


@within_act()
def let_go(picture_ids: Sequence[int]) -> None:
    """Say that nothing names these pictures any longer; after their first day they are deleted."""
    StoredPicture.objects.filter(pk__in=picture_ids).update(is_held=False)


@acting()
def drop_loose() -> int:
    """Delete pictures that nothing names a day after they came, and give how many: what was never filed."""
    long_ago = clock.now() - _ORPHAN_AFTER
    loose = StoredPicture.objects.filter(is_held=False, added_at__lt=long_ago).exclude(state="waiting")
    found = list(loose.order_by("added_at").values_list("id", "sha", "thumb_sha")[:_LOOSE_MOST])
    StoredPicture.objects.filter(pk__in=[number for number, *_shas in found], is_held=False).delete()
    shas = {sha for _number, *both in found for sha in both if sha}
    transaction.on_commit(lambda: _drop_files(shas, long_ago))
    return len(found)


def _drop_files(shas: set[str], long_ago: datetime) -> None:
    """Delete files that no picture names. The same photo may just be coming again: then its file is new."""
    if not shas:
        return
    named = StoredPicture.objects.filter(Q(sha__in=shas) | Q(thumb_sha__in=shas))
    kept = {sha for both in named.values_list("sha", "thumb_sha") for sha in both}
    for sha in shas - kept:
        files.delete(sha, older_than=long_ago)


@acting()
def empty_quarantine() -> None:
    """Give up pictures that could not be drawn for a day, and delete originals that nothing waits for."""
    long_ago = clock.now() - _ORPHAN_AFTER
    waiting = StoredPicture.objects.filter(state="waiting")
    waiting.filter(added_at__lt=long_ago).update(state="refused", reason="never-drawn")
    names = set(waiting.values_list("name", flat=True))
    for original in quarantined("").glob("*"):
        if original.name not in names and original.stat().st_mtime < long_ago.timestamp():
            original.unlink(missing_ok=True)


def _view(row: StoredPicture) -> Picture:
    return Picture(
        id=row.pk,
        name=row.name,
        state=row.state,
        reason=row.reason,
        sha=row.sha,
        thumb_sha=row.thumb_sha,
        width=row.width,
        height=row.height,
        pages=row.pages,
    )
