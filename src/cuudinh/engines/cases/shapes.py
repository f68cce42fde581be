"""The shapes of a service in a pack.

A service is one folder: `service.yaml` says who may file, how it flows, by when and who answers;
`topics.yaml` lists what can be reported, each with its own routing and deadline; `examples.yaml` holds
situations and what must come out, which are run whenever the pack is checked. A definition is immutable
once published: a case stays with the version it was filed under.
"""

from typing import Final, Literal

from pydantic import Field, model_validator

from cuudinh.engines.cases.shapes_deadlines import Deadlines
from cuudinh.engines.cases.shapes_dossiers import (
    DossierRulesShape,
    Level,
    ProcedureShape,
    Status,
    StatusShape,
)
from cuudinh.engines.cases.shapes_limits import Duplicates, OncePer, OpenPeriod, Quota, Restricted
from cuudinh.engines.cases.shapes_words import AnswerTemplate, LegalSource, Reason, Retention
from cuudinh.packs.forms.shapes import EligibilityShape, QuestionShape, StepShape
from cuudinh.packs.grammar import Code, Dated, Day, Shape, SpanShape, Text

Kind = Literal[
    "report", "dossier", "question", "enquiry", "incident", "request", "registration", "information"
]
Channel = Literal["web", "app", "hotline", "counter", "api", "import"]
Phase = Literal["open", "paused", "done", "final"]
ClockSide = Literal["centre", "office", "reporter", "other", "none"]
Track = Literal["timed", "immediate"]
InputKind = Literal[
    "text",
    "long_text",
    "office",
    "offices",
    "span",
    "photos",
    "reason",
    "case",
    "rating",
    "place",
    "topic",
    "flag",
    "papers",
    "way",
    "result",
]

# Kinds of input that come as files: pictures, and a PDF that is the result.
SENT_INPUTS: Final = frozenset({"photos", "result"})


class Identity(Shape):
    """Who may file and who may see the reporter."""

    submit: Literal["anyone", "account", "verified", "journalist"] = Field(
        description="What the reporter must show to file; journalist: a press card of the province that is valid."
    )
    hidden_from_offices: bool = Field(description="Whether handling offices never see who reported.")
    anonymous: bool = Field(
        False, description="Whether no account is kept of whoever files, signed in or not."
    )


class OwnerRule(Shape):
    """Who answers: the first rule in force whose conditions hold. Either `office` or `function` with `at`."""

    since: Day = Field(description="First day on which the rule holds.")
    until: Day | None = Field(None, description="Last day; absent: it holds on.")
    when: str | None = Field(
        None, description="CEL condition on `topic`, `answers`, `unit` (its code) and `kind`."
    )
    units: list[str] = Field(default_factory=list, description="Only in these units; empty: everywhere.")
    office: str | None = Field(None, description="Code of one office.")
    function: str | None = Field(None, description="Function an office must serve.")
    at: Level | None = Field(None, description="Level at which the office with that function is sought.")
    source: str | None = Field(None, description="The text that assigns the duty.")


class TopicShape(Shape):
    """What can be reported: words to recognise it, who answers and by when."""

    id: Code
    title: Text
    group: Code
    icon: str = Field("flag", description="Name of a picture in the icon set.")
    words: list[str] = Field(default_factory=list, description="Words that suggest this topic while typing.")
    track: Track = Field("timed", description="timed: working time; immediate: wall clock, at once.")
    sensitive: bool = Field(False, description="Never published without a person deciding so.")
    owner: list[OwnerRule] = Field(min_length=1)
    deadline: list[Dated[SpanShape]] = Field(
        default_factory=list, description="Empty: the service's default."
    )
    evidence: Literal["required", "optional"] = Field("required", description="Pictures after the work.")


class TopicGroup(Shape):
    """A group of topics, shown together."""

    id: Code
    title: Text
    icon: str = "flag"


class TopicsShape(Shape):
    """`topics.yaml`: the groups and the topics of one service."""

    groups: list[TopicGroup] = Field(min_length=1)
    topics: list[TopicShape] = Field(min_length=1)


class StateShape(Shape):
    """One state: its phase, against whom the clock runs, and its words for offices and for the public."""

    phase: Phase
    clock: ClockSide = "none"
    status: Status | None = Field(None, description="Status code of the country; every state of a dossier.")
    label: Text
    public: Text | None = Field(None, description="What residents read; absent: the same.")
    next: Text | None = Field(None, description="What happens next, told to the reporter.")


