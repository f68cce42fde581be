"""Every text that a person reads has an English translation that is filled with the same facts."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog

from cuudinh.kernel.refusal import Refusal
from cuudinh.project import documenting, texts
from cuudinh.project.texts import FoundText
from tests.guards.sources import ROOT, report


def _untranslated(found: Iterable[FoundText], catalog: Catalog) -> Iterator[str]:
    for text in found:
        message = catalog.get(text.text)
        translations = message.string if message else ""
        shown = translations if isinstance(translations, str) else (translations or ("",))[0]
        where = f"{text.file.relative_to(ROOT)}:{text.line}"
        if not shown or (message is not None and message.fuzzy):
            yield f"{where}: no English for {text.text!r}"
        elif texts.placeholders(shown) - texts.placeholders(text.text):
            yield f"{where}: the English of {text.text!r} asks for other facts: {shown!r}"


def _sentences_without_english(refusals: Iterable[type[Refusal]], known: Catalog) -> Iterator[str]:
    for refusal in refusals:
        for text in filter(None, (refusal.sentence, refusal.mending)):
            message = known.get(text)
            if message is None or not message.string:
                yield f"{refusal.__module__}.{refusal.__name__}: no English for {text!r}"


def _all_translations() -> Catalog:
    together = Catalog(locale="en")
    for application in texts.applications():
        for message in texts.translations_of(application):
            if message.id:
                together.add(message.id, message.string)
    return together


def _said_in_two_ways(catalogs: Iterable[tuple[str, Catalog]]) -> Iterator[str]:
    """Give the texts that applications translate otherwise: of all of them Django shows the words of one."""
    known: dict[object, tuple[str, object]] = {}
    for name, catalog in catalogs:
        for message in catalog:
            if not message.id:
                continue
            first, said = known.setdefault((message.context, message.id), (name, message.string))
            if said != message.string:
                yield f"{message.id!r}: {said!r} in {first}, {message.string!r} in {name}"


def test_a_text_has_one_english_in_all_applications() -> None:
    catalogs = [(str(one.relative_to(ROOT)), texts.translations_of(one)) for one in texts.applications()]
    told = list(_said_in_two_ways(catalogs))
    assert not told, report([*told, "settle on one, or say what each is about with pgettext"])


def test_a_planted_second_english_is_caught() -> None:
    first, second = Catalog(locale="en"), Catalog(locale="en")
    first.add("Tìm", "Search")
    second.add("Tìm", "Find")
    second.add("Tìm", "Find a case", context="button")
    assert list(_said_in_two_ways([("a", first), ("b", second)])) == ["'Tìm': 'Search' in a, 'Find' in b"]


def test_every_text_of_every_application_has_its_english() -> None:
    faults = [
        fault
        for application in texts.applications()
        for fault in _untranslated(texts.texts_of(application), texts.translations_of(application))
    ]
    assert not faults, report(faults)


def test_every_refusal_has_its_english() -> None:
    faults = list(_sentences_without_english(documenting.refusals(), _all_translations()))
    assert not faults, report(faults)


def test_a_planted_text_is_found_in_code_and_template_and_missed_in_the_translations(tmp_path: Path) -> None:
    planted = ROOT / "src" / "cuudinh"
    (tmp_path / "templates").mkdir()
    (tmp_path / "a.py").write_text('x = _("Gửi {number}")\ny = _("Xong")\n', "utf-8")
    (tmp_path / "templates" / "a.html").write_text('<p>{{ _("Chào") }}</p>', "utf-8")
    found = [FoundText(text.text, planted / text.file.name, text.line) for text in texts.texts_of(tmp_path)]
    assert {text.text for text in found} == {"Gửi {number}", "Xong", "Chào"}

    catalog = Catalog(locale="en")
    catalog.add("Gửi {number}", "Send %(code)s")
    catalog.add("Xong", "Done")
    assert list(_untranslated(found, catalog)) == [
        "src/cuudinh/a.py:1: the English of 'Gửi {number}' asks for other facts: 'Send %(code)s'",
        "src/cuudinh/a.html:1: no English for 'Chào'",
    ]


def test_a_planted_refusal_without_english_is_caught() -> None:
    class Planted(Refusal):
        """400: planted."""

        sentence = "Không ai dịch câu này."
        mending = "Cũng không ai dịch câu này."

    assert len(list(_sentences_without_english([Planted], Catalog(locale="en")))) == 2
