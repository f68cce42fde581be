"""One dossier's whole life as programs lead it over the API: filed, taken in, appraised, decided, handed over, rated.

While it is appraised another office is asked and answers.
"""

import itertools
from typing import Any, Final

import msgspec

from bench.load.book import Wrong
from bench.load.world import Person, World

# A building permit: its commune decides, and asks another office whether the plan allows it.
SERVICE: Final = "gpxd-nha-o-rieng-le"
CONSULTED: Final = "so-xay-dung"
FLOORS: Final = 3
AREA_M2: Final = 96
FINDINGS: Final = "Hồ sơ đủ điều kiện, đề nghị cấp phép."
RESULT: Final = "Cấp giấy phép xây dựng."
ACTS: Final = 9
PLACES: Final = 24


class DossierLives:
    """Lives of dossiers in a world, spread over places whose offices decide."""

    def __init__(self, world: World) -> None:
        self._world = world
        apart = max(len(world.deciding) // PLACES, 1)
        self._known = world.deciding[::apart][:PLACES]
        self._places = itertools.cycle(self._known)

    async def warm(self) -> None:
        """Sign the residents in and live one life at each place."""
        for resident in self._world.residents:
            await self._world.ready(resident)
        for _ in self._known:
            await self.live()

    async def live(self, due: float | None = None) -> None:
        """Live one dossier from its filing to its rating."""
        world, (lat, lon, code) = self._world, next(self._places)
        resident = await world.ready(world.resident())
        number = await self._file(resident, {"lat": lat, "lon": lon, "label": "Tổ 3"}, due)
        officer = await world.ready(world.officer_of(code))
        await self._act(officer, number, "receive")
        await self._act(officer, number, "accept")
        asked = {"offices": [CONSULTED], "question": "Lô đất có phù hợp quy hoạch không?"}
        await self._act(officer, number, "request_joint", **asked)
        consulted = await world.ready(world.officer_of(CONSULTED))
        await self._act(consulted, number, "answer_joint", answer="Phù hợp quy hoạch.")
        await self._act(officer, number, "appraise", answer=FINDINGS)
        await self._act(await world.ready(world.head_of(code)), number, "approve", answer=RESULT)
        await self._act(officer, number, "deliver", way="online")
        await self._act(resident, number, "rate", rating="hai-long")
        world.book.counts["lives"] += 1

    async def _file(self, resident: Person, place: dict[str, Any], due: float | None) -> str:
        answers = {"place": place, "floors": FLOORS, "area_m2": AREA_M2, "attached": False}
        body = msgspec.json.encode({"service": SERVICE, "answers": answers})
        filed = await resident.browser.post_json("/api/v1/cases", "file", body, expect=201, due=due)
        return str(msgspec.json.decode(filed.body)["number"])

    async def _act(self, person: Person, number: str, act: str, **inputs: Any) -> None:
        body = msgspec.json.encode({"act": act, "inputs": inputs})
        done = await person.browser.post_json(f"/api/v1/cases/{number}/acts", act, body, expect=200)
        if msgspec.json.decode(done.body).get("number") != number:
            raise Wrong(f"{act} on {number} answered for another")
