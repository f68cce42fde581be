"""The question bank: questions shared by services, put where a form asks for them by name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cuudinh.packs.forms.checking import FormFault
from cuudinh.packs.forms.shapes import AskedShape, BankShape, QuestionShape

# What a form may say of a question of the bank; all else is as the bank says.
_OWN = ("id", "required", "show_if", "required_if")
Bank = Mapping[str, QuestionShape]


def bank_of(shapes: Iterable[BankShape]) -> dict[str, QuestionShape]:
    """Give the questions of all files of a bank by their names; of two of one name the first holds."""
    bank: dict[str, QuestionShape] = {}
    for shape in shapes:
        for question in shape.questions:
            bank.setdefault(question.id, question)
    return bank


def filled_in(questions: Iterable[QuestionShape], bank: Bank) -> list[QuestionShape]:
    """Give the questions of a form with those of the bank in their places, so that it stands by itself.

    A form keeps the bank's question of the day it was published: a case that was filed is read as it was asked.
    """
    asked = list(questions)
    return [_filled(question, bank, _called(asked)) for question in asked]


def _called(questions: Sequence[AskedShape]) -> dict[str, str]:
    """Give what the questions of the bank are called here, by their names in the bank."""
    return {name_in_bank(one): one.id for one in questions if one.type == "bank"}


def _filled(question: QuestionShape, bank: Bank, called: Mapping[str, str]) -> QuestionShape:
    if question.questions:
        within = _called(question.questions)
        parts = [_shared(one, bank, within) or one for one in question.questions]
        return question.model_copy(update={"questions": parts})
    return _shared(question, bank, called) or question


def _shared(question: AskedShape, bank: Bank, called: Mapping[str, str]) -> QuestionShape | None:
    shared = bank.get(name_in_bank(question)) if question.type == "bank" else None
    if shared is None:
        return None
    own = {name: getattr(question, name) for name in _OWN}
    said = {"label": question.label or shared.label, "hint": question.hint or shared.hint}
    beside = {
        key: called.get(name, name) for key, name in (("birth", shared.birth), ("sex", shared.sex)) if name
    }
    return shared.model_copy(update={**own, **said, **beside, "bank": name_in_bank(question)})


def name_in_bank(question: AskedShape) -> str:
    """Give the name under which a question stands in the bank: its own unless it says another."""
    return question.bank or question.id


def bank_faults(questions: Iterable[AskedShape], bank: Bank) -> Iterator[FormFault]:
    """Give the questions that the bank does not have."""
    for question in questions:
        if question.type == "bank" and name_in_bank(question) not in bank:
            known = ", ".join(sorted(bank)[:12]) or "none: there is no questions/*.yaml"
            yield FormFault(question, "type", f'the bank has no question "{name_in_bank(question)}"', known)
        if isinstance(question, QuestionShape):
            yield from bank_faults(question.questions, bank)
