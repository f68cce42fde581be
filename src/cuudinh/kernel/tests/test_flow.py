"""Flows: a sound one passes, and every planted fault is named."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuudinh.kernel.flow import VERBS, Act, Flow, State
from cuudinh.kernel.worktime import Span

STATES = (
    State("received", "open", "centre"),
    State("in_progress", "open", "office"),
    State("waiting", "paused", "reporter"),
    State("resolved", "done"),
    State("merged", "final"),
    State("closed", "final"),
)
ACTS = (
    Act("assign", ("received",), "in_progress", ("dispatcher",), requires=("office",)),
    Act("ask", ("received", "in_progress"), "waiting", ("owner.officer",), limit=3),
    Act("reply", ("waiting",), None, ("reporter",), clock="resume"),
    Act("resolve", ("in_progress",), "resolved", ("owner.officer",), when="case.open_tasks == 0"),
    Act("reopen", ("resolved",), "received", ("reporter",), within=Span(working_days=10), clock="restart"),
    Act("auto_close", ("resolved",), "closed", ("system",), after=Span(working_days=11)),
    Act("merge", ("received", "in_progress"), "merged", ("dispatcher",)),
    Act("unmerge", ("merged",), None, ("dispatcher",), clock="resume"),
    Act("note", ("received", "in_progress", "closed"), None, ("owner.officer",)),
)
FLOW = Flow("received", STATES, ACTS)
RELATIONS = {"dispatcher", "owner.officer", "reporter", "system"}


def test_a_sound_flow_has_no_fault() -> None:
    assert FLOW.check() == ()
    assert FLOW.check(RELATIONS) == ()


@pytest.mark.parametrize(
    ("flow", "fault"),
    [
        (replace(FLOW, initial="new"), "the initial state new is not defined"),
        (replace(FLOW, states=(*STATES, STATES[0])), "two states have the same name"),
        (
            replace(FLOW, states=(*STATES, State("lost", "open"))),
            "the state lost cannot be reached",
        ),
        (
            replace(FLOW, acts=(*ACTS, Act("accept", ("received",), "nowhere", ("dispatcher",)))),
            "accept: the state nowhere is not defined",
        ),
        (
            replace(FLOW, acts=(*ACTS, Act("accept", ("nowhere",), "received", ("dispatcher",)))),
            "accept: the state nowhere is not defined",
        ),
        (
            replace(FLOW, acts=(*ACTS, Act("teleport", ("received",), "closed", ("dispatcher",)))),
            "teleport is no verb of the vocabulary",
        ),
        (
            replace(FLOW, acts=(*ACTS, Act("reopen", ("closed",), "received", ("reporter",)))),
            "reopen: closed is final and cannot be left",
        ),
        (
            replace(FLOW, acts=(*ACTS, Act("reply", ("closed",), None, ("reporter",), clock="resume"))),
            "reply: closed is final and cannot be left",
        ),
        (
            replace(FLOW, acts=(*ACTS, Act("assign", ("received",), "closed", ("dispatcher",)))),
            "assign from received is defined twice",
        ),
        (
            replace(FLOW, acts=(*ACTS, Act("accept", ("received",), "in_progress", ()))),
            "accept: nobody may do it",
        ),
        (
            replace(FLOW, acts=(*ACTS, Act("accept", (), "in_progress", ("dispatcher",)))),
            "accept: it starts from no state",
        ),
        (
            replace(FLOW, acts=(*ACTS, Act("accept", ("received",), "in_progress", ("mayor",)))),
            "accept: nobody can be mayor",
        ),
        (
            replace(
                FLOW,
                acts=(*ACTS, Act("accept", ("received",), None, ("dispatcher",), after=Span(hours=1))),
            ),
            "accept: it happens by itself after some time, so `system` must be among those who may",
        ),
        (
            replace(FLOW, acts=tuple(act for act in ACTS if act.do != "reply")),
            "the state waiting is paused and no act leaves it",
        ),
        (
            replace(
                FLOW,
                states=(*STATES, State("stuck", "open")),
                acts=(*ACTS, Act("refuse", ("received",), "stuck", ("dispatcher",))),
            ),
            "no way leads from the state stuck to a final one",
        ),
        (
            Flow("a", (State("a", "open"),), (Act("note", ("a",), None, ("dispatcher",)),)),
            "no state is final",
        ),
    ],
)
def test_every_planted_fault_is_named(flow: Flow, fault: str) -> None:
    assert fault in flow.check(RELATIONS)


def test_an_act_is_found_by_state_and_verb() -> None:
    assert FLOW.act("received", "assign") is ACTS[0]
    assert FLOW.act("resolved", "assign") is None
    assert [act.do for act in FLOW.acts_from("received")] == ["assign", "ask", "merge", "note"]
    assert FLOW.acts_from("nowhere") == ()
    assert FLOW.state("waiting").clock == "reporter"


def test_an_answer_leads_back_to_where_the_question_was_asked() -> None:
    reply = FLOW.act("waiting", "reply")
    assert reply is not None
    assert {target for source, target, act in FLOW.edges() if act is reply} == {"received", "in_progress"}
    assert reply.lands_in("waiting", "in_progress") == "in_progress"
    assert reply.lands_in("waiting") == "waiting"


def test_the_diagram_shows_every_way_once() -> None:
    lines = FLOW.to_mermaid().splitlines()
    assert lines[:2] == ["stateDiagram-v2", "    [*] --> received"]
    assert "    received --> in_progress: assign" in lines
    assert "    waiting --> in_progress: reply" in lines
    assert "    closed --> [*]" in lines
    assert len(lines) == len(set(lines))
    assert not any("note" in line for line in lines)


def test_every_verb_says_in_one_sentence_what_it_means() -> None:
    assert all(verb.meaning.endswith(".") and verb.meaning.count(".") == 1 for verb in VERBS.values())
    assert [name for name, verb in VERBS.items() if verb.leaves_final] == ["unmerge"]


@given(st.lists(st.sampled_from(ACTS), unique=True))
def test_a_flow_that_passes_can_finish_from_wherever_a_case_gets(acts: list[Act]) -> None:
    """Walk through flows made of any of the acts: whoever passes the check never strands a case."""
    flow = Flow("received", STATES, tuple(acts))
    if flow.check():
        return
    for state in STATES:
        seen, waiting = {state.id}, [state.id]
        while waiting:
            here = waiting.pop()
            steps = {target for source, target, _ in flow.edges() if source == here} - seen
            seen |= steps
            waiting += steps
        assert any(flow.state(reached).phase == "final" for reached in seen)
