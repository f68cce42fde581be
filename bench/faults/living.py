"""Reports that live over the API while processes die: each thing is sent until it is answered, and written down."""

import io
import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.faults.asking import Answer, Caller, Gone, multipart
from bench.faults.ground import Ground

SERVICE = "bao-hong"
TOPICS = ("duong-hong", "den-duong", "rac")
AGAIN_SECONDS = 0.05
WITH_PICTURE = 0.2
INPUTS = {"resolve": {"answer": "Đã sửa xong trong ngày, mời xem lại."}, "rate": {"rating": "hai-long"}}
# What people are told while nothing can be kept, in Vietnamese.
REFUSALS = {507: "Tạm hết chỗ lưu trữ", 503: "Tạm thời gián đoạn"}


class Wrong(Exception):
    """An answer that is neither the act nor a sign that the platform is away."""


@dataclass
class Acknowledged:
    """What people were told is done: the number of each report by the mark in its words, and acts on it."""

    filed: dict[str, str] = field(default_factory=dict)
    acts: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0
    again: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many writes were acknowledged so far."""
        return len(self.filed) + len(self.acts) + self.pictures


class Living:
    """People who report and officers who handle, in threads of their own, until they are told to stop."""

    def __init__(self, ground: Ground, *, at_once: int, start: int = 1) -> None:
        self.told = Acknowledged()
        self._ground = ground
        self._stop = threading.Event()
        self._callers: dict[str, Caller] = {}
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._live_on, args=(n, random.Random(start + n)), daemon=True)
            for n in range(at_once)
        ]

    def begin(self) -> None:
        """Sign everybody in while nothing is killed, and begin."""
        for login in (one["login"] for one in self._ground.people["residents"]):
            self._caller(login)
        for thread in self._threads:
            thread.start()

    def end(self) -> Acknowledged:
        """Let what is under way come to its end, and give what was acknowledged."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return self.told

    def _caller(self, login: str) -> Caller:
        with self._lock:
            found = self._callers.get(login)
        if found is not None:
            return found
        made = _until_answered(lambda: self._ground.caller(login))
        with self._lock:
            return self._callers.setdefault(login, made)

    def _live_on(self, n: int, chance: random.Random) -> None:
        residents = [one["login"] for one in self._ground.people["residents"]][n :: len(self._threads)]
        while not self._stop.is_set():
            try:
                self._live(self._caller(chance.choice(residents)), chance)
            except Wrong as wrong:
                self.told.wrong.append(str(wrong))

    def _live(self, resident: Caller, chance: random.Random) -> None:
        """File one report and have it handled to its rating, unless it is time to stop in between."""
        number = self._file(resident, chance)
        if not number:
            return
        dispatcher = self._caller(chance.choice(self._ground.people["dispatchers"][:4]))
        if not self._act(dispatcher, number, "assign", dispatcher):
            return
        office = self._desk(dispatcher, number)["case"]["office_label"]
        people = self._ground.people
        officer = self._caller(people["officers"][people["offices"][office]][0])
        steps = ((officer, "accept"), (officer, "resolve"), (dispatcher, "approve"), (resident, "rate"))
        for who, act in steps:
            if self._stop.is_set() or not self._act(who, number, act, dispatcher):
                return

    def _file(self, resident: Caller, chance: random.Random) -> str:
        mark = _mark()
        lat, lon = chance.choice(self._ground.people["points"])
        answers = {
            "topic": chance.choice(TOPICS),
            "description": f"Hỏng nặng trước cổng, mong xem giúp. Mã thử {mark}.",
            "location": {"lat": lat, "lon": lon, "label": "Cổng chợ"},
        }
        pictures = [self._picture(resident)] if chance.random() < WITH_PICTURE else []
        body = {"service": SERVICE, "answers": answers, "pictures": pictures}
        answer = self._send(lambda: resident.post("/api/v1/cases", body, **{"Idempotency-Key": mark}))
        if answer.status == 429:
            time.sleep(AGAIN_SECONDS)
            return ""
        _expect(answer, "file", {201})
        self.told.filed[mark] = str(answer.json["number"])
        return str(answer.json["number"])

    def _picture(self, resident: Caller) -> str:
        kind, body = multipart({}, [("file", "anh.jpg", "image/jpeg", small_picture())])
        sent = self._send(lambda: resident.ask("POST", "/api/v1/pictures", body, {"Content-Type": kind}))
        self.told.pictures += 1
        return str(_expect(sent, "picture", {201}).json["ticket"])

    def _act(self, who: Caller, number: str, act: str, dispatcher: Caller) -> bool:
        """Do an act; a refusal after a first sending that got no answer means that it was done by then."""
        rev = self._desk(dispatcher, number)["rev"]
        body: dict[str, Any] = {"act": act, "inputs": INPUTS.get(act, {}), "rev": rev}
        if act == "resolve":
            body["pictures"] = [self._picture(who)]
        before = self.told.again
        answer = self._send(lambda: who.post(f"/api/v1/cases/{number}/acts", body))
        if answer.status == 200:
            self.told.acts.append((number, act))
            return True
        if answer.status == 409 and self.told.again > before:
            return True
        if answer.status == 429:
            return False
        raise Wrong(f"{act} answered {answer.status}: {answer.body[:300].decode(errors='replace')}")

    def _desk(self, dispatcher: Caller, number: str) -> dict[str, Any]:
        answer = self._send(lambda: dispatcher.get(f"/api/v1/desk/{number}"))
        found: dict[str, Any] = _expect(answer, "desk", {200}).json
        return found

    def _send(self, ask: Callable[[], Answer]) -> Answer:
        """Send until an answer comes from a platform that is there."""
        while True:
            try:
                answer = ask()
            except Gone:
                answer = None
            if answer is not None and answer.status not in REFUSALS:
                return answer
            self.told.again += 1
            if answer is not None:
                self._refused(answer)
            time.sleep(AGAIN_SECONDS)

    def _refused(self, answer: Answer) -> None:
        """Count a refusal; it must say in Vietnamese what is the matter."""
        self.told.refused[answer.status] += 1
        text = answer.body.decode(errors="replace")
        if REFUSALS[answer.status] not in text:
            self.told.wrong.append(f"{answer.status} without its sentence: {text[:200]}")


def _expect(answer: Answer, act: str, statuses: set[int]) -> Answer:
    if answer.status not in statuses:
        raise Wrong(f"{act} answered {answer.status}: {answer.body[:300].decode(errors='replace')}")
    return answer


def _until_answered(ask: Callable[[], Caller]) -> Caller:
    while True:
        try:
            return ask()
        except (Gone, AssertionError):
            time.sleep(AGAIN_SECONDS)


def _mark() -> str:
    """Give letters by which a report is known again; digits could be taken for a telephone number and covered."""
    return "".join(secrets.choice("bcdfghklmn") for _ in range(20))


def small_picture() -> bytes:
    """Give a small picture that nobody sent before."""
    from PIL import Image

    content = io.BytesIO()
    Image.new("RGB", (64, 48), tuple(secrets.token_bytes(3))).save(content, "JPEG")
    return content.getvalue()
