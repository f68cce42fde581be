"""A small grammar and a small sound pack to test with: teams in a tree, and the jobs they do.

It has one of everything a real part has: a table, files of YAML, texts by language, dated values, spans,
conditions, references within a file and across files, and a frame that the pack stands on.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from cuudinh.packs import own
from cuudinh.packs.checking import check
from cuudinh.packs.conditions import Condition
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.grammar import Code, Dated, Day, Shape, SpanShape, Text
from cuudinh.packs.loading import Pack, pack_of
from cuudinh.packs.parts import Grammar, Part, Pattern, Said, Versioned
from cuudinh.packs.world import PackWorld

Files = dict[str, bytes]


class TeamRow(Shape):
    """A row of `teams.csv`."""

    code: Code = Field(description="Name of the team.")
    parent: str = Field("", description="The team above.")
    begins: Day = Field(description="First day.")
    size: int | None = Field(None, ge=1, description="How many people.")
    skills: list[Code] = Field(default_factory=list, description="What it can do.")


class JobShape(Shape):
    """One job."""

    id: Code = Field(description="Name of the job.")
    title: Text = Field(description="What it is called.")
    team: Code = Field(description="Who does it.")
    kind: Literal["repair", "cleaning"] = Field(description="What sort of job it is.")
    is_open: bool = Field(True, description="Whether it may be asked for.")
    when: str | None = Field(None, description="Condition on `job` and `size`.")
    fee_vnd: list[Dated[int]] = Field(default_factory=list, description="What it costs.")
    time: SpanShape = Field(description="How long it takes.")
    weights: dict[Code, float] = Field(default_factory=dict, description="Weights by skill.")


class JobsShape(Shape):
    """A file of `jobs/`."""

    version: int = Field(ge=1, description="Raised when a job changes.")
    jobs: list[JobShape] = Field(min_length=1, description="The jobs.")


def _check(world: PackWorld) -> Iterator[Fault]:
    teams = [record.value for record in world.shapes(TeamRow)]
    above = {team.code: team.parent for team in teams}
    for number, team in enumerate(teams):
        if team.code in {earlier.code for earlier in teams[:number]}:
            yield world.fault_of(team, f'two teams are called "{team.code}"', "code")
        if team.parent and team.parent not in above:
            yield _unknown(world, team, "parent", team.parent, list(above))
        elif _stands_above_itself(team.code, above):
            yield world.fault_of(team, f'"{team.code}" stands above itself', "parent", expected="a tree")
    for record in world.shapes(JobsShape):
        yield from _wrong_jobs(world, record.value, list(above))


def _wrong_jobs(world: PackWorld, shape: JobsShape, teams: list[str]) -> Iterator[Fault]:
    for number, job in enumerate(shape.jobs):
        if job.id in {earlier.id for earlier in shape.jobs[:number]}:
            yield world.fault_of(job, f'two jobs are called "{job.id}"', "id")
        if job.team not in teams:
            yield _unknown(world, job, "team", job.team, teams)
        if job.when:
            for what in _wrong_condition(job.when, shape):
                yield world.fault_of(job, f"condition: {what}", "when")


def _unknown(world: PackWorld, shape: Shape, key: str, given: str, names: list[str]) -> Fault:
    what = f'unknown team "{given}"'
    return world.fault_of(shape, what, key, expected=one_of(names), given=given, names=names)


def _stands_above_itself(code: str, above: Mapping[str, str]) -> bool:
    seen, place = {code}, above.get(code)
    while place and place not in seen:
        seen.add(place)
        place = above.get(place)
    return place == code


def _wrong_condition(text: str, shape: JobsShape) -> list[str]:
    try:
        condition = Condition(text)
    except ValueError as wrong:
        return [str(wrong)]
    names = {"job": {job.id for job in shape.jobs}}
    return condition.faults([{"job": "", "size": 0}, {"job": "x", "size": 3}], words=names)


def _versions(world: PackWorld) -> Iterator[Versioned]:
    for record in world.shapes(JobsShape):
        jobs = "\n".join(job.model_dump_json() for job in record.value.jobs)
        yield Versioned(
            Said("bảng việc", "table of jobs"), record.path, record.value.version, jobs, record.path
        )


TEAMS = Part(
    name="teams",
    patterns=(
        Pattern("teams.csv", TeamRow, "csv"),
        Pattern("teams/*.csv", TeamRow, "csv"),
        Pattern("jobs/*.yaml", JobsShape),
        Pattern("notes/*.md", kind="text"),
    ),
    check=_check,
    versions=_versions,
)
GRAMMAR = Grammar((own.PART, TEAMS), "0.1.0")

_FRAME = """\
id: frame
version: 2
names: {vi: Khung}
requires: {platform: ">=0.1"}
languages: [vi]
timezone: Asia/Ho_Chi_Minh
country: VN
owners: [Nhóm thử]
licence: Apache-2.0
"""
_SHEET = """\
id: small
version: 1
names: {vi: Tỉnh Nhỏ, en: Small Province}
requires:
  platform: ">=0.1"
  frame: ">=2"
