"""A row of filing: what a dossier costs its desk, against the bare INSERTs of the rows that it leaves.

A family registers its business and stands at the desk, so an officer files for them on a mandate: some thirty
answers of the form are read, its conditions reckoned, the place found, limits looked at, the number given out, what
is somebody's own sealed, the papers that were seen and the three pictures of them kept, the due times, the counters,
the news and the line of the log written. The pictures were taken in and drawn before.
"""

import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from PIL import Image

from bench.measuring import Row, most_row
from bench.store import Store
from cuudinh.engines.cases import commands, definitions
from cuudinh.engines.cases.types import Caller, Checked, Mandate
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.places import queries as places
from cuudinh.journal import clerk, pictures
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor

MS_MOST: Final = 8.0
SERVICE: Final = "dang-ky-ho-kinh-doanh"
FILES: Final = 3
ROUNDS: Final = 9
TIMES: Final = 20
_CALLER: Final = Caller(name="Nguyễn Thị Hường", phone="0905000001")
_FAMILY: Final = tuple(
    (name, f"04609{year}000456") for year, name in enumerate(("An", "Bình", "Chi", "Dũng", "Giang", "Hà"))
)


def filing(store: Store) -> Row:
    """Measure filing at the desk and, between every two rounds of it, the same rows by hand in a copy of the store."""
    desk = _Desk()
    desk.file()
    with _copied(store.file) as bare:
        ours, floor = _measured(desk, bare, desk.rows(ROUNDS * TIMES))
    ms = statistics.median(ours)
    ratio = statistics.median(one / other for one, other in zip(floor, ours, strict=True))
    what = f"a dossier of {desk.answered} answers and {FILES} files filed at a desk, full checks; CPU"
    against = (
        f"bare INSERTs of the same rows {statistics.median(floor):.2f} ms (ratio {ratio:.2f}), "
        f"{store.reports} reports in the store"
    )
    return most_row("file-dossier", what, ms, "ms CPU", most=MS_MOST, against=against)


class _Desk:
    """A desk with somebody before it who registers the business of a family."""

    def __init__(self) -> None:
        self._service = definitions.service(SERVICE)
        self._commune, self._officer = next(self._desks())
        procedure = self._service.shape.procedure
        assert procedure is not None, "a dossier is of a procedure"
        self._papers = [one.id for one in procedure.papers][:FILES]
        self._answers = _answers(self._commune)
        self._scans = [_picture() for _ in self._papers]

    @property
    def answered(self) -> int:
        """How many answers the form has, those that have parts counted by their parts."""
        return _leaves(self._answers)

    def file(self) -> str:
        """File one dossier with new pictures of its papers."""
        return self.with_pictures()()

    def with_pictures(self) -> Callable[[], str]:
        """Give what files a dossier, once its pictures were taken in."""
        scans = {
            paper: [pictures.again(scan).id] for paper, scan in zip(self._papers, self._scans, strict=True)
        }
        checked = Checked(papers=dict.fromkeys(self._papers, "original"), scans=scans)
        return lambda: (
            commands.file_case(
                self._officer,
                service_id=SERVICE,
                answers=self._answers,
                channel="counter",
                caller=_CALLER,
                mandate=Mandate("tai-quay"),
                checked=checked,
            ).number
        )

    def rows(self, dossiers: int) -> list[list[tuple[str, Any]]]:
        """Give the statements that write the rows of so many dossiers, filed for this and undone again."""
        found: list[list[tuple[str, Any]]] = []
        with acting(), transaction.atomic():
            for _ in range(dossiers):
                file = self.with_pictures()
                with _heard() as written:
                    file()
                found.append(written)
            transaction.set_rollback(True)
        return found

    def _desks(self) -> Iterator[tuple[str, Actor]]:
        """Give the communes that register businesses and have an officer who is there."""
        for unit in places.units_in_force():
            for office in identity.handling_offices():
                if office.unit_code == unit.code and (found := identity.members(office.id, ("officer",))):
                    yield unit.code, identity.staff_actor(found[0])


def _answers(commune: str) -> dict[str, Any]:
    address = {"unit": commune, "line": "Số 12, kiệt 34, đường Lê Lợi"}
    contact = {"phone": "0905000001", "email": "huong@example.vn", "address": address}
    person = {"birth": "1994-05-12", "sex": "nu", "id_number": "046194000123"}
    family = [{"ho_ten": f"Nguyễn Văn {name}", "so_dinh_danh": number} for name, number in _FAMILY]
    return {
        "place": {"unit": commune, "label": "Tổ 3"},
        "cam_kinh_doanh": False,
        "nguoi_nop": {"name": "Nguyễn Thị Hường", **person, **contact},
        "chu_the": "gia-dinh",
        "thanh_vien": family,
        "ten_ho_kinh_doanh": "Hộ kinh doanh bún bò Hường",
        "dia_chi_kinh_doanh": address,
        "nganh_nghe": "Bán đồ ăn sáng, nước giải khát tại chỗ; nhận đặt cỗ cho đám giỗ.",
        "von_vnd": 120_000_000,
        "so_lao_dong": 4,
        "ngay_bat_dau": "2099-01-01",
    }


def _leaves(value: Any) -> int:
    if isinstance(value, list):
        return sum(map(_leaves, value))
    return sum(map(_leaves, value.values())) if isinstance(value, dict) else 1


def _picture() -> int:
    """Take in a picture of a paper and let it be drawn."""
    drawn = BytesIO()
    Image.effect_noise((800, 1100), 24).convert("RGB").save(drawn, "JPEG", quality=80)
    taken = pictures.accept_picture(BytesIO(drawn.getvalue()), "image/jpeg")
    clerk.run_until_idle()
    return taken.id


@contextmanager
def _heard() -> Iterator[list[tuple[str, Any]]]:
    """Hear what is written meanwhile: every INSERT and UPDATE with its values."""
    heard: list[tuple[str, Any]] = []

    def hear(execute: Any, sql: str, given: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(("INSERT", "UPDATE")):
            heard.append((sql.replace("%s", "?"), given))
        return execute(sql, given, many, context)

    with connection.execute_wrapper(hear):
        yield heard


@contextmanager
def _copied(file: Path) -> Iterator[sqlite3.Connection]:
    """Give a copy of the store, opened as the platform opens its own, and throw it away afterwards."""
    copy = file.with_name("filing.sqlite3")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    with closing(sqlite3.connect(copy, isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        yield bare
    copy.unlink()


def _measured(
    desk: _Desk, bare: sqlite3.Connection, rows: Sequence[list[tuple[str, Any]]]
) -> tuple[list[float], list[float]]:
    ours, floor, waiting = list[float](), list[float](), iter(rows)
    for _ in range(ROUNDS):
        ready = [desk.with_pictures() for _ in range(TIMES)]
        ours.append(_ms(ready))
        floor.append(_ms([_writing(bare, next(waiting)) for _ in range(TIMES)]))
        clerk.run_until_idle()
    return ours, floor


def _writing(bare: sqlite3.Connection, statements: list[tuple[str, Any]]) -> Callable[[], object]:
    def write() -> None:
        bare.execute("BEGIN IMMEDIATE")
        for sql, given in statements:
            bare.execute(sql, given)
        bare.execute("COMMIT")

    return write


def _ms(calls: Sequence[Callable[[], object]]) -> float:
    began = time.process_time()
    for call in calls:
        call()
    return (time.process_time() - began) / len(calls) * 1e3


FILING: Final[dict[str, Callable[[Store], Row]]] = {"file-dossier": filing}
