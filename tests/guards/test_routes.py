"""Every address that is served declares who may call it, and every page that is written is served."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from cuudinh.web.routes import Route, Who, all_routes
from tests.guards.sources import report

KINDS = {"everyone", "signed_in", "seated", "watchers"}
# A view of our own that only reads may be shown to everybody; writing as a stranger is counted.
WRITING = {"POST", "PUT", "PATCH", "DELETE"}


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        else:
            yield entry


def _undeclared(patterns: Iterable[URLPattern], declared: Iterable[Route]) -> Iterator[str]:
    known = {(found.name, found.address) for found in declared}
    for pattern in patterns:
        if (pattern.name, str(pattern.pattern)) not in known:
            yield f"/{pattern.pattern} is served without a declared route, so nobody said who may call it"


def _unserved(declared: Iterable[Route], patterns: Iterable[URLPattern]) -> Iterator[str]:
    served = {pattern.name for pattern in patterns}
    yield from (
        f"{found.where} declares /{found.address}, which is not served"
        for found in declared
        if found.name not in served
    )


def _open_doors(declared: Iterable[Route]) -> Iterator[str]:
    for found in declared:
        if not isinstance(found.who, Who) or found.who.kind not in KINDS:
            yield f"/{found.address} ({found.where}) does not say who may call it"
        elif found.who.kind == "everyone" and WRITING & set(found.methods) and not found.limit:
            yield f"/{found.address} ({found.where}) lets strangers write without a limit"


def _routes_of_the_platform() -> list[Route]:
    """Give every declared route but those that other tests of the same run declared for themselves."""
    return [found for found in all_routes() if ".tests." not in found.view.__module__]


def test_nothing_is_served_that_does_not_say_who_may_call_it() -> None:
    patterns = list(_patterns(get_resolver()))
    assert patterns, "no address is served at all"
    faults = [*_undeclared(patterns, all_routes()), *_open_doors(_routes_of_the_platform())]
    assert not faults, report(faults)


def test_every_page_that_is_written_is_served() -> None:
    faults = list(_unserved(_routes_of_the_platform(), list(_patterns(get_resolver()))))
    assert not faults, report(faults)


def _view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_planted_addresses_are_caught() -> None:
    undeclared = path("planted", _view, name="planted")
    assert list(_undeclared([undeclared], [])) == [
        "/planted is served without a declared route, so nobody said who may call it"
    ]
    open_door = Route("planted", "planted", _view, Who("everyone"), ("GET", "POST"), None, False)
    nobody = Route("other", "other", _view, None, ("GET",), None, False)  # type: ignore[arg-type]
    assert len(list(_open_doors([open_door, nobody]))) == 2
    assert len(list(_unserved([open_door], []))) == 1
