"""A function is at most 40 lines and a file at most 400: past that it has more than one idea."""

from tests.guards.sources import Source, all_code, page_files, parse, report

FUNCTION_LINES_MAX = 40
FILE_LINES_MAX = 400


def _long_functions(source: Source) -> list[str]:
    lengths = ((name, node, (node.end_lineno or 0) - node.lineno + 1) for name, node in source.functions())
    return [
        f"{source.path}:{node.lineno}: {name} has {lines} lines, at most {FUNCTION_LINES_MAX}"
        for name, node, lines in lengths
        if lines > FUNCTION_LINES_MAX
    ]


def _long_file(path: str, text: str) -> list[str]:
    lines = len(text.splitlines())
    if lines <= FILE_LINES_MAX:
        return []
    return [f"{path}: {lines} lines, at most {FILE_LINES_MAX}; split it by its nouns"]


def test_no_function_is_longer_than_forty_lines() -> None:
    faults = [fault for source in all_code() if not source.is_migration for fault in _long_functions(source)]
    assert not faults, report(faults)


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    code = [(source.path, source.text) for source in all_code() if not source.is_migration]
    faults = [fault for path, text in (*code, *page_files()) for fault in _long_file(path, text)]
    assert not faults, report(faults)


def test_a_planted_long_function_is_caught() -> None:
    planted = parse("src/x.py", "class A:\n    def f(self):\n" + "        x = 1\n" * FUNCTION_LINES_MAX)
    assert _long_functions(planted) == ["src/x.py:2: A.f has 41 lines, at most 40"]


def test_a_planted_long_file_is_caught() -> None:
    assert _long_file("a.css", "x\n" * 401)
    assert not _long_file("a.css", "x\n" * 400)
