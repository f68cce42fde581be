"""The Jinja environment of every page: escaped by default, strict about names, one set of filters."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from cuudinh.web import filters, stylesheet
from cuudinh.web.province import province
from cuudinh.web.risk import RISKS
from cuudinh.web.routes import url

SPRITE = "web/icons.svg"


class PageTemplate(Template):
    """A template whose imports are found as they are: all templates read the globals of one environment.

    Jinja compares the globals of both at each import, in case that somebody gave a template some of its own.
    """

    def _get_default_module(self, _context: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def environment(**options: Any) -> Environment:
    """Make the environment; called once by Django's Jinja backend, which gives the options.

    A missing variable is a bug and not an empty space, so `StrictUndefined`; templates of an application
    are in its `templates` folder and are named with the application: `portal/home.html`.
    """
    folders = [Path(config.path) / "templates" for config in apps.get_app_configs()]
    made = Environment(  # noqa: S701 - escaping is set for every file, not by its ending
        **{
            **options,
            "autoescape": True,
            "loader": FileSystemLoader([folder for folder in folders if folder.is_dir()]),
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
        }
    )
    made.template_class = PageTemplate
    made.install_gettext_callables(  # type: ignore[attr-defined] # added by the i18n extension
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.filters.update(filters.FILTERS)
    made.globals.update(
        _=said,
        url=url,
        static=static if settings.DEBUG else lru_cache(static),
        drawn_once=drawn_once,
        icon=icon,
        province=_ProvinceInForce(),
        stylesheet=stylesheet.address,
        RISKS=RISKS,
    )
    return made


def said(sentence: str, **parts: object) -> Markup:
    """Give a sentence in the language of the request, with its parts filled in."""
    words = _said(get_language(), sentence)
    return words % parts if parts else words


@lru_cache(maxsize=4_096)
def _said(_language: str | None, sentence: str) -> Markup:
    # Whoever fills in no parts writes a percent sign twice, as where there are parts.
    words = gettext(sentence)
    return Markup(words if "%(" in words else words % {})  # noqa: S704  our own sentences


def drawn_once(macro: Callable[..., Markup], *given: Hashable, **named: Hashable) -> Markup:
    """Draw a macro, or give what it drew of the same in the same language before.

    For what many pages show alike. The macro must draw by what it is given alone: no clock, no context.
    """
    return _drawn(get_language(), macro, given, tuple(named.items()))


@lru_cache(maxsize=1_024)
def _drawn(
    _language: str | None,
    macro: Callable[..., Markup],
    given: tuple[Hashable, ...],
    named: tuple[tuple[str, Hashable], ...],
) -> Markup:
    return macro(*given, **dict(named))


@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> Markup:
    """Draw an icon of the sprite; without a label it is only decoration beside words.

    >>> icon("bell").startswith('<svg class="icon" aria-hidden="true"')
    True
    """
    heard = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    drawn = Markup('<svg class="icon" {} focusable="false"><use href="{}#{}"></use></svg>')
    return drawn.format(heard, static(SPRITE), name)


class _ProvinceInForce:
    """The province as templates and macros see it: whatever is asked of it is asked of the one in force."""

    def __getattr__(self, name: str) -> Any:
        return getattr(province(), name)
