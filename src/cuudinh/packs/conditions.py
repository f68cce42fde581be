"""Conditions of a pack: CEL, the common expression language, compiled once and checked before use.

Only that part of CEL is taken which gives the same answer on the server and on the page, always ends, and
cannot fail once it was checked: comparing, joining by and, or, not, and a few words on texts and lists. No
loops, no patterns, no division, no indexes.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from cuudinh.kernel.text import nearest
from cuudinh.packs import cel
from cuudinh.packs.faults import one_of

LENGTH_MOST = 2000
_OPERATORS = {f"_{sign}_" for sign in ("&&", "||", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "?:")} | {
    "!_",
    "-_",
    "@in",
    "_?_:_",
}
_FUNCTIONS = {"size", "contains", "startsWith", "endsWith", "int", "double", "string"}
_LOOPS = re.compile(r"\.\s*(all|exists|exists_one|map|filter)\s*\(")
_PROBLEM = re.compile(r"<input>:\d+:(\d+): (?:Syntax error: )?(.{1,80})")
_TOKEN = re.compile(
    r"""(?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
    r"|(?P<path>[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*)"
    r"|(?P<sign>==|!=|\S)"
)
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
_WORDS_OF_CEL = {"true", "false", "null", "in", "has", "int", "double", "string", "size"}
Token = tuple[str, str]


