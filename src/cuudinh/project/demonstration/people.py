"""The invented people of a demonstration: residents with telephone numbers, staff with seats, and who acts."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cuudinh.engines.cases import definitions
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import NewAccount, NewSeat, OfficeView
from cuudinh.kernel.actor import Actor, system
from cuudinh.project.pack_shapes import Names

FOUNDER = system("demonstration")
DOCUMENT = "Minh họa"
DISPATCHERS = 4
# Who looks after accounts, the log, personal data and services, where the pack has such roles.
KEEPERS = (
    *(("quantri2", "administrator"), ("kiemtra", "auditor"), ("dulieu", "privacy-officer")),
    *(("thietke", "service-designer"), ("duyetdv", "service-approver")),
)

RECEIVER, RECEIVER_LOGIN = "receiver", "motcua"


@dataclass(frozen=True)
class Staff:
    """Everybody of the centre and of each office, as actors; read once, since seats do not change here."""

    dispatchers: tuple[Actor, ...]
    shift: Actor
    officers: Mapping[int, Actor]
    codes: Mapping[int, str]
    chance: random.Random = field(repr=False)

    def on(self, day: date, intake: str) -> "Staff":
        """Give the same people, of whom only the offices of a day are asked for help."""
        offices = identity.handling_offices(day)
        return replace(self, codes={one.id: one.code for one in offices if one.code != intake})

    def dispatcher(self) -> Actor:
        """Give a dispatcher on shift."""
        return self.chance.choice(self.dispatchers)

    def supervisor(self) -> Actor:
        """Give the supervisor of the shift."""
        return self.shift

    def officer(self, office_id: int) -> Actor | None:
        """Give an officer of an office, or None when it has no people."""
        return self.officers.get(office_id)

    def other_office(self, office_id: int) -> str:
        """Give the code of another office, for cooperation."""
        return self.chance.choice([code for other, code in self.codes.items() if other != office_id])

    def officer_of_code(self, code: str) -> Actor | None:
        """Give an officer of the office with a code."""
        office = identity.office(code)
        return self.officers.get(office.id) if office is not None else None


def full_name(names: Names, chance: random.Random) -> str:
    """Give an invented name in the Vietnamese order: family, middle, given."""
    families, weights = zip(*names.families, strict=True)
    family = chance.choices(families, weights)[0]
    return f"{family} {chance.choice(names.middles)} {chance.choice(names.givens)}"


def open_staff(
    names: Names,
    chance: random.Random,
    password: str,
    intake: str,
    since: date,
    language: str,
    *,
    offices: Sequence[OfficeView] = (),
) -> Staff:
    """Open accounts for the centre, and for an officer and a head of every office that handles cases.

    The centre has an officer too, for what nobody else is in charge of; its head leads the shift. `offices`
    are those of today unless others are named.
    """
    offices = offices or identity.handling_offices()
    centre = [("trucban", "dispatcher"), *((f"trucban{n}", "dispatcher") for n in range(2, DISPATCHERS + 1))]
    centre += [("ioc", "supervisor"), ("lanhdao", "leader"), ("quantri", "administrator")]
    asked = [
        _staff(login, role, intake, full_name(names, chance), password, since, language)
        for login, role in centre
    ]
    for office in offices:
        for prefix, role in (("canbo", "officer"), ("lanhdao", "head"))[: 1 if office.code == intake else 2]:
            login = f"{prefix}.{office.code}"
            asked.append(
                _staff(login, role, office.code, full_name(names, chance), password, since, language)
            )
    asked += _keepers(names, password, intake, since, language)
    asked += _desk(names, password, since, language)
    opened = identity_commands.open_accounts(FOUNDER, asked)
    actors = dict(zip((one.login for one in asked), map(identity.staff_actor, opened), strict=True))
    return _staff_of(actors, offices, intake, chance)


def _keepers(names: Names, password: str, intake: str, since: date, language: str) -> list[NewAccount]:
    """Give those who handle no case; their names are drawn apart, so that everybody else keeps theirs."""
    known = {role.id for role in identity.roles()}
    return [
        _staff(login, role, intake, full_name(names, random.Random(login)), password, since, language)  # noqa: S311 - seeded, no secret
        for login, role in KEEPERS
        if role in known
    ]


def _desk(names: Names, password: str, since: date, language: str) -> list[NewAccount]:
    """Give somebody who takes in dossiers at the desk that does so for most services; nobody without such a desk."""
    desks = Counter(one.shape.intake for one in definitions.services() if one.is_dossier)
    desks = Counter({code: count for code, count in desks.items() if identity.office(code) is not None})
    if not desks or RECEIVER not in {role.id for role in identity.roles()}:
        return []
    (code, _), *_rest = desks.most_common(1)
    name = full_name(names, random.Random(RECEIVER))  # noqa: S311 - seeded, no secret
    return [_staff(RECEIVER_LOGIN, RECEIVER, code, name, password, since, language)]


def staff_in_force(chance: random.Random) -> Staff | None:
    """Give the people an installation already has, or None when there is no centre."""
    dispatchers = identity.accounts_with_role("dispatcher")
    supervisors = identity.accounts_with_role("supervisor")
    if not dispatchers or not supervisors:
        return None
    offices = identity.handling_offices()
    officers = {office.id: identity.members(office.id, ("officer",)) for office in offices}
    return Staff(
        dispatchers=tuple(identity.staff_actor(one) for one in dispatchers),
        shift=identity.staff_actor(supervisors[0]),
        officers={office: identity.staff_actor(found[0]) for office, found in officers.items() if found},
        codes={office.id: office.code for office in offices if officers[office.id]},
        chance=chance,
    )


def _staff(
    login: str, role: str, office: str, name: str, password: str, since: date, language: str
) -> NewAccount:
    seat = NewSeat(office, role, since, DOCUMENT)
    return NewAccount("staff", name, password, login=login, seats=(seat,), language=language)


def _staff_of(
    actors: Mapping[str, Actor], offices: Sequence[OfficeView], intake: str, chance: random.Random
) -> Staff:
    return Staff(
        dispatchers=tuple(actor for login, actor in actors.items() if login.startswith("trucban")),
        shift=actors["ioc"],
        officers={office.id: actors[f"canbo.{office.code}"] for office in offices},
        codes={office.id: office.code for office in offices if office.code != intake},
        chance=chance,
    )


def open_residents(
    names: Names, chance: random.Random, password: str, phones: Sequence[str], language: str
) -> tuple[Actor, ...]:
    """Open an account for each telephone number and give them as actors."""
    asked = [
        NewAccount("resident", full_name(names, chance), password, phone=phone, language=language)
        for phone in phones
    ]
    opened = identity_commands.open_accounts(FOUNDER, asked)
    return tuple(Actor("resident", number, assurance=1, language=language) for number in opened)
