"""What the console shows once the platform answers: where it is, and who can sign in to a demonstration."""

import json
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Any

from django.conf import settings
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

HEALTH = "/khoe"
PLACES = (
    ("/", "Cổng người dân", "residents"),
    ("/lam-viec", "Bàn làm việc của đơn vị", "offices"),
    ("/trung-tam/tiep-nhan", "Trung tâm điều hành", "operations centre"),
    ("/trung-tam/man-hinh", "Màn hình lớn", "wall screen"),
    ("/api", "API", "for outside programs"),
)


def greet(address: str) -> None:
    """Print the addresses and, in a demonstration, the sign-ins of invented people."""
    console = Console()
    places = Table(box=None, show_header=False, pad_edge=False)
    places.add_column(no_wrap=True)
    for path, vi, en in PLACES:
        places.add_row(f"[bold]{address}{path}[/]", vi, f"[dim]{en}[/]")
    console.print(f"\n[green]✓[/] Cửu Đỉnh answers at [bold]{address}/[/]")
    console.print(places)
    people = _people()
    if people:
        console.print(_sign_ins(people, address))
        console.print("[dim]People and reports are invented; this is no official site.[/]")
    console.print("[dim]Ctrl-C stops everything.[/]")


def _people() -> list[dict[str, Any]]:
    """Give the sign-ins that the demonstration left in the state folder; none elsewhere."""
    kept = settings.CUUDINH_STATE / "demo" / "signins.json"
    if not settings.CUUDINH_DEMO or not kept.exists():
        return []
    people: list[dict[str, Any]] = json.loads(kept.read_text("utf-8"))
    return people


def _sign_ins(people: list[dict[str, Any]], address: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=f"Đăng nhập · sign in at {address}/dang-nhap")
    table.title_justify = "left"
    for head in ("tên đăng nhập · login", "mật khẩu · password", "ai · who"):
        table.add_column(head)
    for person in people:
        who = Text.assemble(person["who_vi"], " ", (person["who_en"], "dim"))
        table.add_row(Text(person["login"]), Text(person["password"]), who)
    return table


class FirstAnswer:
    """Asks the platform until it answers for the first time, then greets, once."""

    def __init__(self, host: str, port: int, greet: Callable[[], None]) -> None:
        self._place = (_reachable(host), port)
        self._greet = greet
        self._has_greeted = False

    def look(self) -> None:
        """Ask once, unless it has answered before."""
        if not self._has_greeted and self._answers():
            self._has_greeted = True
            self._greet()

    def _answers(self) -> bool:
        asking = HTTPConnection(*self._place, timeout=1)
        try:
            asking.request("GET", HEALTH)
            return asking.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False
        finally:
            asking.close()


def _reachable(host: str) -> str:
    """Give an address by which this machine reaches itself, where the platform listens on all of them."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not listened on
