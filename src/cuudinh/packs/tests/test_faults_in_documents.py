"""Faults in documents and conditions, in their exact words: a person who writes a pack works with them."""

import pytest

from cuudinh.packs.checking import check, world_of
from cuudinh.packs.faults import PackRefused
from cuudinh.packs.tests.ground import GRAMMAR, faults_of, library, small, small_files

JOBS = "jobs/street.yaml"


def test_the_small_pack_is_sound() -> None:
    assert check(small(), library(), GRAMMAR) == []


WRONG_YAML = [
    (
        "    kind: repair",
        "    kin: repair",
        [
            'jobs/street.yaml:3: "kind" is missing; expected What sort of job it is',
            'jobs/street.yaml:6: unknown key "kin"; expected one of: fee_vnd, id, is_open, kind, team, time, title, '
            'weights, when; did you mean "kind"?',
        ],
    ),
    (
        "kind: repair",
        "kind: repare",
        [
            'jobs/street.yaml:6: jobs.1.kind is "repare"; expected one of: cleaning, repair; did you mean "repair"?',
        ],
    ),
    ("version: 1", "version: 0", ["jobs/street.yaml:1: version is 0; expected at least 1"]),
    ("version: 1", 'version: "1"', ['jobs/street.yaml:1: version is "1"; expected a whole number']),
    ("version: 1", "version: 1.5", ["jobs/street.yaml:1: version is 1.5; expected a whole number"]),
    ("version: 1", "version:", ["jobs/street.yaml:1: version is empty; expected a whole number"]),
    (
        "is_open: false",
        "is_open: no",
        ['jobs/street.yaml:18: jobs.2.is_open is "no"; expected true or false'],
    ),
    (
        "climb: 1.5",
        "climb: high",
        [
            'jobs/street.yaml:20: jobs.2.weights.climb is "high"; expected a number',
        ],
    ),
    (
        "climb: 1.5",
        "Climb: 1.5",
        [
            'jobs/street.yaml:20: key "Climb" of jobs.2.weights; expected a code of small letters, digits, hyphens, '
            "points and underscores",
        ],
    ),
    (
        "team: roads",
        "team: 12",
        [
            "jobs/street.yaml:5: jobs.1.team is 12; expected a text (in quotes if it looks like a number)",
        ],
    ),
    (
        "team: roads",
        "team: [roads]",
        [
            "jobs/street.yaml:5: jobs.1.team is a list of 1; expected a text (in quotes if it looks like a number)",
        ],
    ),
    (
        "since: 2024-01-01",
        "since: 01/01/2024",
        [
            'jobs/street.yaml:10: jobs.1.fee_vnd.2.since is "01/01/2024"; expected a day such as 2026-11-23',
        ],
    ),
    (
        "since: 2024-01-01",
        "since: 2024-02-30",
        [
            "jobs/street.yaml:10: jobs.1.fee_vnd.2.since: day is out of range for month",
        ],
    ),
    (
        "{working_days: 3}",
        "{working_days: 3, hours: 2}",
        [
            "jobs/street.yaml:11: jobs.1.time: a span has exactly one of working_days, working_hours, hours, "
            "minutes, days, same_day",
        ],
    ),
    ("{working_days: 3}", "3", ["jobs/street.yaml:11: jobs.1.time is 3; expected keys with values"]),
    (
        "{vi: Ổ gà, en: Pothole}",
        "{}",
        ["jobs/street.yaml:4: jobs.1.title is a mapping; expected at least 1 of them"],
    ),
    (
        "{vi: Ổ gà, en: Pothole}",
        "{en: Pothole}",
        [
            'jobs/street.yaml:4: no text in "vi", the first language of the pack; expected a text in vi',
        ],
    ),
    (
        "en: Pothole",
        "fr: Nid-de-poule",
        [
            'jobs/street.yaml:4: a text in "fr"; expected languages vi, en',
            "jobs/street.yaml:4: jobs.0.title has no text in en; expected a text in every language of the pack",
        ],
    ),
    (
        "    team: roads",
        "    team: roads\n    team: night",
        [
            'jobs/street.yaml:6: key "team" stands twice, first in line 5; expected each key once',
        ],
    ),
    ("team: roads", "team: &r roads", ["jobs/street.yaml:5: anchor &r; expected no names for values"]),
    ("team: roads", "team: *r", ["jobs/street.yaml:5: alias *r; expected the value itself, written again"]),
    (
        "team: roads",
        "team: !!str roads",
        [
            "jobs/street.yaml:5: tag tag:yaml.org,2002:str; expected values without tags",
        ],
    ),
    ("team: roads", "team:\troads", ["jobs/street.yaml:5: a tab; expected spaces"]),
    (
        "team: roads",
        "team: 'roads",
        [
            "jobs/street.yaml:7: no YAML: did not find expected key; expected mappings and lists",
        ],
    ),
    (
        "version: 1",
        "---\nversion: 1\n---",
        ["jobs/street.yaml:3: a second document; expected one document in a file"],
    ),
    (
        "version: 1",
        "? [a]\n: 1\nversion: 1",
        [
            "jobs/street.yaml:1: a key that is no text; expected a plain key",
        ],
    ),
    ("version: 1", "version: " + "[" * 41, ["jobs/street.yaml:1: too deep; expected at most 40 levels"]),
    (
        "team: roads",
        "team: roa\u202eds",
        [
            "jobs/street.yaml:5: character U+202E cannot be seen; expected letters, signs and line feeds",
        ],
    ),
    (
        "Ổ gà",
        "O\u0302\u0309 ga\u0300",
        [
            "jobs/street.yaml:4: letters and their accents stand apart; expected composed letters (NFC)",
        ],
    ),
    (
        "team: roads",
        "team: road",
        [
            'jobs/street.yaml:5: unknown team "road"; '
            'expected one of: lamps, night, roads, top; did you mean "roads"?',
        ],
    ),
    (
        "id: lamp",
        "id: pothole",
        [
            'jobs/street.yaml:7: condition: unknown job "lamp"; expected one of: pothole',
            'jobs/street.yaml:12: two jobs are called "pothole"',
        ],
    ),
]

