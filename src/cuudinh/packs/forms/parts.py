"""What a person is asked about, part by part: the block that every form asks in the same words."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from cuudinh.packs.forms.numbers import FEMALE, MALE
from cuudinh.packs.forms.shapes import AskedShape, ChoiceShape, PersonPart, QuestionShape
from cuudinh.packs.grammar import Sentences

_SEXES: Final = (
    ChoiceShape(id=MALE, label=Sentences(vi="Nam", en="Male")),
    ChoiceShape(id=FEMALE, label=Sentences(vi="Nữ", en="Female")),
)
_USUAL: Final[tuple[PersonPart, ...]] = ("name", "birth", "sex", "id_number")


def parts_of(question: AskedShape) -> Sequence[AskedShape]:
    """Give the questions within a question: those of a group, or the parts of a person; else none."""
    if question.type == "person":
        return _person(
            tuple(question.parts) or _USUAL,
            question.required or bool(question.required_if),
            *_limits(question),
        )
    return question.questions if isinstance(question, QuestionShape) else ()


def _limits(question: AskedShape) -> tuple[tuple[str, ...], str | None]:
    return tuple(question.registries), question.earliest


@lru_cache(maxsize=256)
def _person(
    parts: tuple[PersonPart, ...], is_needed: bool, registries: tuple[str, ...], earliest: str | None
) -> tuple[AskedShape, ...]:
    """Name, number, birth and sex are needed where the person is; how to reach them is not."""
    makers = {
        "name": AskedShape(
            id="name", type="text", label=Sentences(vi="Họ, chữ đệm và tên", en="Full name"), redact=[],
            required=is_needed, max_length=120,
        ),
        "birth": AskedShape(
            id="birth", type="date", label=Sentences(vi="Ngày sinh", en="Date of birth"), required=is_needed,
            earliest=earliest or "1900-01-01", latest="today",
        ),
        "sex": AskedShape(
            id="sex", type="choice", label=Sentences(vi="Giới tính", en="Sex"), required=is_needed,
            choices=list(_SEXES),
        ),
        "id_number": AskedShape(
            id="id_number", type="id_number", required=is_needed, birth="birth", sex="sex", registries=list(registries),
            label=Sentences(vi="Số định danh cá nhân (số căn cước)", en="Personal identification number"),
            hint=Sentences(vi="12 chữ số ghi trên thẻ căn cước.", en="The 12 digits on the identity card."),
        ),
        "phone": AskedShape(id="phone", type="phone", label=Sentences(vi="Số điện thoại", en="Phone number")),
        "email": AskedShape(id="email", type="email", label=Sentences(vi="Thư điện tử", en="E-mail")),
        "address": AskedShape(id="address", type="address", label=Sentences(vi="Nơi ở", en="Address")),
    }  # fmt: skip
    return tuple(makers[part] for part in parts)
