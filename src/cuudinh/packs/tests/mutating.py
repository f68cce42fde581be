"""Ways in which people and machines break packs. Each takes a file and gives what became of it.

A way in `SURELY` breaks every pack it can be used on; one in `PERHAPS` may also leave it sound (a line of a
comment removed, a number made another one), and then the pack has to work.
"""

import random
import re
from collections.abc import Callable, Mapping

Files = dict[str, bytes]
Way = Callable[[random.Random, str], str | None]

_KEY = re.compile(r"^( *(?:- )?\{?)([a-z_]+):", re.MULTILINE)
_VALUE = re.compile(r"(?<=: )[^\n{}\[\],]+")
_ODD_VALUES = (
    "", "null", "~", "yes", "0", "-1", "1e999", "99999999999999999999999", "012", "[]", "{}", "[[1]]", "'", '"',
    "{vi: x}", "2026-13-45", "2026-11-23T10:00:00", "*a", "&a b", "!!python/object:os.system x", "|", ">-", "%",
    "<<: {a: 1}", "\\x00", "a" * 5000, "Đ" * 500, "../../etc", "${HOME}", "nan", "true", "😀", "\u0301",
)  # fmt: skip
_UNSEEN = ("\x00", "\u202e", "\ufeff", "\u2028", "\x85", "\x1b", "\u200f", "\r")


def rename_key(rng: random.Random, text: str) -> str | None:
    """Give one key another name."""
    found = list(_KEY.finditer(text))
    return _with(text, rng.choice(found).span(2), "zz" + rng.choice(found)[2]) if found else None


def double_key(rng: random.Random, text: str) -> str | None:
    """Let a line with a key at the beginning stand twice."""
    lines = text.split("\n")
    tops = [number for number, line in enumerate(lines) if re.match(r"[a-z_]+: .", line)]
    if not tops:
        return None
    lines.insert(rng.choice(tops), lines[rng.choice(tops[:1])])
    return "\n".join(lines)


def put_tab(rng: random.Random, text: str) -> str:
    """Put a tab at the beginning of a line."""
    return _at_line(rng, text, lambda line: "\t" + line)


def put_unseen(rng: random.Random, text: str) -> str:
    """Put a character nobody sees before the end of a line."""
    return _at_line(rng, text, lambda line: f"{line}{rng.choice(_UNSEEN)}x")


def put_decomposed(rng: random.Random, text: str) -> str:
    """Put a letter whose accent stands apart."""
    return _at_line(rng, text, lambda line: line + " a\u0301")


def put_alias(rng: random.Random, text: str) -> str | None:
    """Put an alias for a value."""
    found = list(_VALUE.finditer(text))
    return _with(text, rng.choice(found).span(), "*elsewhere") if found else None


def nest_deeply(rng: random.Random, text: str) -> str | None:
    """Put a value of a thousand levels."""
    found = list(_VALUE.finditer(text))
    return _with(text, rng.choice(found).span(), "[" * rng.randint(50, 3000)) if found else None


def double_row(rng: random.Random, text: str) -> str:
    """Let a row stand twice, so that its name does."""
    lines = text.rstrip("\n").split("\n")
    return "\n".join([*lines, rng.choice(lines[1:])]) + "\n"


def close_circle(rng: random.Random, text: str) -> str | None:
    """Put the top of the tree under another row of the table."""
    if "parent" not in text.split("\n", 1)[0].split(","):
        return None
    rows = [line.split(",") for line in text.rstrip("\n").split("\n")]
    rows[1][rows[0].index("parent")] = rng.choice(rows[2:])[0]
    return "\n".join(map(",".join, rows)) + "\n"


def unknown_parent(rng: random.Random, text: str) -> str | None:
    """Name a parent that is not there."""
    if "parent" not in text.split("\n", 1)[0].split(","):
        return None
    rows = [line.split(",") for line in text.rstrip("\n").split("\n")]
    rng.choice(rows[2:])[rows[0].index("parent")] = "nowhere"
    return "\n".join(map(",".join, rows)) + "\n"


