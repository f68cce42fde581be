"""The rows of the benchmark; ids stay, later rows are added."""

import re
from collections.abc import Callable

from bench.auditing import AUDITING
from bench.calling import Asked, by_hand, cookie_for, key_for, ours
from bench.converting import CONVERTING
from bench.deciding import DECIDING
from bench.dossiers import DOSSIERS
from bench.filing import FILING
from bench.filling import FILLING
from bench.finding import FINDING
from bench.floors import Floor, Words
from bench.measuring import Row, paired, ratio_row
from bench.papers import ROWS as PAPERS
from bench.providing import PROVIDING
from bench.proving import PROVING
from bench.scoring import SCORING
from bench.searching import search
from bench.signing_on import SIGNING_ON
from bench.simulated import simulation
from bench.store import Store, account_of
from bench.writing import WRITING
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import ListFilter
from cuudinh.kernel import clock

_TICKET = re.compile(r',"ticket":"[^"]*"')
Measure = Callable[[Store], Row]


def public_list(store: Store) -> Row:
    """Measure the public list of 20 as JSON."""
    return _page(store, "public-list", "public list of 20 as JSON", Asked("/api/v1/cases"), target=0.40)


def detail(store: Store) -> Row:
    """Measure one published case as JSON."""
    number = cases.public_cases(store.resident, ListFilter()).rows[0].number
    asked = Asked(f"/api/v1/cases/{number}")
    return _page(store, "public-detail", "one published case as JSON", asked, target=0.30)


def public_page(store: Store) -> Row:
    """Measure the public list as a whole page."""
    return _page(store, "public-page", "public list as an HTML page", Asked("/phan-anh"), target=0.45)


def worklist(store: Store) -> Row:
    """Measure an office's worklist, with the look-up of who asks."""
    asked = Asked("/api/v1/desk", key=key_for(account_of(store.officer)))
    return _page(store, "worklist", "worklist of an office as JSON", asked, target=0.60)


def dashboard(store: Store) -> Row:
    """Measure the wall's snapshot, with the look-up of who asks."""
    asked = Asked("/trung-tam/man-hinh/du-lieu", cookie=cookie_for(account_of(store.dispatcher)))
    return _page(store, "dashboard", "the wall's snapshot as JSON", asked, target=0.80)


def _page(store: Store, row_id: str, what: str, asked: Asked, *, target: float) -> Row:
    """Measure an address against the floor, once both were seen to give the same."""
    mine, hand = ours(asked), by_hand(_floor(store), asked)
    with clock.frozen(clock.now()):
        assert _essence(mine()) == _essence(hand()), f"{asked.path}: the floor does other work"
    pair = paired(mine, hand, times=20)
    return ratio_row(row_id, what, pair, target=target, against="RSGI, sqlite3 and msgspec by hand")


def _floor(store: Store) -> Floor:
    """Give a floor whose page begins and ends as ours: what is the same in every answer is written once."""
    page = ours(Asked("/phan-anh"))().decode()
    cards, end = page.index(">", page.index('<ul class="cards"')) + 1, page.index("</main>")
    icons = re.search(r"/static/web/icons[.\w]*\.svg", page)
    assert icons is not None, "every page has icons"
    return Floor(store.file, Words(), (page[:cards], page[end:]), icons[0])


def _essence(body: bytes) -> str:
    """Give an answer without the space between its tags, and without the ticket, which is new each time."""
    return re.sub(r">\s+|\s+(?=<)", lambda seen: seen[0].strip(), _TICKET.sub("", body.decode()))


ROWS: dict[str, Measure] = {
    **WRITING,
    **SIGNING_ON,
    **PROVIDING,
    **AUDITING,
    **DECIDING,
    **PAPERS,
    **FILING,
    **DOSSIERS,
    "public-list": public_list,
    "public-detail": detail,
    "public-page": public_page,
    "worklist": worklist,
    "dashboard": dashboard,
    "search": search,
    "simulation": simulation,
    **CONVERTING,
    **FILLING,
    **FINDING,
    **SCORING,
    **PROVING,
}
