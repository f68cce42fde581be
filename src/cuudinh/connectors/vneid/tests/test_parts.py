"""The parts of the connector: what is agreed, the invented people, and the circuit breaker."""

from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from joserfc.jws import JWSRegistry
from pydantic import ValidationError
from tests.vneid import served_fake  # noqa: F401  a fixture

from cuudinh.connectors.asking.circuit import FAILURES_MOST, REST_SECONDS, Circuit, Resting
from cuudinh.connectors.asking.wire import Unheard, Wire
from cuudinh.connectors.vneid.discovery import Provider
from cuudinh.connectors.vneid.fake import CLIENT
from cuudinh.connectors.vneid.fake.personas import PERSONAS
from cuudinh.connectors.vneid.fake.provider import FakeProvider
from cuudinh.connectors.vneid.manifest import Manifest, manifest
from cuudinh.connectors.vneid.numbers import number_of
from cuudinh.connectors.vneid.tokens import Expected, claims_of
from cuudinh.engines.identity.types import SignOnRefused


def test_an_unknown_key_of_the_manifest_is_an_error() -> None:
    agreed = manifest().model_dump()
    assert Manifest.model_validate(agreed) == manifest()
    with pytest.raises(ValidationError):
        Manifest.model_validate({**agreed, "algorithms": ["none"]})
    with pytest.raises(ValidationError):
        Manifest.model_validate({**agreed, "algorithm": "HS256"})


@pytest.mark.asvs("6.8.4")
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


@pytest.mark.asvs("9.1.3")
@pytest.mark.parametrize("named", ["jwk", "jku", "x5u", "x5c"])
def test_a_key_that_the_token_itself_brings_is_not_used(
    served_fake: FakeProvider,  # noqa: F811
    named: str,
) -> None:
    agreed, mine = manifest(), RSAKey.generate_key(2048)
    brought: dict[str, Any] = {
        "jwk": mine.as_dict(private=False),
        "jku": "https://evil.example/jwks",
        "x5u": "https://evil.example/x",
        "x5c": ["MIIB"],
    }
    header = {"alg": agreed.algorithm, "kid": served_fake.keys[0].kid, named: brought[named]}
    registry = JWSRegistry(algorithms=[agreed.algorithm], strict_check_header=False)
    token = jwt.encode(header, {"iss": served_fake.issuer, "sub": "evil"}, mine, registry=registry)
    provider = Provider(served_fake.issuer, agreed.algorithm, Wire())
    with pytest.raises(SignOnRefused) as refused:
        claims_of(token, provider, agreed, Expected(CLIENT, "n", "t"))
    assert refused.value.facts["reason"] in {"signature", "unreadable"}