def wrong_day(rng: random.Random, text: str) -> str | None:
    """Make a day one that no calendar has."""
    found = list(re.finditer(r"\b20\d\d-\d\d-\d\d\b", text))
    wrong = ("2023-02-29", "2024-13-01", "24-01-01", "2024/01/01", "01-01-2024", "2024-1-1", "0000-00-00")
    return _with(text, rng.choice(found).span(), rng.choice(wrong)) if found else None


def drop_cell(rng: random.Random, text: str) -> str:
    """Drop a cell of a row."""
    lines = text.rstrip("\n").split("\n")
    number = rng.randrange(len(lines))
    lines[number] = lines[number].replace(",", "", 1)
    return "\n".join(lines) + "\n"


def drop_line(rng: random.Random, text: str) -> str:
    """Drop a line."""
    lines = text.split("\n")
    del lines[rng.randrange(len(lines))]
    return "\n".join(lines)


def swap_lines(rng: random.Random, text: str) -> str:
    """Swap two lines."""
    lines = text.split("\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def odd_value(rng: random.Random, text: str) -> str | None:
    """Put an odd value in place of one."""
    found = list(_VALUE.finditer(text))
    return _with(text, rng.choice(found).span(), rng.choice(_ODD_VALUES)) if found else None


def odd_cell(rng: random.Random, text: str) -> str:
    """Put an odd value into a cell."""
    rows = [line.split(",") for line in text.rstrip("\n").split("\n")]
    row = rng.choice(rows)
    row[rng.randrange(len(row))] = rng.choice(_ODD_VALUES)
    return "\n".join(map(",".join, rows)) + "\n"


def indent(rng: random.Random, text: str) -> str:
    """Move a line to the right."""
    return _at_line(rng, text, lambda line: " " * rng.randint(1, 5) + line)


def cut_short(rng: random.Random, text: str) -> str:
    """Lose the end of the file."""
    return text[: rng.randrange(len(text))]


def flip_characters(rng: random.Random, text: str) -> str:
    """Put some characters where they do not belong."""
    letters = list(text)
    for _ in range(rng.randint(1, 6)):
        letters.insert(rng.randrange(len(letters)), rng.choice("{}[]:,-#'\"&*!|>%@`\n \\đ0"))
    return "".join(letters)


SURELY: Mapping[str, tuple[Way, ...]] = {
    "yaml": (rename_key, double_key, put_tab, put_unseen, put_decomposed, put_alias, nest_deeply, wrong_day),
    "csv": (put_unseen, put_decomposed, double_row, close_circle, unknown_parent, wrong_day, drop_cell),
}
PERHAPS: Mapping[str, tuple[Way, ...]] = {
    "yaml": (drop_line, swap_lines, odd_value, indent, cut_short, flip_characters),
    "csv": (drop_line, swap_lines, odd_cell, cut_short, flip_characters),
}


def broken(rng: random.Random, files: Files) -> tuple[Files, str, bool]:
    """Give the files with something done to them, what it was, and whether it surely broke the pack."""
    if rng.random() < 0.1:
        return _files_broken(rng, files)
    path = rng.choice([path for path in sorted(files) if path.endswith((".yaml", ".csv"))])
    kind = path.rsplit(".", 1)[1]
    is_sure = rng.random() < 0.5
    way = rng.choice((SURELY if is_sure else PERHAPS)[kind])
    text = way(rng, files[path].decode())
    if text is None:
        return broken(rng, files)
    return files | {path: text.encode()}, f"{way.__name__} in {path}", is_sure


def _files_broken(rng: random.Random, files: Files) -> tuple[Files, str, bool]:
    path = rng.choice(sorted(files))
    match rng.randrange(4):
        case 0:
            return {name: body for name, body in files.items() if name != path}, f"lose {path}", False
        case 1:
            return files | {f"{path}.bak": files[path]}, f"keep {path}.bak", True
        case 2:
            body = bytearray(files[path])
            body[rng.randrange(len(body))] = rng.randrange(128, 256)
            return files | {path: bytes(body)}, f"a bad byte in {path}", False
        case _:
            return files | {path: b""}, f"empty {path}", not path.endswith(".md")


def _with(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


def _at_line(rng: random.Random, text: str, change: Callable[[str], str]) -> str:
    lines = text.split("\n")
    number = rng.choice([number for number, line in enumerate(lines) if line.strip()])
    lines[number] = change(lines[number])
    return "\n".join(lines)
