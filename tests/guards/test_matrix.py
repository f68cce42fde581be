"""Every route has its place in the matrix of who may reach what (`tests/matrix`), and the table names no other."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse

from cuudinh.project import documenting
from cuudinh.web.routes import EVERYONE, Route
from tests.guards.sources import report
from tests.matrix.table import TABLE


def _without_place(routes: Iterable[Route], names: Iterable[str]) -> Iterator[str]:
    for route in routes:
        reads = set(route.methods) <= {"GET", "HEAD"}
        if ("<" in route.address or not reads) and route.name not in names:
            yield f'say in tests/matrix/table.py who may reach "{route.name}", /{route.address}'


def test_every_route_has_its_place_in_the_matrix() -> None:
    routes = documenting.declared_routes()
    faults = list(_without_place(routes, TABLE))
    assert not faults, report(faults)
    gone = sorted(TABLE.keys() - {found.name for found in routes})
    assert not gone, f"tests/matrix/table.py names routes that are not: {', '.join(gone)}"


def _view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_a_planted_route_without_a_place_is_caught() -> None:
    reads = Route("planted", "planted", _view, EVERYONE, ("GET",), None, False)
    writes = Route("planted", "planted", _view, EVERYONE, ("POST",), None, False)
    of_a_thing = Route("planted/<int:number>", "planted", _view, EVERYONE, ("GET",), None, False)
    assert len(list(_without_place([reads, writes, of_a_thing], ()))) == 2
    assert list(_without_place([writes, of_a_thing], ("planted",))) == []
