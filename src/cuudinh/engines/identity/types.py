"""What leaves the identity engine: offices, accounts, policy and its decisions, sessions, refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import ClassVar, Literal

from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Incomplete, NotNow, NotThere, NotYours, SignInFirst

Words = Mapping[str, str]
Condition = Literal["published", "ordinary"]
AccountKind = Literal["resident", "staff", "service"]


class UnknownOffice(NotThere):
    """404: no office has this code or number."""

    code: ClassVar[str] = "unknown-office"
    sentence: ClassVar[str] = "Không có đơn vị “{office}”."


class OfficesVanished(NotNow):
    """409: a pack no longer names an office that is known here; an office ends, it does not disappear."""

    code: ClassVar[str] = "offices-vanished"
    sentence: ClassVar[str] = (
        "Gói không còn nêu các đơn vị: {offices}. Đơn vị kết thúc thì ghi ngày kết thúc."
    )


class UnknownAccount(NotThere):
    """404: there is no such account, membership or session, or it is somebody else's."""

    code: ClassVar[str] = "unknown-account"
    sentence: ClassVar[str] = "Không tìm thấy tài khoản hoặc phiên đăng nhập này."


class WrongSignIn(SignInFirst):
    """401: login and password do not fit; the words are the same whether or not the account exists."""

    code: ClassVar[str] = "wrong-sign-in"
    sentence: ClassVar[str] = "Tên đăng nhập hoặc mật khẩu không đúng."


class AccountIncomplete(Incomplete):
    """422: what was given does not make an account; `faults` says which field and why."""

    code: ClassVar[str] = "account-incomplete"
    sentence: ClassVar[str] = "Vui lòng kiểm tra lại các ô được đánh dấu."


class AlreadyRegistered(NotNow):
    """409: an account with this phone number or login exists; its owner signs in instead."""

    code: ClassVar[str] = "already-registered"
    sentence: ClassVar[str] = "Số điện thoại hoặc tên đăng nhập này đã có tài khoản. Vui lòng đăng nhập."


class NotInForce(NotNow):
    """409: the office does not exist on that day, or the membership has already ended."""

    code: ClassVar[str] = "not-in-force"
    sentence: ClassVar[str] = "Đơn vị hoặc phân công không còn hiệu lực vào ngày {day}."


class AlreadyAppointed(NotNow):
    """409: the account holds this role in this office on that day."""

    code: ClassVar[str] = "already-appointed"
    sentence: ClassVar[str] = "Người này đã giữ vai trò đó tại đơn vị vào ngày {day}."


class PurposeNeeded(Incomplete):
    """422: who reported is shown only for a reason, which goes into the log."""

    code: ClassVar[str] = "purpose-needed"
    sentence: ClassVar[str] = "Vui lòng ghi rõ lý do cần xem danh tính; lý do này được lưu trong nhật ký."


class AccessNotOpened(NotYours):
    """403: personal data stay closed until the actor opened them for this very thing, with a reason."""

    code: ClassVar[str] = "access-not-opened"
    sentence: ClassVar[str] = "Cần mở quyền xem danh tính, có lý do, trước khi xem."


