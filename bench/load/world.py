"""Everybody of a run and where they act: residents and staff with their browsers, in an installation that is served."""

import asyncio
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from bench.load.book import Book, Wrong
from bench.load.browser import Browser, Place

SIGN_INS_AT_ONCE = 4
# Networks as few people still have them: a third-generation telephone at the edge of its cell.
SLOW_BYTES_A_SECOND = 40_000


@dataclass
class Person:
    """Somebody with a browser; `name` is set for residents only, and nobody else may see it."""

    login: str
    name: str
    browser: Browser


@dataclass
class World:
    """The people of a run."""

    place: Place
    book: Book
    password: str
    mark: bytes
    residents: list[Person]
    dispatchers: list[Person]
    leaders: list[Person]
    officers: dict[str, list[Person]]
    offices: dict[str, str]
    heads: dict[str, list[Person]]
    points: list[tuple[float, float]]
    deciding: list[tuple[float, float, str]]
    photos: list[bytes]
    chance: random.Random
    by_key: bool
    _turns: Iterator[Person] = field(init=False)
    _signing: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._turns = itertools.cycle(self.residents)

    def resident(self) -> Person:
        """Give the resident who has not acted for the longest time."""
        return next(self._turns)

    def dispatcher(self) -> Person:
        """Give a dispatcher on shift."""
        return self.chance.choice(self.dispatchers)

    def officer(self, label: str) -> Person:
        """Give an officer of the office that is called so on pages."""
        if label not in self.offices:
            raise Wrong(f"no office is called {label}")
        return self.chance.choice(self.officers[self.offices[label]])

    def officer_of(self, code: str) -> Person:
        """Give an officer of the office with a code."""
        return self.chance.choice(self.officers[code])

    def head_of(self, code: str) -> Person:
        """Give a head of the office with a code."""
        return self.chance.choice(self.heads[code])

    def visitor(self) -> Browser:
        """Give the browser of somebody who is not signed in."""
        return Browser(self.place, self.book, address_of(self.chance.getrandbits(24)))

    async def ready(self, person: Person) -> Person:
        """Give somebody once they are signed in; whoever comes meanwhile waits for the same sign-in."""
        if person.login not in self._signing:
            self._signing[person.login] = asyncio.create_task(self._sign_in(person))
        await self._signing[person.login]
        return person

    @property
    def everybody(self) -> list[Person]:
        """All who have a browser that is kept."""
        staff = itertools.chain(self.dispatchers, self.leaders, *self.officers.values(), *self.heads.values())
        return [*self.residents, *staff]

    async def all_ready(self, *, staff: bool = True) -> None:
        """Sign everybody in before the run, a few at a time; leaders only watch and come by themselves."""
        offices = itertools.chain(*self.officers.values(), *self.heads.values())
        queue = iter([*self.residents, *((*self.dispatchers, *offices) if staff else ())])

        async def some() -> None:
            for person in queue:
                await self.ready(person)

        await asyncio.gather(*(some() for _ in range(SIGN_INS_AT_ONCE)))

    async def _sign_in(self, person: Person) -> None:
        if not self.by_key:
            await sign_in(person, self.password)
            return
        body = msgspec.json.encode({"login": person.login, "password": self.password})
        answer = await person.browser.post_json("/api/v1/sessions", "sign-in", body, expect=201)
        person.browser.hold_key(msgspec.json.decode(answer.body)["token"])

    def close(self) -> None:
        """Close every browser."""
        for person in self.everybody:
            person.browser.close()


async def sign_in(person: Person, password: str, *, to: str = "/tai-khoan") -> None:
    """Sign somebody in through the page and see that it is them."""
    browser = person.browser
    await browser.get(f"/dang-nhap?tiep={quote(to)}", "sign-in page")
    fields = {"ten": person.login, "mat_khau": password, "tiep": to}
    answer = await browser.post("/dang-nhap", "sign-in", fields)
    leads = answer.header(b"location")
    # Staff who have no second factor yet are shown first what to set up, and go on from there.
    if leads not in {to.encode(), f"/tai-khoan/buoc-hai?tiep={quote(to, safe='')}".encode()}:
        raise Wrong(f"sign-in leads to {leads!r}")
    account = await browser.get(to, "account")
    if person.name and person.name.encode() not in account.body:
        raise Wrong("the account page does not name its owner")


def world_of(people: dict[str, Any], place: Place, book: Book, *, by_key: bool, start: int = 7) -> World:
    """Give the people that were opened in an installation, each with a browser of their own."""
    numbers = itertools.count(1)

    def person(login: str, name: str = "", slow: bool = False) -> Person:
        speed = SLOW_BYTES_A_SECOND if slow else 0
        browser = Browser(place, book, address_of(next(numbers)), bytes_a_second=speed)
        return Person(login, name, browser)

    chance = random.Random(start)
    return World(
        place=place,
        book=book,
        password=people["password"],
        mark=people["mark"].encode(),
        residents=[person(one["login"], one["name"], chance.random() < 0.03) for one in people["residents"]],
        dispatchers=[person(login) for login in people["dispatchers"]],
        leaders=[person(login) for login in people["leaders"]],
        officers={code: [person(login) for login in logins] for code, logins in people["officers"].items()},
        offices=people["offices"],
        heads={code: [person(login) for login in logins] for code, logins in people["heads"].items()},
        deciding=[(lat, lon, code) for lat, lon, code in people["deciding"]],
        points=[(lat, lon) for lat, lon in people["points"]],
        photos=[Path(path).read_bytes() for path in people["photos"]],
        chance=chance,
        by_key=by_key,
    )


def address_of(number: int) -> str:
    """Give the address of a caller: one of 16 million in a private network.

    >>> address_of(1), address_of(70_000)
    ('10.0.0.1', '10.1.17.112')
    """
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
