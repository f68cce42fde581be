"""The state machine of a case, as data: few states, acts of fixed meaning, flags for everything else.

A pack writes the flow of a service; nothing here knows any service. `Flow.check` proves before a pack is
accepted that every state can be reached and can finish and that every act can be done by somebody, so that
no case is ever stuck.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from cuudinh.kernel.worktime import Span

Phase = Literal["open", "paused", "done", "final"]
Side = Literal["office", "centre", "reporter", "other", "none"]
ClockEffect = Literal["keep", "restart", "resume"]


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb with its one meaning; `leaves_final` says that it may take a case out of a final state."""

    meaning: str
    leaves_final: bool = False


VERBS: Mapping[str, Verb] = {
    "file": Verb("The reporter or someone for them hands the case in."),
    "receive": Verb("A desk takes the case in as complete; the time that is promised counts from now."),
    "verify": Verb("The centre starts to check whether the case is real and complete."),
    "assign": Verb("The case gets its lead office."),
    "accept": Verb("The lead office takes the case on and starts work."),
    "return": Verb("The lead office gives the case back, because it is not its to answer."),
    "transfer": Verb("Another office becomes the lead office; the deadline stays."),
    "ask": Verb("The reporter is asked for more; the clock of the office stops."),
    "reply": Verb("The reporter answers; the case goes back to where it was asked."),
    "request_supplement": Verb("All that is missing is asked for at once; the clock of the office stops."),
    "supplement": Verb("What was missing is brought; the case goes back to where it was asked for."),
    "request_payment": Verb("A fee must be paid before the case goes on; the clock of the office stops."),
    "paid": Verb("The fee was paid; the case goes back to where it was asked for."),
    "no_reply": Verb("The reporter did not answer in time."),
    "request_extension": Verb("The lead office asks for more time; the first promise stays visible."),
    "grant_extension": Verb("The centre gives more time; the first promise stays visible."),
    "deny_extension": Verb("The centre gives no more time."),
    "request_joint": Verb("The lead office asks other offices for a part of the work."),
    "answer_joint": Verb("A cooperating office answers its part."),
    "cancel_joint": Verb("A part of the work that an office was asked for is called off."),
    "reappoint": Verb("The office cannot keep the day it named: it apologises and names another, once."),
    "appraise": Verb("An officer says what was found and proposes what to decide; the clock runs on."),
    "resolve": Verb("The lead office says that the work is done and what the answer is."),
    "approve": Verb("Whoever decides finds the answer good; it becomes the result."),
    "rework": Verb("Whoever decides finds the answer wanting and sends it back."),
    "sign": Verb("The result is signed; it is as good as paper with a stamp."),
    "deliver": Verb("The result is handed over: online, at a desk or by post."),
    "stop": Verb("Work on the case ends without a result, for a reason that the reporter reads."),
    "publish": Verb("Everybody may read the case, without who reported it."),
    "unpublish": Verb("The case is taken from the public."),
    "refuse": Verb("The case is not taken on, for a reason that the reporter reads."),
    "withdraw": Verb("The reporter takes the case back."),
    "rate": Verb("The reporter says how satisfied they are."),
    "reopen": Verb("The result is doubted; the case is worked on again with a new deadline."),
    "close": Verb("A person ends the case."),
    "auto_close": Verb("The case ends by itself when nobody objected in time."),
    "merge": Verb("The case becomes a part of another, and its followers with it."),
    "unmerge": Verb("The case was merged by mistake and goes back to where it was.", leaves_final=True),
    "correct": Verb("The topic or the place of the case is put right."),
    "note": Verb("A remark is added; nothing else changes."),
    "escalate": Verb("A higher level is told that the case is late."),
    "redact": Verb("The text that others read is changed; the original is kept for the centre."),
}


@dataclass(frozen=True, slots=True)
class State:
    """Where a case can stand: its phase, and against whom time runs there."""

    id: str
    phase: Phase
    clock: Side = "none"


@dataclass(frozen=True, slots=True)
class Act:
    """One act: a verb, the states it starts from, where it leads, who may do it and what it needs.

    Without a target the state stays, unless `clock` is `resume`: then the case goes back to the state it
    was in before. `when` is a CEL condition, `limit` how often per case, `within` how long since the state
    was entered, `after` the time in the state after which the system acts by itself.
    """

    do: str
    sources: tuple[str, ...]
    target: str | None
    by: tuple[str, ...]
    requires: tuple[str, ...] = ()
    when: str | None = None
    limit: int | None = None
    within: Span | None = None
    after: Span | None = None
    four_eyes: bool = False
    sets: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    clock: ClockEffect = "keep"

    @property
    def goes_back(self) -> bool:
        """Whether the act leads to wherever the case came from."""
        return self.target is None and self.clock == "resume"

    @property
    def moves(self) -> bool:
        """Whether the act can change the state."""
        return self.target is not None or self.goes_back

    def lands_in(self, state: str, back_to: str = "") -> str:
        """Give the state after the act, done in `state` by a case that came there from `back_to`.

        >>> Act("note", ("open",), None, ("officer",)).lands_in("open", "new")
        'open'
        >>> Act("reply", ("asked",), None, ("reporter",), clock="resume").lands_in("asked", "open")
        'open'
        """
        if self.target is not None:
            return self.target
        return back_to if self.goes_back and back_to else state