@dataclass(frozen=True, slots=True)
class Facts:
    """What the policy must know of the thing at hand, seen from the actor: relations, never identities.

    `is_reporter` and `is_follower` say what this actor is to it; who the reporter is stays out of every rule.
    """

    owner_office_id: int | None = None
    cooperating_office_ids: frozenset[int] = frozenset()
    is_reporter: bool = False
    is_follower: bool = False
    published: bool = False
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence of the policy: who (by relation) may do which acts, under which condition, and why."""

    id: str
    acts: frozenset[str]
    who: frozenset[str]
    why: Words = field(hash=False)
    when: Condition | None = None


@dataclass(frozen=True)
class Policy:
    """All rules in force and the titles of the roles they name. What no rule allows is denied."""

    rules: tuple[Rule, ...] = ()
    titles: Mapping[str, Words] = field(default_factory=dict, hash=False)

    @cached_property
    def by_act(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules that name each act, in the order of the pack."""
        acts = {act for rule in self.rules for act in rule.acts}
        return {act: tuple(rule for rule in self.rules if act in rule.acts) for act in acts}


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, the rule that says so (`deny:` and the rule that allows others, for a no), and the reason."""

    allowed: bool
    rule_id: str
    why: Words = field(hash=False)

    def reason(self, language: str = "vi") -> str:
        """Give the reason in a language, else in whichever the pack has."""
        return self.why.get(language) or next(iter(self.why.values()))


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything on which one act is allowed to one actor: what a list may show, made of the same rules.

    A thing is inside when any of these holds. `published` and `ordinary` mean every published thing, and
    every thing that is not sensitive; `as_reporter` and `as_follower` mean the actor's own.
    """

    all: bool = False
    office_ids: frozenset[int] = frozenset()
    cooperating_office_ids: frozenset[int] = frozenset()
    as_reporter: bool = False
    as_follower: bool = False
    published: bool = False
    ordinary: bool = False

    def covers(self, facts: Facts) -> bool:
        """Whether a thing is inside; what a list's SQL must agree with."""
        return (
            self.all
            or facts.owner_office_id in self.office_ids
            or not self.cooperating_office_ids.isdisjoint(facts.cooperating_office_ids)
            or (self.as_reporter and facts.is_reporter)
            or (self.as_follower and facts.is_follower)
            or (self.published and facts.published)
            or (self.ordinary and not facts.sensitive)
        )


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office as it is in one period of its life; `id` and `code` stay when name or parent change.

    `valid_to` is the last day, None when no end is known. `level` is province, district or commune.
    """

    id: int
    code: str
    names: Words = field(hash=False)
    short_names: Words = field(hash=False)
    kind: str
    level: str
    parent_id: int | None
    unit_code: str
    functions: frozenset[str]
    calendar: str
    valid_from: date
    valid_to: date | None

    def name(self, language: str = "vi") -> str:
        """Give the name in a language, else in whichever the pack has."""
        return self.names.get(language) or next(iter(self.names.values()))

    def short_name(self, language: str = "vi") -> str:
        """Give the short name in a language, else the full one."""
        return self.short_names.get(language) or self.name(language)

    def in_force(self, day: date) -> bool:
        """Whether this period holds a day (first and last day included)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role that memberships give, in words."""

    id: str
    title: Words = field(hash=False)
    description: Words = field(hash=False)


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as others may see it: the name of staff is public, that of a resident stays empty."""

    id: int
    kind: AccountKind
    login: str
    name: str
    is_active: bool
    language: str


@dataclass(frozen=True, slots=True)
class MembershipView:
    """A role held in an office from a day to a day, with the document that gives it."""

    id: int
    account_id: int
    office_id: int
    role: str
    valid_from: date
    valid_to: date | None
    document: str


@dataclass(frozen=True, slots=True)
class SessionView:
    """One place where an account is signed in; `is_this` marks the one that asks."""

    id: int
    agent: str
    created_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that has just begun: the token for the cookie, given once, and its longest life.

    `device` is for the browser to bring again: it keeps strangers from locking its owner out.
    """

    token: str = field(repr=False)
    actor: Actor
    seconds_most: int
    device: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Contact:
    """Who a resident is and how to reach them; leaves the engine only through `queries.contact_of`."""

    name: str = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AccessOpened:
    """Break-glass access to personal data of one thing, until a moment."""

    about: tuple[str, str]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LookView:
    """One opening of personal data: when, by whom of staff, about which thing, and the reason that was given."""

    id: int
    at: datetime
    who: str
    about: tuple[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A membership to be made with an account: the code of the office, the role, the first day."""

    office_code: str
    role: str
    since: date
    document: str = ""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be opened with others: residents have a phone number, staff a login and seats."""

    kind: AccountKind
    name: str = field(repr=False)
    password: str = field(repr=False)
    login: str = ""
    phone: str = field(default="", repr=False)
    seats: tuple[NewSeat, ...] = ()
    language: str = "vi"
