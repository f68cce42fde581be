"""Strangers who look around: pages, searches and maps, with what a browser loads and keeps along the way."""

import re
from collections import deque
from typing import Final
from urllib.parse import quote

from bench.load.book import Wrong
from bench.load.browser import Browser
from bench.load.lives import NUMBER
from bench.load.wire import Answer
from bench.load.world import World

VISITORS_MOST: Final = 300
# How often a view is somebody's first, and how many pictures a screen shows before it is scrolled.
NEW: Final = 0.2
PICTURES_SEEN: Final = 3
VIEWS: Final = {"home": 30, "list": 24, "case": 24, "search": 8, "map": 5, "next": 4, "track": 3, "about": 2}
WORDS: Final = ("tiếng ồn", "ổ gà", "rác", "ngập", "đèn đường", "cây", "nước")
WINDOW: Final = "16.40,107.50,16.52,107.66"
_ASSETS = re.compile(rb'(?:href|src)="((?:/static/|/giao-dien)[^"]+)"')
_PICTURES = re.compile(rb'src="(/tep/[^"]+)"')
_NEXT = re.compile(rb'href="(/phan-anh\?[^"]*trang=[^"]+)"')


class Browsing:
    """Strangers who look around in a world. Each view is one page; what comes with it is counted apart."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._visitors: deque[Browser] = deque()
        self._loaded: dict[int, set[bytes]] = {}
        self._numbers: deque[str] = deque(maxlen=200)
        self._next = ""

    async def view(self, due: float) -> None:
        """Have somebody look at one page."""
        chance = self._world.chance
        visitor = self._visitor()
        kind = chance.choices(list(VIEWS), list(VIEWS.values()))[0]
        shown = await visitor.get(self._path(kind), f"view {kind}", due=due)
        self._check(kind, shown)
        self._world.book.counts["views"] += 1
        await self._load_along(visitor, shown)
        if kind == "map":
            points = await visitor.get(f"/phan-anh/diem.json?khung={WINDOW}", "map points")
            if not points.body.startswith(b'{"type":"FeatureCollection"'):
                raise Wrong("the map's points are none")

    def close(self) -> None:
        """Close every browser."""
        for visitor in self._visitors:
            visitor.close()

    def _visitor(self) -> Browser:
        chance = self._world.chance
        if self._visitors and chance.random() > NEW:
            return chance.choice(self._visitors)
        if len(self._visitors) >= VISITORS_MOST:
            gone = self._visitors.popleft()
            gone.close()
            self._loaded.pop(id(gone), None)
        visitor = self._world.visitor()
        self._visitors.append(visitor)
        self._loaded[id(visitor)] = set()
        return visitor

    def _path(self, kind: str) -> str:
        chance = self._world.chance
        if kind == "case" and self._numbers:
            return f"/phan-anh/{chance.choice(self._numbers)}"
        if kind == "next" and self._next:
            return self._next
        if kind == "search":
            return f"/phan-anh?q={quote(chance.choice(WORDS))}"
        paths = {"home": "/", "map": "/phan-anh/ban-do", "track": "/tra-cuu", "about": "/gioi-thieu"}
        return paths.get(kind, "/phan-anh")

    def _check(self, kind: str, shown: Answer) -> None:
        """See that the page is whole and what was asked for, and names no reporter."""
        if b"</html>" not in shown.body[-40:]:
            raise Wrong(f"the page {kind} is not whole")
        if self._world.mark in shown.body:
            raise Wrong(f"the page {kind} shows a reporter")
        if kind not in {"list", "home"}:
            return
        found = NUMBER.findall(shown.body)
        if not found:
            raise Wrong(f"the page {kind} lists nothing")
        self._numbers.extend(number.decode() for number in found)
        more = _NEXT.search(shown.body)
        if more:
            self._next = more[1].decode().replace("&amp;", "&")

    async def _load_along(self, visitor: Browser, shown: Answer) -> None:
        """Load styles and scripts once, and look again at the pictures that are in sight."""
        loaded = self._loaded.get(id(visitor), set())
        for path in _ASSETS.findall(shown.body):
            if path not in loaded:
                loaded.add(path)
                await visitor.get(path.decode(), "asset")
        for path in _PICTURES.findall(shown.body)[:PICTURES_SEEN]:
            await visitor.get(path.decode(), "picture")
