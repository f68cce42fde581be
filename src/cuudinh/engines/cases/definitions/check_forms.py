"""The form of a service: sound by itself, and fitting the case that will be made of it; the question bank."""

from collections.abc import Iterator

from cuudinh.engines.cases.shapes import ServiceShape, TopicsShape
from cuudinh.packs.faults import Fault
from cuudinh.packs.forms.banking import Bank, bank_faults, bank_of, filled_in
from cuudinh.packs.forms.checking import FormFault, Laid, form_faults
from cuudinh.packs.forms.shapes import BankShape, QuestionShape
from cuudinh.packs.grammar import Shape
from cuudinh.packs.world import PackWorld


def bank_in(world: PackWorld) -> Bank:
    """Give the question bank of a pack and those it stands on."""
    return bank_of(found.value for found in world.shapes(BankShape))


def with_bank(shape: ServiceShape, bank: Bank) -> ServiceShape:
    """Give a service whose questions of the bank stand in it whole, so that a case keeps the form it was filed by."""
    if not any(_is_of_bank(question) for question in shape.questions):
        return shape
    return shape.model_copy(update={"questions": filled_in(shape.questions, bank)})


def _is_of_bank(question: QuestionShape) -> bool:
    return question.type == "bank" or any(one.type == "bank" for one in question.questions)


def laid_of(shape: ServiceShape, topics: TopicsShape) -> Laid:
    """Give the form of a service as its checks read it."""
    ids = [topic.id for topic in topics.topics]
    return Laid(shape.questions, shape.steps, ids, shape.eligibility, shape)


def form_faults_of(world: PackWorld, shape: ServiceShape, topics: TopicsShape) -> Iterator[Fault]:
    """Give the faults of the form of a service, each at its own line, also where the bank says the question."""
    bank = bank_in(world)
    missing = list(bank_faults(shape.questions, bank))
    filled = with_bank(shape, bank)
    own = own_lines(shape, filled)
    faults = missing or [*_kinds(filled, topics), *form_faults(laid_of(filled, topics))]
    for fault in faults:
        yield _located(world, fault, own)


def _kinds(shape: ServiceShape, topics: TopicsShape) -> Iterator[FormFault]:
    kinds = [question.type for question in shape.questions]
    least = 0 if len(topics.topics) == 1 else 1
    if not least <= kinds.count("topic") <= 1 or kinds.count("place") > 1 or kinds.count("photos") > 1:
        expected = "one topic, at most one place and one of photos"
        yield FormFault(shape, "questions", "the form asks too little or too often", expected)


def own_lines(shape: ServiceShape, filled: ServiceShape) -> dict[int, Shape]:
    """Give, by the identity of a question that was filled in, the question of the file that asks for it."""
    lines: dict[int, Shape] = {id(filled): shape}
    for written, whole in zip(shape.questions, filled.questions, strict=True):
        lines[id(whole)] = written
        if written.questions:
            lines |= {id(part): own for own, part in zip(written.questions, whole.questions, strict=True)}
        else:
            lines |= {id(part): written for part in whole.questions}
    return lines


def _located(world: PackWorld, fault: FormFault, own: dict[int, Shape]) -> Fault:
    shape = own.get(id(fault.shape), fault.shape)
    assert shape is not None, "a form of a pack stands in a file of it"
    return world.fault_of(shape, fault.what, fault.key, expected=fault.expected)


def bank_faults_of(world: PackWorld) -> Iterator[Fault]:
    """Give the faults of the question bank itself."""
    for found in world.shapes(BankShape):
        laid = Laid(found.value.questions, (), (), None, found.value)
        for fault in form_faults(laid):
            yield _located(world, fault, {})
