"""Reports come in: from the web, an application, a call, a program; some twice, some late, some not at all."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from PIL import Image

from cuudinh.engines.cases import commands, definitions
from cuudinh.engines.cases.types import Caller
from cuudinh.engines.places import queries as places
from cuudinh.journal import pictures
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.project.simulation.people import HIDDEN_NAME, phone
from cuudinh.project.simulation.stage import SERVICES
from cuudinh.project.simulation.world import Outcome, Violation, World

WORDS: Final = (
    "Hỏng đã ba hôm nay, đi lại rất khó.",
    "Người qua đường suýt ngã tối qua, xin xem sớm.",
    "Mùi nồng nặc cả khu, trẻ con phải đi vòng.",
)
# Two places near enough to be taken for one report, and one far off.
SPOTS: Final = ((0.2101, 0.1201), (0.2102, 0.1202), (0.1501, 0.1203), (0.0903, 0.2702), (0.1, 0.35))


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it was written: it can be sent again, word for word, under the same key."""

    sender: int | None
    dispatcher: str
    service_id: str
    answers: Mapping[str, Any]
    channel: str
    key: str
    photos: int = 0


def file_report(world: World) -> None:
    """Somebody reports something; now and then it stays on the phone for a while."""
    report = _written(world)
    if world.chance.random() < 0.12:
        world.unsent.append(report)
        world.say("resident", f"draft {report.key}", "kept")
        return
    send(world, report)


def send_waiting(world: World) -> None:
    """Send what waits: drafts, and what was sent before and not answered."""
    if world.unsent:
        send(world, world.unsent.pop(world.chance.randrange(len(world.unsent))))


def send_again(world: World, report: Report, number: str) -> None:
    """Send once more what was answered: the same key gives the same case, other words under it are refused."""
    if world.chance.random() < 0.5:
        outcome = _sent(world, report)
        if outcome.is_done and outcome.value.number != number:
            raise Violation(f"the same key gave {number} and then {outcome.value.number}")
        return
    other = replace(report, answers={**report.answers, "description": "Một chuyện khác hẳn, ở nơi khác."})
    outcome = _sent(world, other)
    if outcome.is_done:
        raise Violation(f"other words under the key of {number} gave {outcome.value.number}")


def send(world: World, report: Report) -> None:
    """Send a report, and again while no answer comes; what was filed is taken up."""
    outcome = _sent(world, report)
    if outcome.word in {"killed", "disturbed"}:
        world.unsent.append(report)
    if not outcome.is_done:
        return
    if world.chance.random() < 0.05 and world.faults_are_on:
        # The answer is lost on its way: whoever sent it knows of nothing, and sends it again some time.
        world.unsent.append(report)
        return
    number = outcome.value.number
    if number not in world.cases:
        world.learn(number, report.sender, outcome.value.tracking_code, outcome.value.receipt)
    if world.chance.random() < 0.15:
        send_again(world, report, number)


def _sent(world: World, report: Report) -> Outcome:
    sender, caller = _sender(world, report)
    photos = [picture() for _ in range(report.photos)]

    def file() -> Any:
        return commands.file_case(
            sender,
            service_id=report.service_id,
            answers=report.answers,
            photos=photos,
            channel=report.channel,
            idempotency_key=report.key,
            caller=caller,
        )

    what = f"file {report.service_id} by {report.channel}, key {report.key}"
    return world.attempt(sender, what, file, touching=())


def _sender(world: World, report: Report) -> tuple[Actor, Caller | None]:
    if report.channel == "hotline":
        caller = Caller(name=f"Lưu {HIDDEN_NAME}", phone=phone(900 + int(report.key.split("-")[1]) % 100))
        return world.cast.of_centre(report.dispatcher), caller
    return (world.cast.resident(report.sender) if report.sender is not None else VISITOR), None


def _written(world: World) -> Report:
    chance = world.chance
    world.sent_keys += 1
    service_id = chance.choices(SERVICES, [3, 1])[0]
    channel = chance.choices(["web", "app", "hotline", "api"], [5, 4, 3, 2])[0]
    sender = None if channel == "hotline" else chance.choice(world.cast.residents)
    return Report(
        sender=sender,
        dispatcher=chance.choice(["dispatcher-1", "dispatcher-2"]),
        service_id=service_id,
        answers=_answers(world, service_id),
        channel=channel,
        key=f"key-{world.sent_keys}",
        photos=int(chance.random() < 0.1),
    )


def _answers(world: World, service_id: str) -> dict[str, Any]:
    chance = world.chance
    topic = chance.choice([topic.id for topic in definitions.topics(service_id)])
    said = chance.choice(WORDS)
    if chance.random() < 0.3:
        said = (
            f"{said} Gọi {phone(chance.randrange(900))} hỏi tôi, {chance.choice(['nhà xanh', 'nhà vàng'])}."
        )
    answers: dict[str, Any] = {"topic": topic, "description": said, "location": a_place(world)}
    if service_id == "su-co":
        answers["side"] = chance.choice(["left", "right"])
    if chance.random() < 0.06:
        answers["description" if chance.random() < 0.5 else "topic"] = "x"
    return answers


def a_place(world: World) -> dict[str, Any]:
    """Give a place: a point, a commune of today, one that may have ended, or one outside."""
    chance = world.chance
    drawn = chance.random()
    if drawn < 0.5:
        lat, lon = chance.choice(SPOTS)
        return {"lat": lat, "lon": lon, "label": chance.choice(["", "Trước chợ", f"Gọi {phone(7)}"])}
    if drawn < 0.97:
        codes = sorted(unit.code for unit in places.units_in_force() if unit.level == 3)
        return {"unit": chance.choice([*codes, "90102-2020-01", "90201-2020-01"])}
    return {"lat": 21.0, "lon": 105.8}


def picture() -> int:
    """Give a small picture that was accepted."""
    return pictures.accept_picture(io.BytesIO(_jpeg()), "image/jpeg").id


@cache
def _jpeg() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (32, 24), "grey").save(content, "JPEG")
    return content.getvalue()
