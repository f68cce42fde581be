"""Forms of procedures that are opened together: what one asks, the others do not ask again.

Each procedure keeps a form of its own, so each is read, checked and filed by its own rules. A question is the same
question where it is the same of the bank, or the place. What was answered in one form is carried into the others, and
there it is not shown: the union of all questions is asked once.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cuudinh.engines.cases.drafts import Draft, load_draft
from cuudinh.engines.cases.models import FormDraft
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.packs.forms.shapes import SENT, QuestionShape

# Where an answer of a form comes from that was given in another of its bundle.
ELSEWHERE: Final = "bundle"


def key_of(question: QuestionShape) -> str:
    """Give by what a question is known in other forms; empty for one that is its service's own."""
    if question.type in SENT:
        return ""
    return question.bank or ("place" if question.type == "place" else "")


def names_in_bundle(row: FormDraft) -> tuple[str, ...]:
    """Give the names of the forms that are filled in together with one, itself too, in their order."""
    if not row.bundle:
        return (row.name,)
    beside = FormDraft.objects.filter(bundle=row.bundle, account_id=row.account_id).order_by("pk")
    return tuple(beside.values_list("name", flat=True))


def is_asked(draft: Draft, question: str) -> bool:
    """Whether a form itself asks a question: not where it was answered in another of its bundle."""
    return draft.origins.get(question) != ELSEWHERE


def carry(actor: Actor, draft: Draft) -> None:
    """Carry what was answered in one form into the others of its bundle, and save those it changes."""
    if not draft.row.bundle:
        return
    given = dict(_given(draft))
    for name in names_in_bundle(draft.row):
        if name == draft.row.name:
            continue
        other = load_draft(actor, name, is_changed=True)
        carried = dict(_carried(other.service, given))
        # The form that comes first asks what both ask; a later one fills nothing in before it.
        if not carried or other.row.pk < draft.row.pk:
            continue
        other.answers.update(carried)
        other.origins.update(dict.fromkeys(carried, ELSEWHERE))
        other.row.sealed = other.kept()
        other.row.changed_at = clock.now()
        other.row.save(update_fields=["sealed", "changed_at"])


def _given(draft: Draft) -> Iterator[tuple[str, Any]]:
    for question in draft.service.shape.questions:
        key = key_of(question)
        if key and question.id in draft.answers:
            yield key, draft.answers[question.id]


def _carried(service: ServiceDefinition, given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for question in service.shape.questions:
        key = key_of(question)
        if key in given:
            yield question.id, given[key]
