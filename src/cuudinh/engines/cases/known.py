"""Asked once: what the province knows, or somebody answered before, is filled in and shown with where it came from."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cuudinh.engines.cases import sealed
from cuudinh.engines.cases.models import KnownAnswer
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.queries import Particulars
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.packs.forms.parts import parts_of
from cuudinh.packs.forms.shapes import QuestionShape

PROVED: Final = "proved"
ACCOUNT: Final = "account"
_PURPOSE: Final = "known-answer"


def filled_in(actor: Actor, service: ServiceDefinition) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the answers that need not be asked for, and of each where it came from.

    What was proved with who somebody is goes before what they once answered, and that before what they told
    their account.
    """
    answers: dict[str, Any] = {}
    origins: dict[str, str] = {}
    given, particulars = _given_before(actor, service), identity.own_particulars(actor)
    for question in service.shape.questions:
        for value, origin in _found(question, given, particulars):
            answers[question.id], origins[question.id] = value, origin
            break
    return answers, origins


def _found(
    question: QuestionShape, given: Mapping[str, tuple[Any, str]], particulars: Particulars
) -> Iterator[tuple[Any, str]]:
    of_identity = _particular(question, particulars)
    if of_identity and particulars.is_proved:
        yield of_identity, PROVED
    if question.bank and question.bank in given:
        yield given[question.bank]
    if of_identity:
        yield of_identity, ACCOUNT


def _particular(question: QuestionShape, particulars: Particulars) -> Any:
    if question.known_as == "person":
        asked = {part.id for part in parts_of(question)}
        return {name: value for name, value in particulars.known.items() if name in asked}
    return particulars.known.get(question.known_as or "")


def _given_before(actor: Actor, service: ServiceDefinition) -> dict[str, tuple[Any, str]]:
    names = [question.bank for question in service.shape.questions if question.bank]
    rows = KnownAnswer.objects.filter(account_id=actor.account_id or 0, question__in=names)
    return {row.question: (_opened(row), row.case_number) for row in rows}


def _opened(row: KnownAnswer) -> Any:
    return sealed.unseal(row.account_id, f"{_PURPOSE}:{row.question}", bytes(row.sealed))


def remember(actor: Actor, service: ServiceDefinition, answers: Mapping[str, Any], number: str) -> None:
    """Keep what was answered to questions of the bank, in place of what was kept before."""
    assert actor.account_id is not None, "who sends a form is signed in"
    for question in service.shape.questions:
        if question.bank and question.id in answers:
            purpose = f"{_PURPOSE}:{question.bank}"
            KnownAnswer.objects.update_or_create(
                account_id=actor.account_id,
                question=question.bank,
                defaults={
                    "sealed": sealed.seal(actor.account_id, purpose, answers[question.id]),
                    "case_number": number,
                    "given_at": clock.now(),
                },
            )


def held_of(account_ids: list[int]) -> list[dict[str, Any]]:
    """Give what is remembered of some accounts, for their own copy."""
    rows = KnownAnswer.objects.filter(account_id__in=account_ids).order_by("question")
    return [
        {"question": row.question, "answer": _opened(row), "from": row.case_number, "at": row.given_at}
        for row in rows
    ]
