"""A form that is being filled in, as its row keeps it: what was answered so far, and whence what was filled in came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cuudinh.engines.cases import definitions, sealed
from cuudinh.engines.cases.models import DraftFile, FormDraft
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.types import DraftNotThere
from cuudinh.journal import pictures
from cuudinh.journal.transactions import within_act
from cuudinh.kernel.actor import Actor

_PURPOSE: Final = "draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that is being filled in; `whence` says of files taken again, by number, what they were before.

    `answers` are as they were sent, right or wrong; `origins` say of a question that was filled in for its person
    where the answer came from: `account`, `proved`, or the number of the case in which it was given.
    """

    row: FormDraft = field(repr=False)
    service: ServiceDefinition = field(repr=False)
    answers: dict[str, Any] = field(default_factory=dict, repr=False)
    origins: dict[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    whence: Mapping[int, str] = field(default_factory=dict)

    @property
    def sent(self) -> dict[str, tuple[str, ...]]:
        """Give the types of the files that came, by question of the form."""
        return types_of(
            {name: numbers for name, numbers in self.files.items() if name in self.service.questions}
        )

    def kept(self) -> bytes:
        """Give what the row keeps, sealed."""
        return sealed.seal(self.row.pk, _PURPOSE, {"answers": self.answers, "origins": self.origins})


def types_of(files: Mapping[str, Sequence[int]]) -> dict[str, tuple[str, ...]]:
    """Give the types of files by question; those of no question (``) are left out."""
    asked = {question: numbers for question, numbers in files.items() if question}
    known = pictures.types(number for numbers in asked.values() for number in numbers)
    return {question: tuple(known.get(one, "") for one in numbers) for question, numbers in asked.items()}


def load_draft(actor: Actor, name: str, *, is_changed: bool = False) -> Draft:
    """Give a draft of the actor's own. Raises `DraftNotThere`, also for somebody else's."""
    rows = FormDraft.objects.select_for_update() if is_changed else FormDraft.objects
    row = rows.filter(name=name, account_id=actor.account_id or 0).first()
    if row is None:
        raise DraftNotThere
    held = sealed.unseal(row.pk, _PURPOSE, bytes(row.sealed))
    files: dict[str, tuple[int, ...]] = {}
    whence: dict[int, str] = {}
    kept = DraftFile.objects.filter(draft=row).order_by("id")
    for question, picture_id, origin in kept.values_list("question", "picture_id", "origin"):
        whence |= {picture_id: origin} if origin else {}
        files[question] = (*files.get(question, ()), picture_id)
    # A form is filed under the version in force: it is what the person is promised on that day.
    service = definitions.service(row.service_id)
    return Draft(row, service, held["answers"], held["origins"], files, whence)


@within_act()
def throw_away(numbers: Sequence[int]) -> int:
    """Delete drafts by their numbers, let go of the pictures in them, and give how many there were."""
    held = DraftFile.objects.filter(draft__in=numbers).values_list("picture_id", flat=True)
    pictures.let_go(list(held))
    FormDraft.objects.filter(pk__in=numbers).delete()
    return len(numbers)
