"""Files that were sent for questions: which each is, how many pages it has, and under which name it is served."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from cuudinh.engines.cases.models import AnsweredPicture, Attachment
from cuudinh.engines.cases.types import SentFile
from cuudinh.journal import pictures


def answered_files(case_id: int) -> dict[str, tuple[SentFile, ...]]:
    """Give the files of a case by the question that each answers."""
    asked = list(
        AnsweredPicture.objects.filter(case_id=case_id)
        .order_by("id")
        .values_list("question", "name", "origin")
    )
    attached = Attachment.objects.filter(case_id=case_id).values_list("name", "picture_id")
    numbers = dict(attached) if asked else {}
    stored = pictures.pictures(list(numbers.values())) if numbers else {}
    found: dict[str, tuple[SentFile, ...]] = {}
    for question, name, origin in asked:
        one = stored.get(numbers.get(name, 0))
        if one is not None:
            found[question] = (*found.get(question, ()), sent_file(one, name, origin))
    return found


def draft_files(
    files: Mapping[str, Sequence[int]], whence: Mapping[int, str]
) -> dict[str, tuple[SentFile, ...]]:
    """Give the files of a form that is not sent yet by their questions; nobody is served one of these."""
    stored = pictures.pictures([number for numbers in files.values() for number in numbers])
    return {
        question: tuple(
            sent_file(stored[number], "", whence.get(number, "")) for number in numbers if number in stored
        )
        for question, numbers in files.items()
    }


def sent_file(one: pictures.Picture, name: str, origin: str = "") -> SentFile:
    """Give a stored file as it leaves the engine; `name` is the one under which it is served."""
    return SentFile(
        address=f"{name}.pdf" if one.is_pdf else f"{name}.jpg",
        pages=one.pages,
        id=one.id,
        is_ready=one.state == "ready",
        is_refused=one.state == "refused",
        origin=_said(origin),
    )


def _said(origin: str) -> str:
    """Say whence a file was taken."""
    kind, _, number = origin.partition(":")
    if not number:
        return ""
    told = gettext("Dùng lại: kết quả hồ sơ {number}") if kind == "result" else _again()
    return told.format(number=number)


def _again() -> str:
    return gettext("Dùng lại: đã nộp trong hồ sơ {number}")