@dataclass(frozen=True)
class Flow:
    """A whole flow: where cases start, the states and the acts.

    >>> flow = Flow(
    ...     "new",
    ...     (State("new", "open", "office"), State("closed", "final")),
    ...     (Act("close", ("new",), "closed", ("owner.officer",)),),
    ... )
    >>> flow.check()
    ()
    >>> flow.act("new", "close").target
    'closed'
    """

    initial: str
    states: tuple[State, ...]
    acts: tuple[Act, ...]
    _states: Mapping[str, State] = field(init=False, repr=False, compare=False)
    _acts: Mapping[str, Mapping[str, Act]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_state: dict[str, dict[str, Act]] = {}
        for act in self.acts:
            for source in act.sources:
                by_state.setdefault(source, {}).setdefault(act.do, act)
        object.__setattr__(self, "_states", {state.id: state for state in self.states})
        object.__setattr__(self, "_acts", by_state)

    def state(self, state_id: str) -> State:
        """Give a state by its name; `KeyError` is a bug: a case only ever stands in a state of its flow."""
        return self._states[state_id]

    def acts_from(self, state_id: str) -> tuple[Act, ...]:
        """Give the acts that start from a state, in the order of the definition."""
        return tuple(self._acts.get(state_id, {}).values())

    def act(self, state_id: str, verb: str) -> Act | None:
        """Give the act of a verb from a state, or None when the flow has no such act there."""
        return self._acts.get(state_id, {}).get(verb)

    def edges(self) -> Iterator[tuple[str, str, Act]]:
        """Give every way from a state to another; an act that goes back has one to each state it can have."""
        for act in self.acts:
            for source in act.sources:
                targets = self._entered_from(source) if act.goes_back else [act.target]
                yield from ((source, target, act) for target in targets if target is not None)

    def check(self, relations: Collection[str] | None = None) -> tuple[str, ...]:
        """Give every fault of the flow as a sentence; none means that no case can get stuck.

        With `relations`, an act by somebody whom nobody can be is a fault too.
        """
        faults = [*self._faults_of_states(), *self._faults_of_acts(relations)]
        return tuple(faults) if faults else tuple(self._faults_of_ways())

    def to_mermaid(self) -> str:
        """Give the flow as a Mermaid state diagram, for the documents; acts that stay are left out."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        verbs: dict[tuple[str, str], list[str]] = {}
        for source, target, act in self.edges():
            verbs.setdefault((source, target), []).append(act.do)
        lines += [f"    {source} --> {target}: {', '.join(done)}" for (source, target), done in verbs.items()]
        lines += [f"    {state.id} --> [*]" for state in self.states if state.phase == "final"]
        return "\n".join(lines) + "\n"

    def _entered_from(self, state_id: str) -> list[str]:
        entering = [act for act in self.acts if act.target == state_id]
        return list(dict.fromkeys(source for act in entering for source in act.sources))

    def _faults_of_states(self) -> Iterator[str]:
        if len(self._states) < len(self.states):
            yield "two states have the same name"
        if self.initial not in self._states:
            yield f"the initial state {self.initial} is not defined"
        if not any(state.phase == "final" for state in self.states):
            yield "no state is final"

    def _faults_of_acts(self, relations: Collection[str] | None) -> Iterator[str]:
        seen: set[tuple[str, str]] = set()
        for act in self.acts:
            yield from self._faults_of_act(act)
            unknown = [] if relations is None else sorted(set(act.by) - set(relations))
            if unknown:
                yield f"{act.do}: nobody can be {', '.join(unknown)}"
            for source in act.sources:
                if (source, act.do) in seen:
                    yield f"{act.do} from {source} is defined twice"
                seen.add((source, act.do))

    def _faults_of_act(self, act: Act) -> Iterator[str]:
        if act.do not in VERBS:
            yield f"{act.do} is no verb of the vocabulary"
        if not act.by:
            yield f"{act.do}: nobody may do it"
        if not act.sources:
            yield f"{act.do}: it starts from no state"
        if act.after is not None and "system" not in act.by:
            yield f"{act.do}: it happens by itself after some time, so `system` must be among those who may"
        targets = () if act.target is None else (act.target,)
        for state_id in (*act.sources, *targets):
            if state_id not in self._states:
                yield f"{act.do}: the state {state_id} is not defined"
            elif state_id in act.sources and self._leaves_final(act, state_id):
                yield f"{act.do}: {state_id} is final and cannot be left"

    def _leaves_final(self, act: Act, source: str) -> bool:
        verb = VERBS.get(act.do)
        is_allowed = verb is not None and verb.leaves_final
        return self._states[source].phase == "final" and act.moves and act.target != source and not is_allowed

    def _faults_of_ways(self) -> Iterator[str]:
        ways = [(source, target) for source, target, _ in self.edges() if source != target]
        reached = _closure({self.initial}, ways)
        finals = {state.id for state in self.states if state.phase == "final"}
        finishing = _closure(finals, [(target, source) for source, target in ways])
        left = {source for source, _ in ways}
        for state in self.states:
            if state.id not in reached:
                yield f"the state {state.id} cannot be reached"
            if state.phase == "paused" and state.id not in left:
                yield f"the state {state.id} is paused and no act leaves it"
            elif state.id not in finishing:
                yield f"no way leads from the state {state.id} to a final one"


def _closure(start: set[str], ways: list[tuple[str, str]]) -> set[str]:
    """Everything that can be reached from `start`."""
    reached, waiting = set(start), list(start)
    while waiting:
        here = waiting.pop()
        for source, target in ways:
            if source == here and target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached
