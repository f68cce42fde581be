"""The shapes of the part of a pack that says what a service costs and where the money goes.

Fees (phí) and charges of the state (lệ phí) are two things in law (Luật Phí và lệ phí 97/2015/QH13) and are kept apart
to the last line of a receipt. Every amount and every reduction is dated and names its source.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from cuudinh.kernel.vietqr import NoVietQR, Transfer, encode
from cuudinh.packs.grammar import Code, Day, Mark, Shape, Text

Kind = Literal["phi", "le-phi"]
Channel = Literal["web", "app", "desk", "post"]
Amount = Annotated[int, Field(ge=0, le=10_000_000_000)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Percent = Annotated[int, Field(ge=1, le=100)]


class Period(Shape):
    """Days in which something holds, and the text that says so."""

    since: Day = Field(description="First day in force.")
    until: Day | None = Field(None, description="Last day in force; none: until a later row begins.")
    source: str = Field(
        min_length=1, description="The decree, circular or resolution; or that it is not verified."
    )
    mark: Mark | None = Field(None, description="How sure the pack is of the source.")


class AnswerShape(Shape):
    """What an amount depends on: a number within limits, a yes or no, or one of a few choices."""

    id: Name = Field(description="Name, read as `answers.<name>` in conditions.")
    type: Literal["number", "flag", "choice"]
    label: Text = Field(description="What it is, as whoever pays reads it.")
    minimum: int = Field(0, ge=0, le=1_000_000, description="Least number.")
    maximum: int = Field(1_000, ge=0, le=1_000_000, description="Largest number.")
    choices: list[Code] = Field(default_factory=list, max_length=60, description="What may be chosen.")

    @model_validator(mode="after")
    def _fitting(self) -> "AnswerShape":
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("a choice has choices, and nothing else has")
        if self.minimum > self.maximum:
            raise ValueError("the least number is above the largest")
        return self


class LineShape(Shape):
    """One line of a price: an amount, once or for each of something, under a condition."""

    id: Code = Field(description="Name of the line, as examples write it.")
    title: Text = Field(description="What the amount is for.")
    amount_vnd: Amount = Field(description="Đồng; for one of what `per` counts, if there is such.")
    when: str | None = Field(None, description="CEL over `answers` and `channel`; none: always.")
    per: Name | None = Field(None, description="The number of which each one costs the amount.")
    first: int = Field(1, ge=1, le=1_000_000, description="The first one that is counted by this line.")
    last: int | None = Field(None, ge=1, le=1_000_000, description="The last one; none: all that follow.")


class PriceShape(Period):
    """The price in a period: lines that are added up, at most so much, so many times."""

    lines: list[LineShape] = Field(min_length=1, max_length=40)
    most_vnd: Amount | None = Field(None, description="The sum of the lines is never more, each time.")
    times: Name | None = Field(None, description="The number by which the sum is multiplied, such as copies.")


class ReductionShape(Period):
    """One rule by which less is paid, or nothing. Rules are taken in their order, each on what is left."""

    id: Code = Field(description="Name of the rule, as examples and receipts write it.")
    title: Text = Field(description="Who or what it is for, as the end of “được miễn, giảm vì …”.")
    off_percent: Percent = Field(
        description="How much less, in percent of what is left; 100: nothing is paid."
    )
    when: str | None = Field(None, description="CEL over `answers` and `channel`; none: always.")
    is_last: bool = Field(False, alias="last", description="Whether no later rule is taken after this one.")


class FeeShape(Shape):
    """A fee or a charge: what it depends on, its prices in time, and who pays less."""

    id: Code
    kind: Kind = Field(description="phi: for a service; le-phi: fixed by the state for its own act.")
    title: Text
    answers: list[AnswerShape] = Field(default_factory=list, max_length=30)
    prices: list[PriceShape] = Field(min_length=1, max_length=60)
    reductions: list[ReductionShape] = Field(default_factory=list, max_length=60)


class FeeExampleShape(Shape):
    """Somebody in a situation, and what they pay; run whenever the pack is checked."""

    name: str = Field(min_length=1, max_length=200)
    fee: Code
    on: Day
    channel: Channel = "desk"
    given: dict[Name, int | bool | str] = Field(default_factory=dict, description="The answers.")
    pays_vnd: int = Field(ge=0, description="What comes out, in đồng.")
    by: list[Code] = Field(default_factory=list, max_length=20, description="Reductions that were taken.")


class FeesShape(Shape):
    """A file of `fees/`: fees and their examples."""

    fees: list[FeeShape] = Field(min_length=1, max_length=200)
    examples: list[FeeExampleShape] = Field(min_length=1, max_length=1_000)


class CollectingAccount(Period):
    """The account of the treasury or a bank on which fees are taken."""

    bank: str = Field(pattern=r"^[0-9]{6}$", description="Number of the bank at NAPAS (BIN).")
    account: str = Field(pattern=r"^[0-9A-Za-z]{1,19}$", description="Number of the account.")
    holder: str = Field(
        min_length=1, max_length=120, description="Whose account it is, as the bank shows it."
    )
    name: str = Field(min_length=1, max_length=120, description="Name of the bank.")

    @model_validator(mode="after")
    def _payable(self) -> "CollectingAccount":
        try:
            encode(Transfer(self.bank, self.account))
        except NoVietQR as wrong:
            raise ValueError(str(wrong)) from wrong
        return self


class CollectingShape(Shape):
    """`collecting/collecting.yaml`: where fees are paid to, and how what is owed and what was paid are numbered."""

    charge_letters: str = Field(
        pattern=r"^[A-Z]{2}$", description="Two letters with which the number of a charge begins."
    )
    receipt_letters: str = Field(pattern=r"^[A-Z]{2}$", description="Two letters of a receipt's number.")
    accounts: list[CollectingAccount] = Field(min_length=1, max_length=20)
