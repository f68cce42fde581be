"""The same submission sent many times at once: one report, and everybody is told the same number."""

import re
import secrets
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from urllib.parse import urlencode

from bench.faults.asking import Answer, Caller
from bench.faults.ground import Ground
from bench.faults.living import SERVICE, TOPICS
from bench.measuring import Row, most_row

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
_ONCE = re.compile(rb'name="once" value="([^"]+)"')
_NUMBER = re.compile(r"BH-\d{8}-\d{4,}")


def rows(ground: Ground, times: int) -> list[Row]:
    """Send one report so many times at once by a program's key and by the form of a browser."""
    # Three people: how often each may report is limited too, and what is beyond that is told to wait (429).
    by_key, by_form, other = (one["login"] for one in ground.people["residents"][:3])
    found = {
        "key": at_once(times, partial(_told, _by_key(ground, by_key))),
        "form": at_once(times, partial(_told, _by_form(ground, by_form))),
        "other words": Counter(_other_words(ground, other)),
    }
    return [
        most_row(
            f"fault-twice-{way.replace(' ', '-')}",
            "reports beyond one, and answers that are no answer, of the same submission at once",
            _excess(counted),
            "",
            most=0,
            against=f"{times} at once: {dict(counted)}",
        )
        for way, counted in found.items()
    ]


def _excess(counted: Counter[str]) -> int:
    """Give how many answers do not name the one report; an answer 409 was refused without an effect."""
    numbers = [name for name in counted if _NUMBER.fullmatch(name)]
    return max(len(numbers) - 1, 0) + sum(n for name, n in counted.items() if name[0] in "5g") + (not numbers)


def at_once(
    times: int,
    told: Callable[[], str],
    *,
    threads: int = 0,
    around: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Counter[str]:
    """Do something so many times in so many threads that begin together, and count what each time was told.

    Without a number of threads each time has one of its own. `around` is entered by each thread.
    """
    counted: Counter[str] = Counter()
    threads = threads or times
    together, lock = threading.Barrier(threads), threading.Lock()

    def some() -> None:
        with around():
            together.wait()
            for _ in range(times // threads):
                one = told()
                with lock:
                    counted[one] += 1

    running = [threading.Thread(target=some) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return counted


def _told(send: Callable[[], Answer]) -> str:
    try:
        answer = send()
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is counted as no answer
        return f"gone {type(fault).__name__}"
    found = _NUMBER.search(answer.body.decode())
    return found[0] if answer.status == 201 and found else str(answer.status)


def _answers(ground: Ground) -> dict[str, object]:
    lat, lon = ground.people["points"][0]
    place = {"lat": lat, "lon": lon, "label": "Cổng chợ"}
    return {"topic": TOPICS[0], "description": "Hỏng nặng trước cổng, mong xem giúp.", "location": place}


def _by_key(ground: Ground, login: str) -> Callable[[], Answer]:
    token, key = ground.caller(login).token, secrets.token_hex(8)
    body = {"service": SERVICE, "answers": _answers(ground)}
    return lambda: Caller(ground.port, token=token).post("/api/v1/cases", body, **{"Idempotency-Key": key})


def _by_form(ground: Ground, login: str) -> Callable[[], Answer]:
    browser = _browser(ground, login)
    shown = browser.get("/phan-anh/moi")
    (once,), (token,) = _ONCE.findall(shown.body)[:1], _TOKEN.findall(shown.body)[:1]
    lat, lon = ground.people["points"][1]
    fields = {
        "csrfmiddlewaretoken": token.decode(),
        "once": once.decode(),
        "topic": TOPICS[1],
        "description": "Đèn tắt trước cổng, mong xem giúp.",
        "location.lat": lat,
        "location.lon": lon,
        "location.label": "Cổng chợ",
    }
    return lambda: _posted(Caller(ground.port, cookies=dict(browser.cookies)), "/phan-anh/gui", fields)


def _browser(ground: Ground, login: str) -> Caller:
    browser = Caller(ground.port)
    token = _TOKEN.findall(browser.get("/dang-nhap").body)[0].decode()
    fields = {"csrfmiddlewaretoken": token, "ten": login, "mat_khau": ground.people["password"]}
    answer = _posted(browser, "/dang-nhap", fields)
    assert answer.status == 303, answer.body[-500:]
    return browser


def _posted(caller: Caller, path: str, fields: dict[str, object]) -> Answer:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return caller.ask("POST", path, urlencode(fields).encode(), kind)


def _other_words(ground: Ground, login: str) -> list[str]:
    """Send other words under a key that was used: they are refused, and the first report stays the only one."""
    caller, key = ground.caller(login), secrets.token_hex(8)
    told = []
    for words in ("Hỏng nặng trước cổng, mong xem giúp.", "Một chuyện khác hẳn ở nơi khác."):
        body = {"service": SERVICE, "answers": {**_answers(ground), "description": words}}
        told.append(_told(partial(caller.post, "/api/v1/cases", body, **{"Idempotency-Key": key})))
    return told
