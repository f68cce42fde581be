"""One report's whole life, as people live it on pages and as programs do over the API; every answer is checked."""

import asyncio
import re
import secrets
from html import unescape
from typing import Any, Final
from urllib.parse import quote

import msgspec

from bench.load.book import Wrong
from bench.load.browser import File
from bench.load.wire import Answer
from bench.load.world import Person, World

# Their result needs no picture.
TOPICS: Final = ("tieng-on", "mat-nuoc", "du-lich", "tieng-on", "khac")
SERVICE: Final = "phan-anh-hien-truong"
NUMBER: Final = re.compile(rb"PA-\d{8}-\d{5,}")
OFFICE: Final = re.compile("Đơn vị chủ trì</dt><dd>([^<]+)<".encode())
REV: Final = re.compile(rb'name="rev" value="(\d+)"')
PHONE: Final = "0914 123 456"
BREAKS_OFF: Final = 0.02
ANSWERED_WITH_PHOTO: Final = 0.3


class Lives:
    """Lives of reports in a world. `think_seconds`: how long somebody looks before acting, on average."""

    def __init__(self, world: World, *, think_seconds: float, with_photo: float) -> None:
        self._world = world
        self._think_seconds = think_seconds
        self._with_photo = with_photo

    async def live(self, due: float) -> None:
        """Live one report from the moment it was due to its rating."""
        await (self._by_programs(due) if self._world.by_key else self._by_people(due))
        self._world.book.counts["lives"] += 1

    async def file_for(self, due: float) -> tuple[str, int]:
        """Have a resident file a report on the pages; give its number and which resident it was."""
        resident = await self._world.ready(self._world.resident())
        number = await self._file(resident, _words(), due)
        return number, self._world.residents.index(resident)

    async def _think(self) -> None:
        if self._think_seconds:
            await asyncio.sleep(self._world.chance.expovariate(1 / self._think_seconds))

    async def _by_people(self, due: float) -> None:
        world, words = self._world, _words()
        resident = await world.ready(world.resident())
        number = await self._file(resident, words, due)
        await self._think()
        label = await self._assign(number)
        await self._think()
        answer = f"Đã kiểm tra và xử lý xong trong ngày, mã {_tag()}."
        await self._resolve(number, label, answer)
        await self._think()
        await self._approve(number, answer)
        await self._think()
        await self._rate(resident, number, answer)
        await self._be_seen(number, answer)

    async def _be_seen(self, number: str, answer: str) -> None:
        """Have a stranger read what was published."""
        visitor = self._world.visitor()
        seen = await visitor.get(f"/phan-anh/{number}", "public case")
        visitor.close()
        self._see(seen, "public case", answer, number)
        self._see_covered(seen, "public case")

    async def _file(self, resident: Person, words: str, due: float) -> str:
        world, browser = self._world, resident.browser
        await browser.get("/phan-anh/moi", "report form", due=due)
        await self._think()
        files = [File("photos", world.chance.choice(world.photos))] if self._has_photo() else []
        lat, lon = world.chance.choice(world.points)
        fields = {
            "once": secrets.token_hex(16),
            "topic": world.chance.choice(TOPICS),
            "description": words,
            "location.lat": str(lat),
            "location.lon": str(lon),
            "location.label": "Lê Lợi",
        }
        broken = world.chance.random() < BREAKS_OFF
        sent = await browser.post("/phan-anh/gui", "file", fields, files, expect=201, breaks_off=broken)
        number = _number_in(sent)
        if broken:
            again = await browser.post("/phan-anh/gui", "file again", fields, files, expect=201)
            if _number_in(again) != number:
                raise Wrong(f"sent twice, {number} became {_number_in(again)} too")
        if files:
            world.book.counts["photos"] += 1
        return number

    def _has_photo(self) -> bool:
        return self._world.chance.random() < self._with_photo

    async def _assign(self, number: str) -> str:
        """Have a dispatcher find the report in the queue and send it where the rules propose; give the office."""
        world = self._world
        browser = (await world.ready(world.dispatcher())).browser
        queue = f"/trung-tam/tiep-nhan?chon={number}"
        shown = self._see_case(await browser.get(queue, "intake"), "intake", number)
        await self._think()
        fields = {"rev": _rev_in(shown), "tiep": f"/lam-viec/ho-so/{number}"}
        await browser.post(f"/lam-viec/ho-so/{number}/viec/assign", "assign", fields)
        after = self._see_case(await browser.get(f"/lam-viec/ho-so/{number}", "case"), "assigned", number)
        found = OFFICE.search(after.body)
        if found is None:
            raise Wrong(f"{number} was sent and no office is shown")
        return unescape(found[1].decode())

    async def _resolve(self, number: str, label: str, answer: str) -> None:
        world = self._world
        browser = (await world.ready(world.officer(label))).browser
        here = f"/lam-viec/ho-so/{number}"
        self._see_no_stranger(await browser.get("/lam-viec", "worklist"), "worklist")
        shown = self._see_case(await browser.get(here, "case"), "case", number)
        self._see_covered(shown, "case")
        await browser.post(f"{here}/viec/accept", "accept", {"rev": _rev_in(shown), "tiep": here})
        shown = self._see_case(await browser.get(here, "case"), "accepted", number)
        await self._think()
        wanted = self._world.chance.random() < ANSWERED_WITH_PHOTO and self._with_photo
        files = [File("resolve.photos", world.chance.choice(world.photos))] if wanted else []
        fields = {"rev": _rev_in(shown), "tiep": here, "resolve.answer": answer}
        await browser.post(f"{here}/viec/resolve", "resolve", fields, files)
        self._see(await browser.get(here, "case"), "resolved", answer, number)

    async def _approve(self, number: str, answer: str) -> None:
        world = self._world
        browser = (await world.ready(world.dispatcher())).browser
        shown = await browser.get(f"/trung-tam/duyet?chon={number}", "approval")
        self._see(self._see_case(shown, "approval", number), "approval", answer, number)
        await self._think()
        fields = {"rev": _rev_in(shown), "tiep": "/trung-tam/duyet"}
        await browser.post(f"/lam-viec/ho-so/{number}/viec/approve", "approve", fields)
        self._see_no_stranger(await browser.get("/trung-tam/duyet", "approval queue"), "approval queue")

    async def _rate(self, resident: Person, number: str, answer: str) -> None:
        browser, here = resident.browser, f"/phan-anh/{number}"
        self._see(await browser.get(here, "own case"), "own case", answer, number)
        await self._think()
        await browser.post(f"{here}/viec/rate", "rate", {"rate.rating": "hai-long"})
        own = await browser.get(here, "own case")
        self._see(own, "rated case", "Hài lòng", number)
        if own.body.replace(resident.name.encode(), b"").count(self._world.mark):
            raise Wrong(f"{number} shows its reporter somebody else's name")

    async def _by_programs(self, due: float) -> None:
        world, words = self._world, _words()
        resident = await world.ready(world.resident())
        lat, lon = world.chance.choice(world.points)
        place = {"lat": lat, "lon": lon, "label": "Lê Lợi"}
        answers = {"topic": world.chance.choice(TOPICS), "description": words, "location": place}
        body = msgspec.json.encode({"service": SERVICE, "answers": answers})
        filed = await resident.browser.post_json("/api/v1/cases", "file", body, expect=201, due=due)
        number = str(msgspec.json.decode(filed.body)["number"])
        await self._think()
        dispatcher = await world.ready(world.dispatcher())
        await self._act(dispatcher, number, "assign")
        label = (await self._desk(dispatcher, number, "assigned"))["case"]["office_label"]
        officer = await world.ready(world.officer(label))
        await self._think()
        await self._act(officer, number, "accept")
        await self._think()
        answer = f"Đã kiểm tra và xử lý xong trong ngày, mã {_tag()}."
        await self._act(officer, number, "resolve", {"answer": answer})
        await self._think()
        await self._act(await world.ready(world.dispatcher()), number, "approve")
        await self._think()
        await self._act(resident, number, "rate", {"rating": "hai-long"})
        shown = await resident.browser.get(f"/api/v1/cases/{quote(number)}", "public record")
        self._see(shown, "public record", answer, number)
        self._see_covered(shown, "public record")

    async def _act(self, person: Person, number: str, act: str, inputs: dict[str, str] | None = None) -> None:
        body = msgspec.json.encode({"act": act, "inputs": inputs or {}})
        done = await person.browser.post_json(f"/api/v1/cases/{number}/acts", act, body, expect=200)
        if msgspec.json.decode(done.body).get("number") != number:
            raise Wrong(f"{act} on {number} answered for another")

    async def _desk(self, person: Person, number: str, state: str) -> dict[str, Any]:
        shown = await person.browser.get(f"/api/v1/desk/{number}", "desk record")
        self._see_no_stranger(shown, "desk record")
        found: dict[str, Any] = msgspec.json.decode(shown.body)
        seen = found["case"]["number"], found["case"]["state"]
        if seen != (number, state):
            raise Wrong(f"the desk shows {seen} and not {number} {state}")
        return found

    def _see(self, shown: Answer, where: str, words: str, number: str) -> None:
        if words.encode() not in shown.body:
            raise Wrong(f"{where}: {number} does not show “{words}”")

    def _see_case(self, shown: Answer, where: str, number: str) -> Answer:
        """See that a page of staff shows the case itself and nobody who reported."""
        self._see(shown, where, f'data-case="{number}"', number)
        self._see_no_stranger(shown, where)
        return shown

    def _see_covered(self, shown: Answer, where: str) -> None:
        """See that neither who reported is shown nor the number they wrote; only the centre may call them."""
        self._see_no_stranger(shown, where)
        if PHONE.encode() in shown.body:
            raise Wrong(f"{where} shows the telephone number that a reporter wrote")

    def _see_no_stranger(self, shown: Answer, where: str) -> None:
        if self._world.mark in shown.body:
            at = shown.body.index(self._world.mark)
            raise Wrong(f"{where} shows a reporter: {shown.body[at - 80 : at + 40].decode(errors='replace')}")


def _tag() -> str:
    """Give a word that stands nowhere else; without digits, which could pass for a number that is covered."""
    return "".join(secrets.choice("bcdghklmnpqrstvx") for _ in range(12))


def _words() -> str:
    """Give what somebody writes, with a number by which they can be called and which offices must not see."""
    return f"Có tiếng ồn lớn kéo dài tới khuya, gọi tôi số {PHONE}. Mã thử {_tag()}."


def _number_in(sent: Answer) -> str:
    found = NUMBER.search(sent.body)
    if found is None:
        raise Wrong("a report was sent and no number came back")
    return found[0].decode()


def _rev_in(shown: Answer) -> str:
    found = REV.search(shown.body)
    if found is None:
        raise Wrong("no act is offered on the case")
    return found[1].decode()
