"""The shape of the part of a pack that says how strongly staff prove who they are, and how long that is fresh."""

from pydantic import Field

from cuudinh.packs.grammar import Code, Dated, Day, Mark, Shape


class SecondFactorShape(Shape):
    """Roles whose holders have a second factor from a day on, and the days they are given to set one up."""

    roles: list[Code] = Field(min_length=1, max_length=60, description="Roles that `roles.yaml` names.")
    since: Day = Field(description="First day on which it is asked for.")
    grace_days: int = Field(
        ge=0,
        le=730,
        description="Days to set it up, from that day or from the first day of the seat, whichever is later.",
    )
    source: str = Field(
        min_length=1, description="The decree, decision or standard; or that it is not verified."
    )
    mark: Mark | None = Field(None, description="How sure the pack is of the source.")


class SignInShape(Shape):
    """`organisation/sign_in.yaml`: for how long a proof is fresh, for whom a password is enough, who needs more."""

    fresh_minutes: list[Dated[int]] = Field(
        min_length=1,
        max_length=20,
        description="Minutes for which a proof lets through what asks for one: 1 to 60.",
    )
    password_is_enough: list[Dated[bool]] = Field(
        min_length=1,
        max_length=20,
        description="Whether who has set up nothing else proves themselves anew by the password.",
    )
    second_factor: list[SecondFactorShape] = Field(
        default_factory=list, max_length=20, description="Whose seats ask for a second factor."
    )
