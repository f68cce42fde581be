"""The description of our API against the standard it follows, and the API against its description."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.definitions import OPENAPI_31
from tests.desks import Town, token_of

from cuudinh.sites.openapi.describing import REF, openapi
from cuudinh.sites.openapi.endpoints import Endpoint, all_endpoints
from cuudinh.sites.openapi.pages.api import TEXT
from cuudinh.sites.openapi.tests.programs import with_key
from cuudinh.web import limits

SERVER = "http://testserver"
# Two ways of making input for each endpoint: what fits the description, and what does not.
EXAMPLES_EACH = 15
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def references(part: Any) -> Iterator[str]:
    """Give every type that a part of the description refers to."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


def test_the_description_is_openapi_3_1(town: Town, program: Client) -> None:
    description = program.get("/api/v1/openapi.json").json()
    faults = [str(fault) for fault in jsonschema_rs.validator_for(OPENAPI_31).iter_errors(description)]
    assert not faults
    broken = {**description, "paths": {"services": {}}}
    assert not jsonschema_rs.validator_for(OPENAPI_31).is_valid(broken), "the validator sees nothing"


def test_every_type_of_the_description_is_a_schema_and_there(town: Town) -> None:
    description = openapi(SERVER)
    schemas = description["components"]["schemas"]
    for schema in schemas.values():
        jsonschema_rs.Draft202012Validator(schema | {"components": {"schemas": schemas}})
    assert set(references(description)) <= {REF + name for name in schemas}


def test_every_endpoint_is_described_under_a_name_of_its_own(town: Town) -> None:
    paths = openapi(SERVER)["paths"]
    names = [one["operationId"] for operations in paths.values() for one in operations.values()]
    assert sorted(names) == sorted(found.name for found in all_endpoints())


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the connection, in whose transaction the test stands, when a request begins or ends."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_input_breaks_an_endpoint_or_its_description(town: Town, mode: GenerationMode) -> None:
    """Every endpoint answers generated input with what its description says, and never with a bug."""
    town.resolved()
    town.accepted()
    schema = schemathesis.openapi.from_dict(openapi(SERVER))
    schema.app = get_wsgi_application()
    keys = {"everyone": "", "signed_in": token_of("dispatcher"), "seated": token_of("dispatcher")}
    declared = {found.name: found for found in all_endpoints()}
    seen: set[int] = set()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        endpoint = declared[operation.definition.raw["operationId"]]
        key = keys[endpoint.who.kind]
        if mode is GenerationMode.POSITIVE or can_be_wrong(endpoint):
            seen |= answered(operation, mode, with_key(key) if key else {})
    reached = (
        {HTTPStatus.OK, HTTPStatus.NOT_FOUND} if mode is GenerationMode.POSITIVE else {HTTPStatus.BAD_REQUEST}
    )
    assert reached <= seen, "the endpoints were not reached"


def can_be_wrong(endpoint: Endpoint) -> bool:
    """Whether anything can be sent that the description does not allow; any text is a number or a cursor."""
    return endpoint.body is not None or any(asked.schema != TEXT for asked in endpoint.asks.values())


def answered(
    operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode, headers: dict[str, str]
) -> set[int]:
    """Call an operation with generated input and give the statuses that came back."""
    seen: set[int] = set()

    @settings(
        max_examples=EXAMPLES_EACH,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case: Any) -> None:
        limits.forget_all()
        seen.add(case.call_and_validate(headers=headers, checks=CHECKS).status_code)

    call()
    return seen
