"""Every address of the platform, gathered from the page modules of the installed applications.

A page module is a module or package named `pages` or `api` in an application's folder. The order is that
of `INSTALLED_APPS`. Nothing is listed here by hand, so a page cannot be written and forgotten; and a view
without a declared route gives no address, so nothing is served by accident.
"""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps
from django.urls import URLPattern, URLResolver

from cuudinh.web.routes import urls_of

PAGE_MODULE_NAMES = ("pages", "api")


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
    address for module in page_modules() for address in urls_of(module)
]

handler400 = "cuudinh.web.errors.bad_request"
handler403 = "cuudinh.web.errors.not_yours"
handler404 = "cuudinh.web.errors.not_there"
handler500 = "cuudinh.web.errors.broken"