class Formula:
    """A formula such as `answers.area_m2 * 25000.0`, of the same CEL as a condition.

    Raises `ValueError`, in one sentence, when it is no CEL or more than is taken of it.
    """

    _gives: tuple[type, ...] = (bool, int, float, str)
    _gives_words = "a number, a text, true or false"

    __slots__ = ("_needs", "_program", "text")

    def __init__(self, text: str) -> None:
        if len(text) > LENGTH_MOST:
            raise ValueError(f"a condition has at most {LENGTH_MOST} characters")
        self.text = text
        self._program = _compiled(text)
        self._needs = _needs_of(self.reads())

    @property
    def variables(self) -> frozenset[str]:
        """Give the names of the variables that are read."""
        return frozenset(self._program.variables())

    @property
    def roots(self) -> Collection[str]:
        """Give the names at which what is read begins, such as `answers`: found once, when it was compiled."""
        return self._needs.keys()

    def faults(
        self, samples: Sequence[Mapping[str, Any]], *, words: Mapping[str, Collection[str]] | None = None
    ) -> list[str]:
        """Give what is wrong, by the facts it will be asked with: unknown names, types, no yes or no.

        Every sample has all the names that facts have, since CEL finds wrong types only while it runs.
        `words` says of a name such as `topic` or `answers.container` which texts it can be at all.
        """
        tokens = list(_tokens(self.text))
        found = [*_unknown_names(tokens, samples[0]), *_unknown_words(tokens, words or {})]
        if not found:
            found = [fault for sample in samples if (fault := self._fault_on(sample))]
        return list(dict.fromkeys(found))

    def reads(self) -> frozenset[str]:
        """Give every name with what stands under it, as the text has it, such as `answers.area_m2`."""
        return frozenset(".".join(names) for names in _names_in(list(_tokens(self.text))))

    def literals(self) -> tuple[frozenset[float], frozenset[str]]:
        """Give the numbers and the texts that stand in the formula: where it may come out differently.

        >>> numbers, texts = Condition("answers.age >= 18 && topic == 'a2'").literals()
        >>> sorted(numbers), sorted(texts)
        ([18.0], ['a2'])
        """
        tokens = list(_tokens(self.text))
        texts = frozenset(word[1:-1] for kind, word in tokens if kind == "text")
        beside = "".join(word if kind != "text" else "''" for kind, word in tokens)
        return frozenset(map(float, _NUMBER.findall(beside))), texts

    def value(self, facts: Mapping[str, Any]) -> Any:
        """Give what comes out for these facts."""
        return self._program.execute(self._needed(facts))

    def _needed(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Give only those facts that are read: every one is handed over to CEL, and a long form has hundreds."""
        return {
            name: {one: facts[name][one] for one in under if one in facts[name]} if under else facts[name]
            for name, under in self._needs.items()
            if name in facts
        }

    def _fault_on(self, sample: Mapping[str, Any]) -> str:
        try:
            result = self._program.execute(dict(sample))
        except (KeyError, RuntimeError, TypeError, ValueError) as wrong:
            return str(wrong).split(". ", 1)[0]
        return "" if isinstance(result, self._gives) else self._other(result)

    def _other(self, result: object) -> str:
        return f"gives {type(result).__name__}, not {self._gives_words}"


class Condition(Formula):
    """A condition such as `topic == 'o-ga' && answers.depth_cm > 10`: a formula that gives true or false."""

    __slots__ = ()
    _gives = (bool,)
    _gives_words = "true or false"

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether the condition holds for these facts."""
        return bool(self.value(facts))


def _needs_of(reads: Collection[str]) -> dict[str, frozenset[str]]:
    """Give the variables that are read, each with the names under it; none: all of it is."""
    paths = [path.split(".") for path in reads]
    whole = {path[0] for path in paths if len(path) == 1}
    return {
        name: frozenset() if name in whole else frozenset(path[1] for path in paths if path[0] == name)
        for name, *_ in paths
    }


def _compiled(text: str) -> Any:
    loop = _LOOPS.search(text)
    if loop:
        raise ValueError(f'"{loop[1]}" is not taken here; a condition has no loops')
    try:
        program = cel.compile(text)
    except ValueError as wrong:
        found = _PROBLEM.search(str(wrong))
        raise ValueError(f"no CEL at character {found[1]}: {found[2]}" if found else "no CEL") from wrong
    for name in program.functions():
        if name not in _OPERATORS | _FUNCTIONS:
            raise ValueError(f'"{name.strip("_@")}" is not taken here; {one_of(_FUNCTIONS)}')
    return program


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        kind = str(found.lastgroup)
        word = found[0]
        yield kind, re.sub(r"\s", "", word) if kind == "path" else word


def _names_in(tokens: Sequence[Token]) -> Iterator[list[str]]:
    """Give every name that is read, part by part; the word of a call, such as `startsWith`, is none."""
    for (kind, word), (_, after) in pairwise([*tokens, ("sign", "")]):
        if kind == "path" and word not in _WORDS_OF_CEL:
            names = word.split(".")
            if found := names[:-1] if after == "(" else names:
                yield found


def _unknown_names(tokens: Sequence[Token], sample: Mapping[str, Any]) -> Iterator[str]:
    for names in _names_in(tokens):
        yield from _unknown_name(names, sample)


def _unknown_name(names: Sequence[str], sample: Mapping[str, Any]) -> Iterator[str]:
    inside: Any = sample
    for number, name in enumerate(names):
        before = ".".join(names[:number])
        if not isinstance(inside, Mapping):
            yield f'"{before}" has nothing within, so no "{name}"'
            return
        if name not in inside:
            yield _unknown(f"name under {before}:" if before else "variable", name, inside)
            return
        inside = inside[name]


def _unknown_words(tokens: Sequence[Token], words: Mapping[str, Collection[str]]) -> Iterator[str]:
    """A text that a name can never be: the condition would be false for ever, and nobody would know why."""
    for path, text in _compared(tokens):
        if path in words and text not in words[path]:
            yield _unknown(path, text, words[path])


def _compared(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Give the names with the texts they are compared to, on either side or in a list."""
    for place, (kind, name) in enumerate(tokens):
        if kind == "path":
            before, after = tokens[max(place - 2, 0) : place][::-1], tokens[place + 1 : place + 3]
            yield from ((name, text) for beside in (before, after) for text in _other_side(beside))
            if [word for _, word in after] == ["in", "["]:
                yield from ((name, text) for text in _listed(tokens[place + 3 :]))


def _other_side(beside: Sequence[Token]) -> Iterator[str]:
    """The text beside a name, when a sign of equality stands between."""
    match beside:
        case [(_, "==" | "!="), ("text", text)]:
            yield text[1:-1]


def _listed(tokens: Sequence[Token]) -> Iterator[str]:
    for kind, word in tokens:
        if word == "]":
            return
        if kind == "text":
            yield word[1:-1]


def _unknown(kind: str, name: str, names: Collection[str]) -> str:
    near = nearest(name, names)
    hint = f'; did you mean "{near}"?' if near else ""
    return f'unknown {kind} "{name}"; expected {one_of(names)}{hint}'
