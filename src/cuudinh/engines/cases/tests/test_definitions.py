"""A service is checked whole: each planted fault is told at its line, and sound packs have none."""

from datetime import UTC, datetime

import pytest

from cuudinh.engines.cases import definitions, queries
from cuudinh.engines.cases.commands import apply_services
from cuudinh.engines.cases.definitions import lookups
from cuudinh.engines.cases.models import Definition
from cuudinh.engines.cases.tests.street import street
from cuudinh.engines.cases.tests.town import FOLDER, Town, grammar, world
from cuudinh.engines.cases.types import ServiceNotThere
from cuudinh.kernel import clock
from cuudinh.packs import checking
from cuudinh.packs.loading import Library, Pack, pack_of, read_pack

SERVICE, TOPICS, EXAMPLES = (f"services/street/{name}.yaml" for name in ("service", "topics", "examples"))
JOINT = """joint:
  deadline: {working_days: 2}
  most: 2
  late:
    - {who: cooperating.officer, message: task_late}
    - {who: cooperating.head, message: task_late}
    - {who: owner.officer, message: task_late}
"""


def _faults(path: str, old: str, new: str) -> list[str]:
    """Give the faults of the test pack after one edit; the edit must change something."""
    files = dict(read_pack(FOLDER / "street").files)
    text = files[path].decode()
    assert old in text, f"{old} is not in {path}"
    files[path] = text.replace(old, new, 1).encode()
    found = checking.check(pack_of("street", files), Library(FOLDER), grammar())
    return [str(fault) for fault in found]


def test_a_sound_pack_has_no_faults() -> None:
    assert checking.check(read_pack(FOLDER / "street"), Library(FOLDER), grammar()) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        (SERVICE, "calendar: gio-hanh-chinh", "calendar: gio-hanh-chin", 'did you mean "gio-hanh-chinh"?'),
        (SERVICE, "intake: ioc", "intake: iok", 'unknown office "iok"'),
        (
            SERVICE,
            "received: {phase: open, clock: centre",
            "received: {phase: open, clock: office",
            "in no queue",
        ),
        (SERVICE, "service: street", "service: strete", 'the service is called "strete"'),
        (SERVICE, "{seq:4}", "{nr}", "unknown part {nr}"),
        (SERVICE, "by: [dispatcher, supervisor]", "by: [dispatchr]", "nobody can be dispatchr"),
        (SERVICE, "set: [returned]", "set: [returnd]", 'did you mean "returned"?'),
        (SERVICE, "  due_soon: {label", "  due_sun: {label", 'unknown flag "due_sun"'),
        (SERVICE, "message: assigned_office", "message: assigned_offise", 'did you mean "assigned_office"?'),
        (SERVICE, "who: owner.officer", "who: owner.office", 'did you mean "owner.officer"?'),
        (SERVICE, "acts: [refuse]", "acts: [refus]", 'unknown act "refus"'),
        (SERVICE, "verifying: {working_days: 2}", "verifing: {working_days: 2}", 'unknown state "verifing"'),
        (SERVICE, "to: verifying", "to: verifing", "the state verifing is not defined"),
        (SERVICE, "flags.extension_asked &&", "flag.extension_asked &&", 'unknown variable "flag"'),
        (SERVICE, "case.extensions < case", "case.extensions + case", "condition"),
        (SERVICE, "topic == 'o-ga'", "topic ==", "condition"),
        (SERVICE, "kind: rating", "kind: text", "rate has no input of kind rating"),
        (SERVICE, "flag: overdue,", "flag: stage_late,", 'no step of the ladder sets "overdue"'),
        (SERVICE, "at_percent: 80, ", "", "when is this step reached?"),
        (SERVICE, "clear: [extension_asked]", "clear: [overdue]", 'clears "overdue", which the ladder sets'),
        (SERVICE, JOINT, "", "request_joint rests on a part"),
        (SERVICE, "[{who: dispatcher, message: returned}]", "[{who: dispatcher}]", "what are they told?"),
        (SERVICE, "- {id: location, type: place", "- {id: location, type: topic", "the form asks too little"),
        (SERVICE, "- {id: photos, type", "- {id: side, type", 'two of kind question are called "side"'),
        (SERVICE, "label: {vi: Đã chuyển, en: Sent", "label: {vi: Sent", "label has no text in en"),
        (
            SERVICE,
            "kind: text, required: false, audience: offices",
            "kind: flag, audience: offices",
            "itself",
        ),
        (
            SERVICE,
            "label: {vi: Câu hỏi, en: Question}",
            "audience: parties, label: {vi: Hỏi, en: Ask}",
            "itself",
        ),
        (
            SERVICE,
            "id: why, kind: text,",
            "id: why, kind: text, audience: parties,",
            "the act is for parties",
        ),
        (
            SERVICE,
            "owner.officer, cooperating.officer, leader]",
            "owner.officer, administrator]",
            "no rule of the",
        ),
        (TOPICS, "{vi: Đèn đường, en: Street light}", "{vi: Đèn đường}", "title has no text in en"),
        (TOPICS, "group: khac", "group: khak", 'did you mean "khac"?'),
        (TOPICS, "function: duong, at: commune", "function: duog, at: commune", 'did you mean "duong"?'),
        (TOPICS, "office: den-tinh", "office: den-tin", 'did you mean "den-tinh"?'),
        (TOPICS, "office: den-tinh,", "", "an owner is an office, or a function at a level"),
        (TOPICS, 'since: "2025-07-01"', 'since: "2025-07-02"', "has no owner in 2 units from 2025-07-01"),
        (TOPICS, "answers.side == 'left'", "answers.sid == 'left'", "condition"),
        (SERVICE, "topic == 'o-ga'", "topic == 'o-gaa'", 'unknown topic "o-gaa"'),
        (TOPICS, "answers.side == 'left'", "answers.side == 'lefft'", 'did you mean "left"?'),
        (
            SERVICE,
            '"2022-01-01", value: {working_days: 7}',
            '"2030-01-01", value: {working_days: 7}',
            "no deadline before 2026-01-01",
        ),
        (SERVICE, '"2026-01-01", value', '"2022-01-01", value', "two deadlines begin on 2022-01-01"),
        (EXAMPLES, "owner: duong-huyen", "owner: ioc", "owner: expected ioc, came out duong-huyen"),
        (EXAMPLES, "refused: second-person-needed", "refused: not-now", "refused with second-person-needed"),
        (EXAMPLES, "track: immediate", "track: timed", "track: expected timed, came out immediate"),
    ],
)
def test_a_planted_fault_is_told_at_its_line(path: str, old: str, new: str, told: str) -> None:
    faults = _faults(path, old, new)
    assert any(told in fault and fault.startswith(path) for fault in faults), faults


