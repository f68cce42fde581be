"""What only this floor reads of a pack: the words of a demonstration, and how a table becomes cases."""

from typing import Literal

from pydantic import Field, model_validator

from cuudinh.packs.grammar import Shape


class Names(Shape):
    """`demo/names.yaml`: parts of invented names, families with a rough weight."""

    families: list[tuple[str, int]] = Field(min_length=1)
    middles: list[str] = Field(min_length=1)
    givens: list[str] = Field(min_length=1)


class DemoWords(Shape):
    """`demo/demo.yaml`: how many residents, which topics how often, and every sentence that is used.

    `texts` holds sentences by topic, for every topic of `weights`, and `answers` by group of topics. `{so}`,
    `{duong}` and `{moc}` stand for a house number, a street and a landmark. `phone` is the telephone number of
    the first resident; the others have those that follow.
    """

    service: str
    residents: int = Field(ge=1)
    phone: str = Field(pattern=r"^[0-9]{8,12}$")
    streets: list[str] = Field(min_length=1)
    landmarks: list[str] = Field(min_length=1)
    weights: dict[str, int]
    texts: dict[str, list[str]]
    answers: dict[str, list[str]]
    questions: list[str]
    replies: list[str]
    returns: list[str]
    extensions: list[str]
    reworks: list[str]
    reopenings: list[str]
    comments: list[str]
    joint_questions: list[str]
    joint_answers: list[str]

    @model_validator(mode="after")
    def _every_topic_has_words(self) -> "DemoWords":
        missing = sorted(self.weights.keys() - self.texts.keys())
        if missing:
            raise ValueError(f"there are no texts for {', '.join(missing)}")
        return self

    @property
    def phones(self) -> tuple[str, ...]:
        """The telephone numbers of the residents, one for each."""
        first, width = int(self.phone), len(self.phone)
        return tuple(f"{first + n:0{width}d}" for n in range(self.residents))


class DemoAnswers(Shape):
    """`demo/answers.yaml`: what invented people write into forms, by the name of the question.

    `{so}` and `{duong}` stand for a house number and a street.
    """

    women: list[str] = Field(default_factory=list, description="Questions for a person who is a woman.")
    men: list[str] = Field(default_factory=list, description="Questions for a person who is a man.")
    middles_of_women: list[str] = Field(default_factory=list, description="Middle names no man has.")
    middles_of_men: list[str] = Field(default_factory=list, description="Middle names no woman has.")
    texts: dict[str, list[str]] = Field(
        description="Sentences by question, one of them is drawn; absent: a name."
    )


class TopicOfRow(Shape):
    """What a value of the topic column becomes: a topic, and answers that go with it."""

    topic: str
    answers: dict[str, str] = {}


class Columns(Shape):
    """Which column says what; the texts of several columns are joined."""

    reference: str
    filed_at: str
    unit: str
    topic: str
    text: list[str]


class RequestTable(Shape):
    """`imports/requests.yaml`: how a table of requests becomes cases of one service."""

    service: str
    channel: str
    columns: Columns
    units: Literal["official_code", "code"]
    unknown_unit: Literal["refuse"]
    topics: dict[str, TopicOfRow]
