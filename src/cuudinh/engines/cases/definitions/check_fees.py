"""What a service says of its fee: the fee is there, each of its answers comes from somewhere, and fits."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from cuudinh.engines.cases.rules.dossiers import filed_day
from cuudinh.engines.cases.rules.fees import FILED, fee_answers, fee_channel
from cuudinh.engines.cases.rules.standing import Scene, Standing
from cuudinh.engines.cases.shapes import ServiceShape
from cuudinh.engines.cases.shapes_dossiers import ProcedureShape
from cuudinh.engines.identity.definitions import offices_of
from cuudinh.engines.ledger.definitions import (
    AnswerShape,
    FeeShape,
    collecting_of,
    fees_of,
    is_fit,
    quote_of,
)
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.forms.form import is_sealed
from cuudinh.packs.forms.shapes import QuestionShape
from cuudinh.packs.world import PackWorld

# By which questions of a form what a fee asks can be answered.
_ANSWERED_BY: Final[Mapping[str, frozenset[str]]] = {
    "number": frozenset({"number"}),
    "flag": frozenset({"yes_no", "flag"}),
    "choice": frozenset({"choice"}),
}


def fee_faults(world: PackWorld, file: ServiceShape, shape: ServiceShape) -> Iterator[Fault]:
    """Give the faults of the fee of a dossier service, and of when it is asked for."""
    yield from _step_faults(world, file, shape)
    procedure = shape.procedure
    if procedure is None or procedure.fee_table is None:
        return
    if shape.fee_unknown is not None:
        what = f'the fee is in a table ("{procedure.fee_table}") and said to be not entered yet'
        yield world.fault_of(file, what, "fee_unknown", expected="one of the two")
    fees = {fee.id: fee for fee in fees_of(world)}
    fee = fees.get(procedure.fee_table)
    if fee is None:
        what = f'unknown fee "{procedure.fee_table}"'
        expected = one_of(fees) if fees else "a fee in a file of fees/"
        yield world.fault_of(
            procedure, what, "fee_table", expected=expected, given=procedure.fee_table, names=list(fees)
        )
        return
    if shape.fee is None:
        what = "there is a fee, and nobody is asked for it"
        yield world.fault_of(file, what, "procedure", expected="fee: charge_at, in the service or its flow")
    if collecting_of(world) is None and offices_of(world):
        what = "there is a fee, and nowhere to pay it"
        yield world.fault_of(procedure, what, "fee_table", expected="organisation/collecting.yaml")
    yield from _answer_faults(world, shape, procedure, fee)


def fee_in(world: PackWorld) -> Callable[[Scene, Standing], int | None]:
    """Give what a dossier of an example costs by the fees of a pack, in đồng; None where it is not entered yet."""

    def cost(scene: Scene, case: Standing) -> int | None:
        procedure = scene.service.shape.procedure
        if procedure is None or procedure.fee_table is None:
            return 0 if scene.service.shape.fee_unknown is None else None
        answers = fee_answers(procedure, scene.service.full_answers(case.answers))
        day, channel = filed_day(scene, case), fee_channel(case.channel)
        return quote_of(world, procedure.fee_table, answers, day, channel).total_vnd

    return cost


def _step_faults(world: PackWorld, file: ServiceShape, shape: ServiceShape) -> Iterator[Fault]:
    if shape.fee is None:
        return
    if shape.procedure is None:
        yield world.fault_of(file, "only dossiers have a fee", "fee", expected="no fee here")
    verbs = {act.do for act in shape.acts}
    for key, known in (("charge_at", {FILED, *verbs}), ("give_back_at", verbs)):
        for number, moment in enumerate(getattr(shape.fee, key)):
            if moment not in known:
                names = sorted(known)
                what = f'unknown act "{moment}"'
                yield world.fault_of(
                    shape.fee, what, key, number, expected=one_of(names), given=moment, names=names
                )


def _answer_faults(
    world: PackWorld, shape: ServiceShape, procedure: ProcedureShape, fee: FeeShape
) -> Iterator[Fault]:
    asked = {answer.id: answer for answer in fee.answers}
    for key, given in (("fee_answers", procedure.fee_answers), ("fee_given", procedure.fee_given)):
        for name in given.keys() - asked.keys():
            what = f'the fee "{fee.id}" does not ask for "{name}"'
            expected = one_of(asked) if asked else "nothing: it asks for nothing"
            yield world.fault_of(procedure, what, key, name, expected=expected, given=name, names=list(asked))
    questions = {question.id: question for question in shape.questions}
    for name, answer in asked.items():
        if name in procedure.fee_given:
            if not is_fit(answer, procedure.fee_given[name]):
                what = f'"{procedure.fee_given[name]}" is no answer to "{name}" of the fee "{fee.id}"'
                yield world.fault_of(procedure, what, "fee_given", name, expected=_fitting(answer))
        elif name not in procedure.fee_answers:
            what = f'the fee "{fee.id}" asks for "{name}", and nothing answers it'
            yield world.fault_of(procedure, what, "fee_table", expected="a line in fee_answers or fee_given")
        else:
            yield from _question_faults(world, procedure, answer, questions)


def _question_faults(
    world: PackWorld, procedure: ProcedureShape, answer: AnswerShape, questions: Mapping[str, QuestionShape]
) -> Iterator[Fault]:
    name = procedure.fee_answers[answer.id]
    question = questions.get(name)
    if question is None:
        what, names = f'unknown question "{name}"', list(questions)
        yield world.fault_of(
            procedure, what, "fee_answers", answer.id, expected=one_of(names), given=name, names=names
        )
        return
    for what, expected in _misfits(answer, question):
        yield world.fault_of(procedure, what, "fee_answers", answer.id, expected=expected)


def _misfits(answer: AnswerShape, question: QuestionShape) -> Iterator[tuple[str, str]]:
    """Give why a question does not always answer what the fee asks, each with what would."""
    if question.type not in _ANSWERED_BY[answer.type]:
        types = one_of(sorted(_ANSWERED_BY[answer.type]))
        yield f'"{question.id}" is of type {question.type}', f"a question of type {types}"
        return
    if is_sealed(question):
        yield f'"{question.id}" is sealed: a fee cannot read it', "a question that is not personal"
    if answer.type != "flag" and (not question.required or question.show_if is not None):
        yield f'"{question.id}" may be left out, and the fee needs it', "required: true and no show_if"
    if answer.type == "choice":
        unknown = sorted({choice.id for choice in question.choices} - set(answer.choices))
        if unknown:
            yield f'the fee does not know {", ".join(unknown)} of "{question.id}"', one_of(answer.choices)
    if answer.type == "number" and not _is_within(answer, question):
        yield f'"{question.id}" may be more or less than the fee reckons with', _fitting(answer)


def _is_within(answer: AnswerShape, question: QuestionShape) -> bool:
    least, most = question.minimum, question.maximum
    return least is not None and most is not None and answer.minimum <= least and most <= answer.maximum


def _fitting(answer: AnswerShape) -> str:
    fitting: dict[str, Any] = {
        "flag": "true or false",
        "choice": one_of(answer.choices) if answer.choices else "",
        "number": f"minimum and maximum within {answer.minimum} and {answer.maximum}",
    }
    return str(fitting[answer.type])
