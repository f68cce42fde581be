"""A small province with the invented fees of the demonstration, and people who pay, collect and decide."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.tests.worlds import small_world
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.engines.ledger import commands
from cuudinh.engines.ledger.commands import Asked
from cuudinh.engines.ledger.ports import BankMove
from cuudinh.engines.ledger.rules.references import reference_of
from cuudinh.engines.ledger.tests.worlds import fees_world
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system
from cuudinh.web import limits

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PASSWORD = "Cửu Đỉnh 1836"
PAPERS: Mapping[str, int | bool] = {"so_trang": 3, "so_ban": 2, "ho_ngheo": False}
STAFF = {
    "officer": ("so-xd", "officer"),
    "head": ("so-xd", "head"),
    "stranger": ("p-phu-xuan", "officer"),
}
PEOPLE = {"payer": "0905000001", "neighbour": "0905000002"}


@dataclass(frozen=True)
class Bureau:
    """The people by their names, and a bank that numbers its transactions."""

    people: Mapping[str, Actor]
    numbers: Iterator[int]

    def __getitem__(self, name: str) -> Actor:
        return self.people[name]

    def fresh(self, name: str) -> Actor:
        """Give somebody who has just proved that it is they."""
        return replace(self[name], strength=2, strong_until=clock.now() + timedelta(minutes=5))

    def charge(self, *asked: Asked, channel: str = "desk", payer: str | None = "payer") -> str:
        """Give the number of a new charge: 10.000 đồng unless something else is asked for."""
        return commands.open_charge(
            system("tests"),
            subject="case:HS-1",
            title={"vi": "Chứng thực bản sao", "en": "Certified copies"},
            office_id=self.office_id(),
            asked=asked or (Asked("chung-thuc-ban-sao", PAPERS),),
            channel=channel,
            account_id=self[payer].account_id if payer else None,
        )

    def office_id(self) -> int:
        """Give the office that collects."""
        found = identity.office("so-xd")
        assert found is not None, "the small province has it"
        return found.id

    def move(self, number: str, amount_vnd: int, *, words: str = "", is_back: bool = False) -> BankMove:
        """Give a movement for a charge, or with other words, under a name of its own."""
        said = words or f"MBVCB.{reference_of(number)} nop phi"
        return BankMove(f"FT{next(self.numbers)}", amount_vnd, said, clock.now(), is_back=is_back)

    def pay(self, number: str, amount_vnd: int, *, words: str = "", is_back: bool = False) -> str:
        """Let the bank tell of money."""
        move = self.move(number, amount_vnd, words=words, is_back=is_back)
        return commands.take_move(bank_name="bank", move=move)


@contextmanager
def bureau_open(at: datetime = NOW) -> Iterator[Bureau]:
    """Put the small province in force, at a moment that does not pass; a Monday morning, unless another is named."""
    snapshot.forget()
    limits.forget_all()
    with clock.frozen(at):
        world = small_world()
        identity_commands.apply_organisation(world)
        identity_commands.apply_policy(world)
        identity_commands.apply_provisions(world)
        commands.apply_fees(fees_world())
        yield Bureau(_people(), count(1))
    snapshot.forget()


def _people() -> dict[str, Actor]:
    since = date(2026, 1, 1)
    staff = [
        NewAccount(
            "staff", f"Người {name}", PASSWORD, login=name, seats=(NewSeat(office, role, since, "QĐ 1"),)
        )
        for name, (office, role) in STAFF.items()
    ]
    residents = [
        NewAccount("resident", f"Người {name}", PASSWORD, phone=phone) for name, phone in PEOPLE.items()
    ]
    ids = identity_commands.open_accounts(system("tests"), [*staff, *residents])
    found = dict(zip([*STAFF, *PEOPLE], ids, strict=True))
    made = {name: identity.staff_actor(found[name]) for name in STAFF}
    return made | {name: Actor("resident", found[name], assurance=1) for name in PEOPLE}
