"""Papers from strangers as PDF: judged by their content, kept in quarantine, kept and shown only written anew.

They stand among the pictures (`StoredPicture`), so that whatever names a picture may name one. What was sent is never
served. A job writes its pages anew (`leaflets`), seals them under a key of the installation and deletes what was sent.
"""

import logging
import os
from dataclasses import dataclass
from typing import BinaryIO, Final

import puremagic
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cuudinh.journal import files, jobs, keys, leaflets, pictures
from cuudinh.journal.models import StoredPicture
from cuudinh.kernel import ids
from cuudinh.kernel.refusal import Incomplete, TooLarge

_JOB: Final = "sent-paper"
_SEAL: Final = b"sent-paper"
_NONCE_BYTES: Final = 12
_TYPE: Final = "application/pdf"
_NAME_LENGTH: Final = 26
# What a browser may call a PDF; what it declares as anything else is none.
_DECLARED: Final = frozenset({_TYPE, "application/x-pdf", "application/octet-stream", ""})
_log = logging.getLogger(__name__)


class PaperTooLarge(TooLarge):
    """413: the PDF has more bytes than the question takes."""

    code = "sent-paper-too-large"
    sentence = "Tệp PDF lớn hơn {most_mb} MB. Vui lòng quét ở chế độ đen trắng hoặc chia thành nhiều tệp."


class PaperTooLong(Incomplete):
    """422: the PDF has more pages than the question takes."""

    code = "sent-paper-too-long"
    sentence = (
        "Tệp PDF có {pages} trang, câu này nhận nhiều nhất {most} trang. Vui lòng chỉ gửi phần được hỏi."
    )


class PaperLocked(Incomplete):
    """422: the PDF asks for a password."""

    code = "sent-paper-locked"
    sentence = "Tệp PDF có đặt mật khẩu nên không đọc được. Vui lòng bỏ mật khẩu rồi gửi lại."


class PaperBroken(Incomplete):
    """422: the PDF cannot be read, or is something else under this name."""

    code = "sent-paper-broken"
    sentence = "Tệp PDF bị hỏng hoặc không phải PDF. Vui lòng xuất lại tệp, hoặc chụp ảnh giấy tờ."


class FileOfOtherType(Incomplete):
    """422: the file is neither a PDF nor a picture, or of a type that the question does not take."""

    code = "file-of-other-type"
    sentence = "Câu này chỉ nhận tệp {types}."


@dataclass(frozen=True, slots=True)
class Limits:
    """What a question takes: types of files, and how many pages and bytes a PDF may have."""

    types: tuple[str, ...] = ("pdf", "jpeg", "png")
    pages: int = 40
    megabytes: int = 10

    @property
    def names(self) -> str:
        """Give the types as people call them."""
        return ", ".join({"pdf": "PDF", "jpeg": "JPEG", "png": "PNG"}[one] for one in self.types)


def accept_file(stream: BinaryIO, declared: str, limits: Limits) -> pictures.Picture:
    """Take in a file for a question: a PDF or a picture, by what its content is.

    Raises `PaperTooLarge`, `PaperTooLong`, `PaperLocked`, `PaperBroken`, `FileOfOtherType`, and as `accept_picture`.
    """
    start = stream.read(1024)
    stream.seek(0)
    is_pdf = start.lstrip().startswith(leaflets.BEGINNING)
    wanted = {"pdf"} if is_pdf else {"jpeg", "png"}
    if not wanted.intersection(limits.types):
        raise FileOfOtherType(types=limits.names)
    if is_pdf:
        return _accept_pdf(stream, declared, limits)
    if declared.lower() == _TYPE:
        raise PaperBroken
    try:
        return pictures.accept_picture(stream, declared)
    except pictures.NotAPicture as refused:
        raise FileOfOtherType(types=limits.names) from refused


def _accept_pdf(stream: BinaryIO, declared: str, limits: Limits) -> pictures.Picture:
    most = limits.megabytes << 20
    content = stream.read(most + 1)
    if len(content) > most:
        raise PaperTooLarge(most_mb=limits.megabytes)
    if declared.lower() not in _DECLARED or not _is_sniffed(content):
        raise PaperBroken
    try:
        pages = leaflets.pages_of(content)
    except leaflets.Locked as fault:
        raise PaperLocked from fault
    except (leaflets.NotReadable, leaflets.TooManyParts) as fault:
        raise PaperBroken from fault
    if pages > limits.pages:
        raise PaperTooLong(pages=pages, most=limits.pages)
    name = ids.secret_code(_NAME_LENGTH)
    files.write_whole(pictures.quarantined(name), content)
    return pictures.take_in(name, _JOB, pages)


def _is_sniffed(content: bytes) -> bool:
    """Whether the second reader of first bytes takes it for a PDF too."""
    try:
        return any(match.mime_type == _TYPE for match in puremagic.magic_string(content[:4096].lstrip()))
    except (puremagic.PureError, ValueError):
        return False


@jobs.handler(_JOB)
def _write_anew(picture_id: int) -> jobs.Finish | None:
    """Write the clean copy of a PDF in quarantine and seal it; what cannot be written anew is refused for good."""
    row = StoredPicture.objects.filter(pk=picture_id, state="waiting").first()
    if row is None:
        return None
    try:
        made = leaflets.written_anew(pictures.quarantined(row.name).read_bytes())
    except (leaflets.NotReadable, leaflets.Locked, leaflets.TooManyParts):
        _log.info("sent papers: paper %s is refused", picture_id, exc_info=True)
        return pictures.ending(row, {"state": "refused", "reason": "unreadable"})
    sha = files.store(sealed(made.content))
    return pictures.ending(row, {"state": "ready", "sha": sha, "pages": made.pages})


def sealed(content: bytes) -> bytes:
    """Give a paper sealed as it lies on disk: a paper names people, and files are copied where databases are not."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, content, _SEAL)


def keep(content: bytes, pages: int) -> pictures.Picture:
    """Give a paper of our own making a place among those that were sent, ready at once."""
    return pictures.keep_ready(files.store(sealed(content)), pages)


def content_of(paper: pictures.Picture) -> bytes:
    """Give the clean copy of a PDF. Raises `PictureNotReady`."""
    if not paper.is_pdf or paper.state != "ready":
        raise pictures.PictureNotReady
    kept = files.read(paper.sha)
    return _cipher().decrypt(kept[:_NONCE_BYTES], kept[_NONCE_BYTES:], _SEAL)


def _cipher() -> AESGCM:
    return AESGCM(keys.secret("sent-papers"))
