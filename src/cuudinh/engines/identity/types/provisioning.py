"""People as their own systems tell of them, and how that agrees with what is here, as they leave the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from cuudinh.kernel.refusal import Refusal

Method = Literal["POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True, slots=True)
class Provisioned:
    """One person, or one group, as a system tells of it; `attributes` are those of SCIM.

    Of somebody who had the use of their data restricted there are none: it is known that they are there, and that.
    """

    ref: UUID
    attributes: Mapping[str, Any] = field(repr=False, hash=False)
    version: int
    made_at: datetime
    changed_at: datetime
    is_restricted: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a system asks for: a new person, another content, parts of it, or that they go."""

    method: Method
    ref: str = ""
    content: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)
    only_version: int | None = None


class ScimFault(Refusal):
    """400: a request of provisioning cannot be carried out; `kind` is the scimType of RFC 7644."""

    code: ClassVar[str] = "scim-fault"
    sentence: ClassVar[str] = "Yêu cầu đồng bộ không thực hiện được: {detail}."

    def __init__(self, detail: str, *, kind: str = "", status: int = 400) -> None:
        self.kind = kind
        self.answer_status = status
        super().__init__(detail=detail)


@dataclass(frozen=True, slots=True)
class ListPage:
    """Some of what a system told of, how many there are in all, and the cursor of the next."""

    rows: tuple[Provisioned, ...]
    total: int
    next: str = ""


@dataclass(frozen=True, slots=True)
class StatementView:
    """How what a system says agrees with what is here: counts, and exceptions by reason."""

    id: int
    client_id: str
    label: str
    begun_at: datetime
    closed_at: datetime | None
    stated: int
    held: int
    agreeing: int
    proved: int
    exceptions: Mapping[str, int] = field(hash=False)

    @property
    def is_synchronised(self) -> bool:
        """Whether everybody whom the source states is here alike, and nobody else: computed, never said."""
        return self.closed_at is not None and self.stated == self.held == self.agreeing and self.stated > 0


@dataclass(frozen=True, slots=True)
class ExceptionView:
    """One person about whom a system and we differ: the system's own number, why, and in what."""

    reason: str
    external_id: str = field(repr=False)
    detail: str