WRONG_CONDITIONS = [
    ("sise > 1", 'unknown variable "sise"; expected one of: job, size; did you mean "size"?'),
    ("size.x > 1", '"size" has nothing within, so no "x"'),
    ("job == 'lampe'", 'unknown job "lampe"; expected one of: lamp, pothole; did you mean "lamp"?'),
    ("size", "gives int, not true or false"),
    ("size > 'a'", "No such overload: the operation is not defined for the given operand types"),
    ("[1].all(x, x > size)", '"all" is not taken here; a condition has no loops'),
    (
        "job.matches('a+')",
        '"matches" is not taken here; one of: contains, double, endsWith, int, size, startsWith, string',
    ),
    ("x" * 2001, "a condition has at most 2000 characters"),
]


@pytest.mark.parametrize(("old", "new", "expected"), WRONG_YAML)
def test_a_fault_in_yaml_is_told_in_these_words(old: str, new: str, expected: list[str]) -> None:
    assert faults_of(JOBS, old, new) == expected


@pytest.mark.parametrize(("condition", "expected"), WRONG_CONDITIONS)
def test_a_fault_in_a_condition_is_told_in_these_words(condition: str, expected: str) -> None:
    found = faults_of(JOBS, "size > 1 && job != 'lamp'", condition)
    assert found == [f"jobs/street.yaml:7: condition: {expected}"]


def test_all_faults_are_told_at_once_in_order_of_files_and_lines() -> None:
    pack = small(
        jobs_street_yaml=small_files()["jobs/street.yaml"].decode().replace("repair", "mending"),
        teams_csv="code,parent,begins\ntop,,yesterday\nroads,nobody,2020-01-01\n",
    )
    found = [(fault.file, fault.line) for fault in check(pack, library(), GRAMMAR)]
    assert found == [("jobs/street.yaml", 6), ("jobs/street.yaml", 17), ("teams.csv", 2)]


def test_a_refused_pack_gives_every_fault_in_its_sentence() -> None:
    with pytest.raises(PackRefused) as refused:
        world_of(small(pack_yaml="id: small"), library(), GRAMMAR)
    assert 'pack.yaml:1: "version" is missing' in str(refused.value)
    assert refused.value.status == 422