def test_a_service_without_its_examples_is_refused() -> None:
    files = {path: body for path, body in read_pack(FOLDER / "street").files.items() if path != EXAMPLES}
    found = checking.check(pack_of("street", files), Library(FOLDER), grammar())
    assert [fault.what for fault in found] == ["the service has no examples"]


def test_a_definition_that_was_stored_is_the_one_that_was_written(town: Town) -> None:
    assert definitions.service("street").shape == street().shape
    assert definitions.service("street", 1).topics == street().topics
    assert [one.id for one in definitions.services()] == ["street"]
    assert [topic.id for topic in definitions.topics("street")] == ["o-ga", "nap-cong", "den", "cay"]
    with pytest.raises(ServiceNotThere):
        definitions.service("street", 2)


def test_a_topic_is_shown_with_the_deadline_of_the_day_it_is_in_the_province(town: Town) -> None:
    """The town's deadline changed with the year 2026, which began there seven hours before it did in Greenwich."""
    shown = []
    for moment in (datetime(2025, 12, 31, 16, 59, tzinfo=UTC), datetime(2025, 12, 31, 17, 1, tzinfo=UTC)):
        with clock.frozen(moment):
            shown.append({one.id: one.deadline_text for one in queries.topics("street", "en")}["den"])
    assert [text.split()[0] for text in shown] == ["7", "5"]


def test_a_service_that_left_the_pack_takes_nothing_new_and_keeps_its_versions(town: Town) -> None:
    empty = checking.world_of(_without_services(), Library(FOLDER), grammar())
    apply_services(empty)
    with pytest.raises(ServiceNotThere):
        definitions.service("street")
    assert definitions.service("street", 1).id == "street"
    apply_services(world())
    assert Definition.objects.get().is_current
    assert definitions.service("street").version == 1


def _without_services() -> Pack:
    files = read_pack(FOLDER / "street").files
    return pack_of("street", {path: body for path, body in files.items() if "services" not in path})


def test_content_that_changed_under_a_known_version_is_never_stored(town: Town) -> None:
    body = Definition.objects.get().body
    Definition.objects.update(digest="other")
    with pytest.raises(AssertionError, match="is published and cannot change"):
        apply_services(world())
    assert lookups.from_body(body).shape == street().shape


def test_a_plan_says_which_topics_come_and_go() -> None:
    files = dict(read_pack(FOLDER / "street").files)
    files[TOPICS] = files[TOPICS].replace(b"- id: cay", b"- id: cay-xanh")
    files[SERVICE] = files[SERVICE].replace(b"topic == 'cay'", b"topic == 'cay-xanh'")
    changed = checking.world_of(pack_of("street", files), Library(FOLDER), grammar())
    said = definitions.PART.sentences(world(), changed)
    assert {one.en for one in said} == {
        "Topic “Tree” is added.",
        "Topic “Tree” is dropped.",
    }
    (version,) = definitions.PART.versions(changed)
    (before,) = definitions.PART.versions(world())
    assert (version.id, version.version) == (before.id, before.version)
    assert version.content != before.content
