"""Faults in tables, sheets, themes and files as a whole, in their exact words."""

import pytest

from cuudinh.packs.checking import check
from cuudinh.packs.faults import PackRefused
from cuudinh.packs.loading import FILES_MOST, pack_of
from cuudinh.packs.tests.ground import GRAMMAR, faults_of, library, small_files

SHEET, TEAMS = "pack.yaml", "teams.csv"

WRONG_TABLES = [
    (
        "code,",
        "kode,",
        [
            'teams.csv:1: column "code" is missing; expected the columns code, parent, begins, size, skills',
            'teams.csv:1: unknown column "kode"; expected one of: begins, code, parent, size, skills; did you mean '
            '"code"?',
        ],
    ),
    ("size,skills", "size,size", ['teams.csv:1: column "size" stands twice; expected each column once']),
    (
        "roads,top,2020-01-01,12,dig;pave",
        "roads,top,2020-01-01,12",
        ["teams.csv:3: 4 cells; expected 5, as the first line has"],
    ),
    (
        "roads,top,2020-01-01,12",
        "roads,top,2020-01-01,many",
        ['teams.csv:3: size is "many"; expected a whole number'],
    ),
    ("roads,top,2020-01-01,12", "roads,top,,12", ['teams.csv:3: "begins" is missing; expected First day']),
    (
        "lamps,top",
        "lamps, top",
        ['teams.csv:4: column "parent" has spaces around; expected no spaces around a cell'],
    ),
    (
        "top,,",
        '"top,,',
        [
            "teams.csv:2: no CSV: unexpected end of data; "
            "expected cells apart by commas, in quotes where needed"
        ],
    ),
    ("lamps,top", "\nlamps,top", ["teams.csv:4: an empty line; expected a row"]),
    (
        "dig;pave",
        "dig;Pave",
        [
            'teams.csv:3: skills is "Pave"; expected a code of small letters, digits, hyphens, points and underscores',
        ],
    ),
    (
        "top,,",
        "top,night,",
        [
            'teams.csv:2: "top" stands above itself; expected a tree',
            'teams.csv:4: "lamps" stands above itself; expected a tree',
            'teams.csv:5: "night" stands above itself; expected a tree',
        ],
    ),
]

WRONG_SHEETS = [
    (
        "id: small",
        "id: smal",
        ['pack.yaml:1: id is "smal"; expected "small", as its folder; did you mean "small"?'],
    ),
    ('frame: ">=2"', 'frame: ">=3"', ["pack.yaml:6: frame is of version 2; expected frame >=3"]),
    (
        'platform: ">=0.1"',
        'platform: ">=2"',
        ["pack.yaml:5: platform is of version 0.1.0; expected platform >=2"],
    ),
    (
        'frame: ">=2"',
        'frme: ">=2"',
        [
            'pack.yaml:6: unknown pack "frme"; expected one of: frame, platform; did you mean "frame"?',
        ],
    ),
    ('frame: ">=2"', "frame: two", ['pack.yaml:6: requires.frame is "two"; expected a version such as >=1']),
    (
        'frame: ">=2"',
        'small: ">=1"',
        ['pack.yaml:6: "small" requires itself; expected packs without a circle'],
    ),
    (
        "Asia/Ho_Chi_Minh",
        "Asia/Hue",
        [
            'pack.yaml:8: timezone: "Asia/Hue" is no time zone; expected one such as Asia/Ho_Chi_Minh',
        ],
    ),
    ("version: 1", "version: 7", ["CHANGELOG.md:1: nothing on version 7; expected a heading “## 7”"]),
]


@pytest.mark.parametrize(("old", "new", "expected"), WRONG_TABLES)
def test_a_fault_in_a_table_is_told_in_these_words(old: str, new: str, expected: list[str]) -> None:
    assert faults_of(TEAMS, old, new) == expected


@pytest.mark.parametrize(("old", "new", "expected"), WRONG_SHEETS)
def test_a_fault_in_the_sheet_is_told_in_these_words(old: str, new: str, expected: list[str]) -> None:
    assert faults_of(SHEET, old, new) == expected


