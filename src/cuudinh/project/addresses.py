"""Every address of the platform, gathered from the page modules of the installed applications.

A page module is a module or package named `pages` or `api` in an application's folder. The order is that
of `INSTALLED_APPS`. Nothing is listed here by hand, so a page cannot be written and forgotten; and a view
without a declared route gives no address, so nothing is served by accident.
"""

import pkgutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps
from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

from cuudinh.web.routes import urls_of

PAGE_MODULE_NAMES = ("pages", "api")


class Grouped(URLResolver):
    """Addresses found by a look-up: whole ones at once, those with parts among the few that begin alike.

    Django asks every pattern in turn, which costs more than many an answer. An address without parts wins over one
    with parts, wherever it was declared.
    """

    def __init__(self, patterns: Sequence[URLPattern]) -> None:
        super().__init__(RoutePattern(""), list(patterns))
        self._whole: dict[str, URLPattern] = {}
        self._with_parts: defaultdict[str, list[URLPattern]] = defaultdict(list)
        for pattern in patterns:
            address = str(pattern.pattern)
            first = address.partition("/")[0]
            if "<" not in address:
                self._whole.setdefault(address, pattern)
                continue
            assert "<" not in first, f"/{address} begins with a part, so any other address could be it"
            self._with_parts[first].append(pattern)

    def resolve(self, path: str) -> ResolverMatch:
        """Give the view of an address; raises `Resolver404`."""
        whole = self._whole.get(path)
        for pattern in (whole,) if whole is not None else self._with_parts.get(path.partition("/")[0], ()):
            match = pattern.resolve(path)
            if match:
                return match
        raise Resolver404({"tried": [], "path": path})


def page_modules() -> Iterator[ModuleType]:
    """Give every page module of the installed applications; of a page package also each module in it."""
    for config in apps.get_app_configs():
        for name in PAGE_MODULE_NAMES:
            if find_spec(f"{config.name}.{name}"):
                yield from _module_and_parts(f"{config.name}.{name}")


def _module_and_parts(dotted: str) -> Iterator[ModuleType]:
    module = import_module(dotted)
    yield module
    for part in pkgutil.iter_modules(getattr(module, "__path__", ())):
        if not part.ispkg:
            yield import_module(f"{dotted}.{part.name}")


urlpatterns: list[URLPattern | URLResolver] = [
    Grouped([address for module in page_modules() for address in urls_of(module)])
]

handler400 = "cuudinh.web.errors.bad_request"
handler403 = "cuudinh.web.errors.not_yours"
handler404 = "cuudinh.web.errors.not_there"
handler500 = "cuudinh.web.errors.broken"
