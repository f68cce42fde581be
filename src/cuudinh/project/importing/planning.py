"""Making ready for an import: the pack in force, people to report and to act, the words they use."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings

from cuudinh.engines.cases import definitions
from cuudinh.engines.identity import queries as identity
from cuudinh.journal import marks
from cuudinh.kernel import ids
from cuudinh.kernel.actor import Actor
from cuudinh.project import packing
from cuudinh.project.demonstration import people
from cuudinh.project.demonstration.handling import Handling
from cuudinh.project.demonstration.sayings import sayings_of
from cuudinh.project.demonstration.scenes import Scenes
from cuudinh.project.demonstration.sign_ins import SignIn, sign_ins_of
from cuudinh.project.demonstration.simulating import Chooser
from cuudinh.project.demonstration.words import demo_words
from cuudinh.project.importing.memory import Memory
from cuudinh.project.importing.table import request_table
from cuudinh.project.pack_shapes import DemoWords, Names, RequestTable
from cuudinh.project.trouble import Trouble

LONG_AGO = date(2000, 1, 1)
Say = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to import, as whom, how much of it is handled and by whom, and whether its last day becomes today.

    `reporters` are the invented residents in whose names requests that are handled are filed; where there are
    none, the `dispatcher` takes each request in as a call of somebody unknown. `twins` is filled by the run:
    the number of the request that a request repeats.
    """

    path: Path
    report: Path
    memory: Memory
    table: RequestTable
    dispatcher: Actor
    reporters: tuple[Actor, ...]
    choose: Chooser
    twins: dict[str, str] = field(default_factory=dict)
    handled_share: float = 1.0
    shifts_to_now: bool = False
    rows_most: int | None = None


def planned(
    path: Path,
    pack_id: str,
    *,
    handled_share: float,
    shifts_to_now: bool,
    rows_most: int | None,
    say: Say,
) -> Plan:
    """Put the pack in force, open accounts where there are none, and give what is to be done.

    Raises `Trouble` when cases are to be handled by invented people where there are real ones.
    `say` is told the step, how much of it is done and how much there is.
    """
    packing.apply_pack(people.FOUNDER, pack_id)
    folder: Path = settings.CUUDINH_PACKS / pack_id
    table = request_table(folder)
    memory = Memory.of(path, settings.CUUDINH_STATE / "imports")
    is_handled = handled_share > 0
    if is_handled:
        _permit_invention()
    invented = _Invented(pack_id, table.service, memory, say)
    twins: dict[str, str] = {}
    return Plan(
        path=path,
        report=settings.CUUDINH_STATE / "imports" / f"{path.stem}-refused.csv",
        memory=memory,
        table=table,
        dispatcher=invented.staff.dispatchers[0],
        reporters=invented.residents() if is_handled else (),
        choose=invented.handling(twins).choose if is_handled else lambda _case, _chance: None,
        twins=twins,
        handled_share=handled_share,
        shifts_to_now=shifts_to_now,
        rows_most=rows_most,
    )


def _permit_invention() -> None:
    """Mark the installation as one of invented data. Raises `Trouble` where the people in it are real ones."""
    if identity.has_accounts() and not marks.value_of(marks.INVENTED):
        raise Trouble(
            "There are people here already, who would seem to have handled what was invented.",
            "Add --handle 0, or import into an installation of its own: CUUDINH_STATE=var/trial cuudinh setup-database",
        )
    marks.put_invented()


def sign_ins(plan: Plan, pack_id: str) -> tuple[SignIn, ...]:
    """Give who can sign in after an import that opened accounts; nobody where there were accounts before."""
    words, _ = _words_of(pack_id)
    password = plan.memory.password
    resident = words.phone if plan.reporters else ""
    return sign_ins_of(definitions.service(plan.table.service), password, resident) if password else ()


class _Invented:
    """The invented people of an import; what was opened by an earlier run of it is taken up again."""

    def __init__(self, pack_id: str, service_id: str, memory: Memory, say: Say) -> None:
        self._words, self._names = _words_of(pack_id)
        self._service = definitions.service(service_id)
        self._chance = random.Random(pack_id)  # noqa: S311 - invented people
        self._memory = memory
        self._say = say
        self._language = next(iter(self._service.shape.title))
        self.staff = people.staff_in_force(self._chance) or self._open_staff()

    def _open_staff(self) -> people.Staff:
        self._say("people", 0, 1)
        marks.put_invented()
        self._memory.keep(password=f"demo-{ids.secret_code(6).lower()}")
        opened = people.open_staff(
            self._names,
            self._chance,
            self._memory.password,
            self._service.shape.intake,
            LONG_AGO,
            self._language,
        )
        self._say("people", 1, 1)
        return opened

    def residents(self) -> tuple[Actor, ...]:
        """Give the residents who report, opening their accounts the first time."""
        if not self._memory.residents:
            password = self._memory.password or ids.token()
            opened = people.open_residents(
                self._names, self._chance, password, self._words.phones, self._language
            )
            self._memory.keep(residents=tuple(one.account_id or 0 for one in opened))
        return tuple(
            Actor("resident", account_id, assurance=1, language=self._language)
            for account_id in self._memory.residents
        )

    def handling(self, twins: Mapping[str, str]) -> Handling:
        """Give who chooses what is done with a request."""
        scenes = Scenes(self._service, self._chance)
        scenes.draw((True,), self._say)
        return Handling(
            self.staff,
            sayings_of(self._words, self._service),
            scenes.after,
            acts=frozenset(act.do for act in self._service.shape.acts),
            twins=twins,
            scripts={},
        )


def _words_of(pack_id: str) -> tuple[DemoWords, Names]:
    world = packing.load_world(pack_id)
    return demo_words([settings.CUUDINH_PACKS / one.id for one in reversed(world.packs)])