def test_a_pale_colour_is_refused_with_the_contrast_it_reaches() -> None:
    assert faults_of("theme/theme.yaml", "#0b5563", "#9fd3f5") == [
        "theme/theme.yaml:2: light brand #9fd3f5 on #fcfbf9 has a contrast of 1.55; expected at least 4.5"
    ]


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("<svg", "no SVG: unclosed token: line 1, column 0; expected a drawing"),
        (
            '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
            "<script> in a mark; expected one of: circle, desc, ellipse, g, line, path, polygon, polyline, rect, "
            "svg, title",
        ),
        (
            '<svg xmlns="http://www.w3.org/2000/svg"><g onload="x"/></svg>',
            'attribute "onload" of <g>; expected only what draws',
        ),
        (
            '<svg xmlns="http://www.w3.org/2000/svg"><path fill="url(http://x)"/></svg>',
            'attribute "fill" of <path>; expected only what draws',
        ),
    ],
)
def test_a_mark_that_does_more_than_draw_is_refused(mark: str, expected: str) -> None:
    files = small_files() | {"theme/mark.svg": mark.encode()}
    found = check(pack_of("small", files), library(), GRAMMAR)
    assert [str(fault) for fault in found] == [f"theme/mark.svg:1: {expected}"]


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        (
            "jobs/street.yml",
            b"",
            'jobs/street.yml:1: unknown file "jobs/street.yml"; expected one of: jobs/street.yaml; '
            'did you mean "jobs/street.yaml"?',
        ),
        ("jobs/b.yaml", b"", "jobs/b.yaml:1: the file is empty; expected keys and values"),
        (
            "teams/b.csv",
            b"",
            "teams/b.csv:1: the table is empty; "
            "expected a first line with code, parent, begins, size, skills",
        ),
        ("notes/b.md", b"caf\xe9", "notes/b.md:1: byte 0xe9 is no UTF-8; expected text in UTF-8"),
        ("jobs/b.yaml", b"- 1", "jobs/b.yaml:1: the file is a list of 1; expected keys with values"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_these_words(path: str, body: bytes, expected: str) -> None:
    found = check(pack_of("small", small_files() | {path: body}), library(), GRAMMAR)
    assert [str(fault) for fault in found] == [expected]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"a/../b.md": b""},
            "a/../b.md:1: a name that not every system can hold; expected letters a to z, digits, . _ and -",
        ),
        (
            {"ổ.md": b""},
            "\\u1ed5.md:1: a name that not every system can hold; expected letters a to z, digits, . _ and -",
        ),
        ({"a.md": b"x" * 2_000_001}, "a.md:1: 2,000,001 bytes; expected a file of at most 2,000,000 bytes"),
        (
            {f"{n}.md": b"" for n in range(FILES_MOST + 1)},
            "pack.yaml:1: 20,001 files; expected at most 20,000",
        ),
        (
            {f"{n}.md": b"x" * 2_000_000 for n in range(21)},
            "pack.yaml:1: 42,000,000 bytes in all; expected at most 40,000,000",
        ),
    ],
)
def test_a_pack_beyond_the_limits_is_refused_before_it_is_read(
    files: dict[str, bytes], expected: str
) -> None:
    with pytest.raises(PackRefused) as refused:
        pack_of("small", files)
    assert [str(fault) for fault in refused.value.faults] == [expected]


def test_a_pack_without_its_sheet_is_no_pack() -> None:
    found = check(pack_of("small", {"CHANGELOG.md": b"## 1\n"}), library(), GRAMMAR)
    assert [str(fault) for fault in found] == [
        "pack.yaml:1: the file is missing; expected the sheet of the pack"
    ]


def test_a_pack_without_its_changelog_is_told_what_it_should_say() -> None:
    files = small_files()
    del files["CHANGELOG.md"]
    found = check(pack_of("small", files), library(), GRAMMAR)
    assert [str(fault) for fault in found] == [
        "CHANGELOG.md:1: the file is missing; expected a heading “## 1” and what changed"
    ]


@pytest.mark.asvs("1.5.1")
def test_a_mark_that_names_what_lies_outside_is_not_read() -> None:
    outside = (
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<svg xmlns="http://www.w3.org/2000/svg"><title>&x;</title></svg>'
    )
    found = check(pack_of("small", small_files() | {"theme/mark.svg": outside.encode()}), library(), GRAMMAR)
    assert len(found) == 1
    assert "no SVG" in str(found[0])
    assert "root:" not in str(found[0])