class ActShape(Shape):
    """One act of the flow: a verb of fixed meaning, where it leads, who may do it and what it needs."""

    do: Code
    label: Text
    sources: list[Code] = Field(alias="from", min_length=1)
    to: Code | None = Field(None, description="State after the act; absent: the state stays.")
    by: list[str] = Field(min_length=1, description="Relations to the case that may do it.")
    inputs: list["InputShape"] = Field(default_factory=list)
    when: str | None = Field(None, description="CEL condition on the case; otherwise the act is refused.")
    because: Text | None = Field(None, description="What is said when `when` does not hold.")
    limit: int | None = Field(None, ge=1, description="How often the act may be done on one case.")
    within: SpanShape | None = Field(None, description="How long after entering the state.")
    after: SpanShape | None = Field(
        None, description="The system does it by itself after this time in the state."
    )
    four_eyes: bool = Field(False, description="Needs a second person of the same relations to confirm.")
    set: list[Code] = Field(default_factory=list, description="Flags set.")
    clear: list[Code] = Field(default_factory=list, description="Flags cleared.")
    clock: Literal["keep", "restart", "resume"] = "keep"
    by_rule: "ByRule | None" = Field(
        None, description="The platform does it by itself when a rule of the country says so, if nobody did."
    )
    issues: list[Code] = Field(
        default_factory=list,
        description="Kinds of paper that the act gives out, of a dossier, in their order.",
    )
    tone: Literal["primary", "plain", "danger"] = "plain"
    key: str | None = Field(None, pattern=r"^[a-z]$", description="Keyboard shortcut.")
    tell: list["TellShape"] = Field(default_factory=list)
    audience: Literal["public", "parties", "offices", "centre"] = Field(
        "parties", description="Who sees this act in the timeline."
    )


class ByRule(Shape):
    """An act that the platform does by itself, once on a case: by which rule of dossiers, and what it says."""

    rule: Literal["apology_before", "supplement_within"] = Field(
        description="apology_before: at the last moment for an apology; supplement_within: so long after papers "
        "were asked for."
    )
    lead: SpanShape | None = Field(None, description="So long before that moment; with apology_before.")
    warn: SpanShape | None = Field(None, description="So long before it is done, `tell` are told.")
    tell: list["TellShape"] = Field(default_factory=list, description="Who is told before it is done.")
    working_days: int | None = Field(None, ge=1, le=60, description="How many more days it names.")
    reason: Code | None = Field(None, description="The reason it gives.")
    text: Text = Field(description="What it says to the applicant.")


class InputShape(Shape):
    """One input of an act."""

    id: Code
    kind: InputKind
    label: Text
    required: bool = True
    most: int | None = None
    audience: Literal["parties", "offices", "centre"] | None = Field(
        None, description="Who reads these words, if fewer than see the act; absent: whoever sees the act."
    )


class TellShape(Shape):
    """Who is told by which message when the act is done."""

    who: Code
    message: Code | None = Field(None, description="Absent: told on the immediate track only.")
    immediate: Code | None = Field(None, description="Message instead, on the immediate track.")
    caller: Code | None = Field(
        None, description="Message to the dispatchers instead, when the reporter has no account: they call."
    )


class Joint(Shape):
    """Joint handling: several offices cooperate under one lead, each with a sub-task and a clock."""

    deadline: SpanShape
    most: int = Field(8, ge=1, le=30)
    late: list[TellShape] = Field(
        default_factory=list, description="Who is told that an office is late with its part."
    )


class Publication(Shape):
    """What the public sees, once the centre publishes."""

    on_assign: bool = Field(description="Whether a verified report is public from its assignment on.")
    round_m: int = Field(ge=0, le=1000, description="The public place is rounded to this many metres.")
    result_after: Literal["approve", "publish"] = "approve"


class Rating(Shape):
    """How a result is rated; `good` counts as satisfied."""

    levels: list["RatingLevel"] = Field(min_length=2)


class RatingLevel(Shape):
    """One level, from best to worst."""

    id: Code
    label: Text
    value: int = Field(ge=1, le=5)
    good: bool
    tell: list[TellShape] = Field(
        default_factory=list, description="Who else is told when this level is given."
    )


class FeeSteps(Shape):
    """When the fee of a dossier is asked for, and when it is asked for no more."""

    charge_at: list[Code] = Field(
        min_length=1,
        description="`filed`, or acts after which what is owed is drawn up, unless it was before.",
    )
    give_back_at: list[Code] = Field(
        default_factory=list,
        description="Acts after which nothing is owed any more, and what came is proposed to go back.",
    )


# What a service has besides in which something is filed, and what makes the way of a case.
_OF_FILING: Final = ("questions", "deadlines")
_OF_FLOWS: Final = (
    "flow",
    "leaves_out",
    "initial",
    "states",
    "acts",
    "open_during",
    "once_per",
    "quota",
    "restricted",
)
# What a shared flow says for every service on it, unless the service does itself.
USUAL: Final = ("channels", "number", "calendar", "identity")


class UsualShape(Shape):
    """What services on a flow have alike, unless one says otherwise."""

    channels: list[Channel] = Field(min_length=1)
    number: str
    calendar: Code
    identity: Identity


