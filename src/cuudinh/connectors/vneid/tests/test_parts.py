"""The parts of the connector: what is agreed, the invented people, and the circuit breaker."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from cuudinh.connectors.asking.circuit import FAILURES_MOST, REST_SECONDS, Circuit, Resting
from cuudinh.connectors.asking.wire import Unheard
from cuudinh.connectors.vneid.fake.personas import PERSONAS
from cuudinh.connectors.vneid.manifest import Manifest, manifest
from cuudinh.connectors.vneid.numbers import number_of


def test_an_unknown_key_of_the_manifest_is_an_error() -> None:
    agreed = manifest().model_dump()
    assert Manifest.model_validate(agreed) == manifest()
    with pytest.raises(ValidationError):
        Manifest.model_validate({**agreed, "algorithms": ["none"]})
    with pytest.raises(ValidationError):
        Manifest.model_validate({**agreed, "algorithm": "HS256"})


def test_a_level_nobody_agreed_on_gives_no_assurance() -> None:
    assert [manifest().assurance_of(one) for one in ("urn:vneid:muc:1", "urn:vneid:muc:2")] == [1, 2]
    others: list[Any] = ["urn:vneid:muc:3", "", None, 2, ["urn:vneid:muc:2"]]
    assert {manifest().assurance_of(one) for one in others} == {None}


def test_there_are_twelve_invented_people_with_numbers_that_nobody_has() -> None:
    assert len({one.id for one in PERSONAS}) == len({one.subject for one in PERSONAS}) == 12
    for one in PERSONAS:
        told = {"citizen_id": one.citizen_number, "passport_number": one.passport_number}
        kind, number = number_of({key: value for key, value in told.items() if value}, manifest().claims)
        assert number
        # No province has the number 000.
        assert kind == "passport" or number.startswith("000")


def test_three_silences_open_the_circuit_for_every_process_and_one_answer_closes_it(tmp_path: Path) -> None:
    now = [1000.0]
    here, beside = (Circuit(tmp_path / "mark", lambda: now[0]) for _ in range(2))
    for _ in range(FAILURES_MOST):
        assert here.is_closed()
        with pytest.raises(Unheard), here.asking((Unheard,)):
            raise Unheard("down")
    assert not beside.is_closed()
    with pytest.raises(Resting), beside.asking((Unheard,)):
        pytest.fail("whoever rests is not asked")
    now[0] += REST_SECONDS + 1
    # One asks, and as long as it has no answer all others still wait.
    with beside.asking((Unheard,)), pytest.raises(Resting), here.asking((Unheard,)):
        pytest.fail("only one asks")
    assert here.is_closed()
    with here.asking((Unheard,)):
        pass


def test_a_refusal_is_an_answer(tmp_path: Path) -> None:
    circuit = Circuit(tmp_path / "mark")
    for wrong in (Unheard("slow"), Unheard("slow"), ValueError("no"), Unheard("slow"), Unheard("slow")):
        with pytest.raises(type(wrong)), circuit.asking((Unheard,)):
            raise wrong
    assert circuit.is_closed()
