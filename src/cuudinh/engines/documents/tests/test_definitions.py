"""What a pack may not say of papers, and that the shipped pack is sound."""

from typing import Any

import pytest

from cuudinh.engines.documents.definitions import PART
from cuudinh.engines.documents.tests.worlds import papers_world, said


def faults(changed: dict[str, Any]) -> list[str]:
    return [fault.what for fault in PART.check(papers_world(changed))]


def test_the_papers_of_the_shipped_pack_are_sound() -> None:
    assert faults(said()) == []


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        (("papers", 0, "id"), "recipt", 'unknown kind of paper "recipt"'),
        (("papers", 1, "id"), "receipt", 'two kinds of paper are called "receipt"'),
        (("heading", "dateline"), "{plase}", 'unknown placeholder "plase"'),
        (("papers", 0, "layouts", 0, "body", 1), "Của: {aplicant}", 'unknown placeholder "aplicant"'),
        (("papers", 0, "layouts", 0, "body", 1), "{place.__class__}", "is more than a name"),
        (("papers", 0, "layouts", 0, "body", 1), "{place", "expected '}' before end of string"),
        (("papers", 0, "layouts", 0, "body", 1), "Gồm {parts}", 'unknown placeholder "parts"'),
        (("papers", 0, "layouts", 0, "reference"), "{new_due_at}", 'unknown placeholder "new_due_at"'),
        (("papers", 0, "layouts", 0, "signatures", 0, "name"), "{nam}", 'unknown placeholder "nam"'),
        (("papers", 0, "forms", 0, "value", "layout"), "chng", 'has no layout called "chng"'),
        (("papers", 0, "forms", 1, "since"), "2018-11-23", 'two forms of "receipt" hold from 2018-11-23'),
        (("papers", 6, "layouts", 0, "table"), [], "the rows of this kind of paper have no table"),
        (("papers", 6, "layouts", 0, "table", 0, "cell"), "{place}", 'unknown placeholder "place"'),
        (
            ("papers", 0, "layouts", 0, "table"),
            [{"title": "A", "cell": "{code}", "width": 1}],
            "this kind of paper has no rows",
        ),
    ],
)
def test_a_form_that_cannot_be_filled_is_told(path: tuple[Any, ...], value: Any, what: str) -> None:
    changed = said()
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert any(what in fault for fault in faults(changed)), faults(changed)
