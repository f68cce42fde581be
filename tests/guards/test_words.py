"""One word per thing: `docs/words.md` knows every word that models and keys of packs are made of."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.guards.sources import ROOT, Source, parse, product_code, report

WORDS = ROOT / "docs" / "words.md"
PLAIN = "## Plain words"


def _known(text: str) -> frozenset[str]:
    """Give the words of the table's first column, and those that are said to mean what they mean anywhere."""
    table, _, plain = text.partition(PLAIN)
    entries = re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
    return frozenset(re.findall(r"[a-z]+", " ".join([*entries, plain]).lower()))


def _models(source: Source) -> Iterator[tuple[int, str]]:
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("Model") for base in node.bases):
            yield node.lineno, re.sub(r"(?<!^)([A-Z])", r"_\1", node.name).lower()


def _keys_of_packs(source: Source) -> Iterator[tuple[int, str]]:
    shapes = {"Shape"}
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef) and any(
            ast.unparse(base).split("[")[0] in shapes for base in node.bases
        ):
            shapes.add(node.name)
            for field in node.body:
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                    yield field.lineno, field.target.id.strip("_")


def _unknown(path: str, names: Iterable[tuple[int, str]], known: frozenset[str]) -> Iterator[str]:
    for line, name in names:
        missing = [word for word in re.findall("[a-z]+", name) if not _forms(word) & known]
        if missing:
            yield f"{path}:{line}: {name}: docs/words.md does not know {', '.join(missing)}"


def _forms(word: str) -> set[str]:
    """Give a word and what it may be the plural of."""
    return {word, word.removesuffix("s"), word.removesuffix("ies") + "y"}


def _faults(source: Source, known: frozenset[str]) -> list[str]:
    models = _models(source) if source.module.endswith(".models") or ".models." in source.module else ()
    return [*_unknown(source.path, models, known), *_unknown(source.path, _keys_of_packs(source), known)]


def test_the_words_of_models_and_packs_are_explained() -> None:
    known = _known(WORDS.read_text("utf-8"))
    faults = [fault for source in product_code() for fault in _faults(source, known)]
    assert not faults, report(faults)


def test_planted_words_are_caught() -> None:
    known = _known("| word | vi |\n|---|---|\n| case | hồ sơ |\n\n## Plain words\n\nid, name\n")
    model = parse("src/cuudinh/engines/x/models.py", "class CaseTicket(models.Model):\n    pass\n")
    shape = parse(
        "src/cuudinh/engines/x/shapes.py", "class AShape(Shape):\n    cases: int\n    issue_name: str\n"
    )
    assert _faults(model, known) == [
        "src/cuudinh/engines/x/models.py:1: case_ticket: docs/words.md does not know ticket"
    ]
    assert _faults(shape, known) == [
        "src/cuudinh/engines/x/shapes.py:3: issue_name: docs/words.md does not know issue"
    ]
