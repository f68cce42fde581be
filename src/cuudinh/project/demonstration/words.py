"""The words of a demonstration, read from the pack: what people report, answer, ask and remark."""

from collections.abc import Sequence
from pathlib import Path

from cuudinh.packs.shaping import shape_in
from cuudinh.project.pack_shapes import DemoAnswers, DemoWords, Names


def demo_words(folders: Sequence[Path]) -> tuple[DemoWords, Names]:
    """Give the words of the first pack folder that has them, a province's before those it requires."""
    words = shape_in(_first(folders, "demo.yaml"), DemoWords)
    names = shape_in(_first(folders, "names.yaml"), Names)
    return words, names


def demo_answers(folders: Sequence[Path]) -> DemoAnswers:
    """Give what invented people write into forms; a pack without such words has none of its own."""
    try:
        return shape_in(_first(folders, "answers.yaml"), DemoAnswers)
    except FileNotFoundError:
        return DemoAnswers(texts={})


def _first(folders: Sequence[Path], name: str) -> Path:
    for folder in folders:
        path = folder / "demo" / name
        if path.is_file():
            return path
    raise FileNotFoundError(f"demo/{name} is in none of: {', '.join(str(folder) for folder in folders)}")