languages: [vi, en]
timezone: Asia/Ho_Chi_Minh
country: VN
centre: {lat: 0.5, lon: 0.5, zoom: 10}
owners: [Nhóm thử]
licence: Apache-2.0
"""
_TEAMS = """\
code,parent,begins,size,skills
top,,2020-01-01,,
roads,top,2020-01-01,12,dig;pave
lamps,top,2021-05-01,4,climb
night,lamps,2022-01-01,2,climb
"""
_JOBS = """\
version: 1
jobs:
  - id: pothole
    title: {vi: Ổ gà, en: Pothole}
    team: roads
    kind: repair
    when: "size > 1 && job != 'lamp'"
    fee_vnd:
      - {since: "2022-07-15", value: 120000, source: "Nghị quyết 1"}
      - {since: 2024-01-01, value: 150000, source: "Nghị quyết 2", mark: K}
    time: {working_days: 3}
  - id: lamp
    title:
      vi: Đèn đường không sáng
      en: Street light out
    team: night
    kind: repair
    is_open: false
    time: {hours: 24}
    weights: {climb: 1.5, dig: 2}
"""


def frame_files() -> Files:
    """Give the files of the frame."""
    notes = "# Ghi chú của khung\n"
    return _encoded({"pack.yaml": _FRAME, "CHANGELOG.md": "## 2\n", "notes/frame.md": notes})


def small_files() -> Files:
    """Give the files of the small pack."""
    return _encoded(
        {
            "pack.yaml": _SHEET,
            "CHANGELOG.md": "# Thay đổi\n\n## 1\n\n- Bản đầu.\n",
            "teams.csv": _TEAMS,
            "jobs/street.yaml": _JOBS,
            "notes/small.md": "# Ghi chú\n",
            "theme/theme.yaml": 'colours:\n  light: {brand: "#0b5563"}\n',
        }
    )


def small(**changed: str) -> Pack:
    """Give the small pack with the text of some files changed; `_` stands for `/` and `.` in their names."""
    names = {path.replace("/", "_").replace(".", "_"): path for path in small_files()}
    return pack_of("small", small_files() | {names[key]: text.encode() for key, text in changed.items()})


def library(pack: Pack | None = None) -> dict[str, Pack]:
    """Give the packs that are there: the frame and the small pack."""
    return {"frame": pack_of("frame", frame_files()), "small": pack or small()}


def _encoded(texts: Mapping[str, str]) -> Files:
    return {path: text.encode() for path, text in texts.items()}


def faults_of(path: str, old: str, new: str) -> list[str]:
    """Check the small pack with one piece of one file replaced."""
    files = small_files()
    text = files[path].decode()
    assert old in text, f"{old!r} is not in {path}"
    files[path] = text.replace(old, new, 1).encode()
    return [str(fault) for fault in check(pack_of("small", files), library(), GRAMMAR)]


class Memory:
    """A store that keeps what it is given; nothing is undone in it by itself."""

    def __init__(self) -> None:
        self.files: dict[str, dict[str, bytes]] = {}

    def keep(self, *, pack_id: str, version: int, files: Mapping[str, bytes], applied_by: str) -> None:
        """Keep the files of a pack."""
        self.files[pack_id] = dict(files)

    def kept(self, pack_id: str) -> Mapping[str, bytes] | None:
        """Give the files of a pack."""
        return self.files.get(pack_id)