class ServiceShape(Shape):
    """`service.yaml`: everything that makes one service, but its topics and examples."""

    service: Code
    version: int = Field(ge=1)
    kind: Kind
    title: Text
    summary: Text
    legal: list[LegalSource] = Field(default_factory=list)
    channels: list[Channel] = Field(default_factory=list, description="Absent: as the flow says.")
    number: str = Field(
        "",
        description="Pattern of the case number: {yyyy} {mm} {dd} {seq:5}, of a dossier {org}; "
        "absent: as the flow says.",
    )
    calendar: Code | Literal[""] = Field(
        "", description="Calendar of the deadline; absent: as the flow says."
    )
    intake: Code | Literal[""] = Field(
        "",
        description="Code of the office that takes in, verifies and approves; absent in a service of the nation: "
        "the province that offers it says.",
    )
    group: Code | None = Field(None, description="Group of the catalogue in which it stands.")
    life_events: list[Code] = Field(
        default_factory=list, max_length=12, description="Events of life for which people need it."
    )
    keywords: dict[str, list[str]] = Field(
        default_factory=dict, description="Other words, by language, by which people look for it."
    )
    identity: Identity = Field(
        default_factory=lambda: Identity(submit="account", hidden_from_offices=True),
        description="Absent: as the flow says.",
    )
    questions: list[QuestionShape] = Field(default_factory=list, max_length=200)
    steps: list[StepShape] = Field(
        default_factory=list, description="The pages of the form; absent: all is asked on one."
    )
    eligibility: EligibilityShape | None = Field(
        None, description="What is asked before somebody applies, and who cannot."
    )
    flow: Code | None = Field(None, description="Shared flow; what stands here is added or replaces its own.")
    leaves_out: list[Code] = Field(
        default_factory=list,
        description="Acts of the flow it has not, with the states that only they led to.",
    )
    procedure: ProcedureShape | None = Field(None, description="The procedure of a dossier.")
    owner: list[OwnerRule] = Field(
        default_factory=list, description="Who decides: then the service is its own only topic."
    )
    track: Track = Field("timed", description="Track of a service that is its own only topic.")
    sensitive: bool = Field(
        False, description="Of a service that is its own only topic: never public by itself."
    )
    open_during: list[OpenPeriod] | None = Field(
        None, description="When cases are taken; absent: always; empty: not before a period is written."
    )
    once_per: list[OncePer] = Field(default_factory=list, max_length=4, description="Who files only once.")
    quota: Quota | None = Field(None, description="How many cases there are places for.")
    restricted: Restricted | None = Field(None, description="Whether few see its cases, and who.")
    desk: list[OwnerRule] = Field(default_factory=list, description="Who takes in; absent: who decides.")
    initial: Code = Field("", description="First state; absent: that of the flow.")
    states: dict[str, StateShape] = Field(default_factory=dict)
    acts: list[ActShape] = Field(default_factory=list)
    flags: dict[str, "FlagShape"] = Field(default_factory=dict)
    reasons: list[Reason] = Field(default_factory=list)
    answer_templates: list[AnswerTemplate] = Field(default_factory=list)
    deadlines: Deadlines = Deadlines()
    filed: list[TellShape] = Field(default_factory=list, description="Who is told that a case was filed.")
    fee: FeeSteps | None = Field(None, description="When the fee is asked for, and when no more.")
    fee_unknown: Text | None = Field(
        None, description="There is a fee whose amount is not entered: said in its place, never “free”."
    )
    joint: Joint | None = None
    duplicates: Duplicates | None = None
    publication: Publication | None = None
    rating: Rating | None = None
    retention: Retention | None = None
    open311: bool = Field(False, description="Whether topics are offered as Open311 services.")
    rules: DossierRulesShape | None = Field(None, description="Not written here: stands in dossiers/.")
    statuses: list[StatusShape] = Field(
        default_factory=list, description="Not written here: stand in dossiers/."
    )

    @model_validator(mode="after")
    def _whole(self) -> "ServiceShape":
        if (self.kind == "dossier") != (self.procedure is not None):
            raise ValueError("a dossier has a procedure, and no other kind of service has one")
        if self.procedure is not None and not self.owner:
            raise ValueError("a dossier says by owner who decides")
        if self.kind == "information":
            self._only_tells()
            return self
        if self.flow is None and not (self.initial and self.states and self.acts):
            raise ValueError(
                "a service has initial, states and acts of its own, or flow: the name of a shared one"
            )
        needed = _OF_FILING if self.flow is not None else (*USUAL, *_OF_FILING)
        missing = [name for name in needed if name not in self.model_fields_set]
        if missing:
            raise ValueError(
                f"a service {'' if self.flow else 'without a flow '}says itself: {', '.join(missing)}"
            )
        return self

    def _only_tells(self) -> None:
        given = self.model_fields_set.intersection({*_OF_FILING, *_OF_FLOWS, *USUAL, "intake"})
        if given:
            raise ValueError(f'information has nothing to file, and so no "{min(given)}"')
        if not self.owner:
            raise ValueError("information says by owner which office keeps it right")


class FlagShape(Shape):
    """A flag of this service: its words, and whether they replace the state's label while it is set."""

    label: Text
    tone: Literal["ok", "soon", "late", "info", "plain"] = "plain"
    on_label: bool = False
    public: bool = False
