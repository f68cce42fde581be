"""Workflows of eGov DIGIT and BPMN 2 become flows of ours; what cannot be carried is refused by name and reason."""

import json

import pytest

from cuudinh.engines.cases.commands import studio_imports
from cuudinh.engines.cases.studio.importing.bpmn import NoProcess, read_bpmn
from cuudinh.engines.cases.studio.importing.egov import read_egov
from cuudinh.engines.cases.studio.importing.reading import imported
from cuudinh.engines.cases.types.studio import WorkflowRefused
from cuudinh.packs.documents import read_yaml
from tests.studio.workshop import Workshop, browser_of

RECEIVED, GIVEN, DONE = "u-1", "u-2", "u-3"
EGOV = {
    "BusinessServices": [
        {
            "businessService": "PGR",
            "states": [
                {
                    "state": None,
                    "actions": [{"action": "APPLY", "nextState": RECEIVED, "roles": ["CITIZEN"]}],
                },
                {
                    "uuid": RECEIVED,
                    "state": "PENDINGFORASSIGNMENT",
                    "sla": 432000000,
                    "actions": [
                        {"action": "ASSIGN", "nextState": GIVEN, "roles": ["GRO"]},
                        {"action": "REJECT", "nextState": "CLOSED", "roles": ["GRO"]},
                    ],
                },
                {
                    "uuid": GIVEN,
                    "state": "PENDINGATLME",
                    "actions": [{"action": "CLOSE", "nextState": DONE, "roles": ["EMPLOYEE"]}],
                },
                {"uuid": DONE, "state": "CLOSED", "isTerminateState": True},
            ],
        }
    ]
}
BPMN = """<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" name="Cấp phép nhỏ">
<laneSet><lane name="officer"><flowNodeRef>a</flowNodeRef></lane>
<lane name="approver"><flowNodeRef>b</flowNodeRef></lane></laneSet>
<startEvent id="s"/><userTask id="a" name="Thẩm định"/><exclusiveGateway id="g"/><userTask id="b" name="Duyệt"/>
<endEvent id="e" name="Xong"/><endEvent id="r" name="Từ chối"/>
<sequenceFlow sourceRef="s" targetRef="a"/><sequenceFlow sourceRef="a" targetRef="g"/>
<sequenceFlow sourceRef="g" targetRef="b" name="appraise"/><sequenceFlow sourceRef="g" targetRef="r" name="refuse"/>
<sequenceFlow sourceRef="b" targetRef="e" name="approve"/>%s</process></definitions>"""
TIMER = '<intermediateCatchEvent id="t" name="Chờ 3 ngày"><timerEventDefinition/></intermediateCatchEvent>'


def test_a_business_service_becomes_a_flow_and_its_milliseconds_are_left_out_by_name() -> None:
    found = imported(
        json.dumps(EGOV).encode(), kind="report", roles={"GRO": "dispatcher"}, languages=["vi", "en"]
    )
    assert found.path == "flows/pgr.yaml"
    flow = read_yaml(found.path, found.text).value
    assert flow["initial"] == "pendingforassignment"
    assert flow["states"]["closed"]["phase"] == "final"
    assert [(act["do"], act["from"], act["to"], act["by"]) for act in flow["acts"]] == [
        ("assign", ["pendingforassignment"], "pendingatlme", ["dispatcher"]),
        ("refuse", ["pendingforassignment"], "closed", ["dispatcher"]),
        ("close", ["pendingatlme"], "closed", ["owner.officer"]),
    ]
    assert [one.element for one in found.refused] == ["PENDINGFORASSIGNMENT"]
    assert "mili giây" in found.refused[0].why


@pytest.mark.parametrize(
    ("change", "element"),
    [
        ({"action": "DANCE"}, "PENDINGATLME.DANCE"),
        ({"nextState": "04752227-0000"}, "PENDINGATLME.CLOSE"),
        ({"roles": ["SOMEBODY"]}, "PENDINGATLME.CLOSE"),
    ],
)
def test_what_a_business_service_says_and_a_flow_cannot_is_refused_by_its_element(
    change: dict[str, object], element: str
) -> None:
    planted = json.loads(json.dumps(EGOV))
    planted["BusinessServices"][0]["states"][2]["actions"][0] |= change
    found = read_egov(json.dumps(planted).encode(), {"GRO": "dispatcher"})
    assert element in [one.element for one in found.refused if one.is_fatal]


def test_a_flat_process_becomes_a_flow_and_timers_are_refused() -> None:
    flow = read_bpmn((BPMN % "").encode(), {})
    assert (flow.initial, sorted(flow.final)) == ("tham-dinh", ["tu-choi", "xong"])
    assert [(way.verb, way.source, way.target, way.by) for way in flow.ways] == [
        ("appraise", "tham-dinh", "duyet", ("owner.officer",)),
        ("refuse", "tham-dinh", "tu-choi", ("owner.officer",)),
        ("approve", "duyet", "xong", ("owner.head",)),
    ]
    assert not flow.refused
    refused = read_bpmn((BPMN % TIMER).encode(), {}).refused
    assert [one.element for one in refused] == ["Chờ 3 ngày (intermediateCatchEvent + timerEventDefinition)"]


def test_entities_and_other_files_are_not_opened() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><definitions>&b;</definitions>'
    for body in (bomb, b"<definitions/>", b"<definitions"):
        with pytest.raises(NoProcess):
            read_bpmn(body, {})


def test_an_import_becomes_a_draft_or_says_why_not(shop: Workshop) -> None:
    body = json.dumps(EGOV).encode()
    with pytest.raises(WorkflowRefused) as no:
        studio_imports.begin_import(shop["designer"], title="Nhập PGR", body=body, kind="report", roles={})
    assert any("GRO" in one for one in no.value.refused)
    number, _found = studio_imports.begin_import(
        shop["designer"], title="Nhập PGR", body=body, kind="report", roles={"GRO": "dispatcher"}
    )
    shown = browser_of("designer").get(f"/lam-viec/dich-vu/ban-thao/{number}").content.decode()
    assert "flows/pgr.yaml" in shown
    assert '<svg class="flow-drawing"' in shown
