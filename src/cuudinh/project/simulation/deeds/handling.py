"""Cases are handled: whatever an act of the flow can be, by whoever may do it, and by those who may not."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from cuudinh.engines.cases import commands, definitions
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.definitions import ActShape, InputShape, ServiceDefinition
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.actor import VISITOR, Actor, system
from cuudinh.kernel.refusal import Refusal
from cuudinh.project.simulation.deeds.filing import a_place, picture
from cuudinh.project.simulation.people import phone
from cuudinh.project.simulation.world import Known, World

SYSTEM: Final = system("simulation")
# What brings a case on is done more often, so that every corner of the flow is reached.
EAGER: Final = {
    "assign": 9,
    "accept": 9,
    "resolve": 7,
    "approve": 8,
    "reply": 4,
    "rate": 3,
    "reopen": 3,
    "verify": 3,
    "merge": 4,
    "unmerge": 3,
    "request_joint": 3,
    "answer_joint": 4,
    "request_extension": 3,
    "grant_extension": 4,
    "withdraw": 0.6,
    "close": 0.5,
    "note": 0.6,
}
SAID: Final = ("Đã xem tại chỗ, đang chờ vật tư.", "Xong trong ngày.", "Ở đoạn nào, trước số mấy?", "…")
BESIDE: Final = 0.12


def handle(world: World) -> None:
    """Do one act on some case."""
    known = _some_case(world)
    if known is None:
        return
    if world.chance.random() < BESIDE:
        _beside(world, known)
        return
    service = definitions.service(known.examined.service_id, known.examined.version)
    act = _act(world, service, known)
    actor, code, must_fail = _actor(world, act, known)
    if act.do not in {shape.do for shape in service.acts_from(known.examined.state)}:
        must_fail = True
    inputs, photos, touched = (
        _inputs(world, service, act, known),
        _photos(world, act),
        [known.examined.number],
    )
    touched += [value for value in inputs.values() if isinstance(value, str) and value in world.cases]
    rev = known.examined.rev - (world.chance.random() < 0.05) if world.chance.random() < 0.3 else None

    def do() -> int:
        return commands.perform_act(
            actor,
            number=known.examined.number,
            act=act.do,
            inputs=inputs,
            rev=rev,
            photos=photos,
            tracking_code=code,
        )

    was, again = known.examined.state, world.chance.random() < 0.06
    what = f"{act.do} {known.examined.number} in {was}"
    outcome = world.attempt(actor, what, do, touching=touched, must_fail=must_fail)
    if outcome.is_done and again and rev is not None:
        # A second press of the same button: what was read is not there any more.
        world.attempt(actor, f"{what}, pressed again", do, touching=touched, must_fail=True)


def _some_case(world: World) -> Known | None:
    numbers = list(world.cases)
    if not numbers:
        return None
    alive = [one for one in numbers if world.cases[one].examined.phase != "final"]
    chosen = alive if alive and world.chance.random() < 0.93 else numbers
    # The last ones are on everybody's desk.
    chosen = chosen[-12:] if world.chance.random() < 0.6 else chosen
    return world.cases[world.chance.choice(chosen)]


def _act(world: World, service: ServiceDefinition, known: Known) -> ActShape:
    here = [act for act in service.acts_from(known.examined.state) if act.by != ["system"]]
    if not here or world.chance.random() < 0.05:
        return world.chance.choice(service.shape.acts)
    return world.chance.choices(here, [EAGER.get(act.do, 1) for act in here])[0]


def _actor(world: World, act: ActShape, known: Known) -> tuple[Actor, str, bool]:
    """Give who does it, the tracking code they show, and whether they have no right to it at all."""
    if world.chance.random() < 0.07:
        return _stranger(world, known)
    relation = world.chance.choice([one for one in act.by if one != "system"] or ["reporter"])
    if relation == "reporter":
        if known.reporter is None:
            return VISITOR, known.code, False
        return world.cast.resident(known.reporter), "", False
    accounts = _holders(world, relation, known)
    if not accounts:
        return world.cast.of_centre("supervisor"), "", False
    return world.cast.staff(world.chance.choice(accounts)), "", False


def _holders(world: World, relation: str, known: Known) -> Sequence[int]:
    whose, _, role = relation.rpartition(".")
    if not whose:
        return identity.accounts_with_role(role)
    if whose == "owner":
        owner = known.examined.owner_office_id
        return identity.members(owner, (role,)) if owner is not None else ()
    codes = cases.brief(SYSTEM, known.examined.number).open_task_codes
    asked = [found for code in codes if (found := identity.office(code)) is not None]
    return [one for office in asked for one in identity.members(office.id, (role,))]


def _stranger(world: World, known: Known) -> tuple[Actor, str, bool]:
    """Give somebody who has nothing to do with the case: another resident, a visitor, another office's officer."""
    if world.chance.random() < 0.4:
        others = [one for one in world.cast.residents if one != known.reporter]
        return world.cast.resident(world.chance.choice(others)), "", True
    if world.chance.random() < 0.3:
        return VISITOR, "SAI-SAI", True
    officer = world.cast.staff(
        world.chance.choice(world.cast.offices[world.chance.choice(list(world.cast.offices))])
    )
    try:
        cases.office_case(officer, known.examined.number)
    except Refusal:
        return officer, "", True
    return officer, "", False


def _photos(world: World, act: ActShape) -> list[int]:
    takes = any(shape.kind == "photos" for shape in act.inputs)
    return [picture()] if takes and world.chance.random() < 0.12 else []


def _inputs(world: World, service: ServiceDefinition, act: ActShape, known: Known) -> Mapping[str, Any]:
    if act.four_eyes and world.chance.random() < 0.5:
        return {}
    given = {
        shape.id: _input(world, service, act, shape, known) for shape in act.inputs if shape.kind != "photos"
    }
    if world.chance.random() < 0.04:
        given["khong-co"] = "x"
    return {name: value for name, value in given.items() if value is not None}


def _input(world: World, service: ServiceDefinition, act: ActShape, shape: InputShape, known: Known) -> Any:
    chance = world.chance
    if not shape.required and chance.random() < 0.5:
        return None
    if shape.kind in {"text", "long_text"}:
        private = (
            f"Gọi {phone(chance.randrange(900))} giúp." if _may_know(act) and chance.random() < 0.2 else ""
        )
        return f"{chance.choice(SAID)} {private}".strip()
    if shape.kind in {"office", "offices"}:
        return _offices(world, act, shape, known)
    if shape.kind == "case":
        return chance.choice(list(world.cases))
    return _chosen(world, service, shape)


def _chosen(world: World, service: ServiceDefinition, shape: InputShape) -> Any:
    """Give what is chosen from a list of the service, or measured: words and offices are made elsewhere."""
    rating = service.shape.rating
    choices: dict[str, list[Any]] = {
        "reason": [one.id for one in service.shape.reasons],
        "rating": [one.id for one in rating.levels] if rating is not None else [],
        "topic": list(service.topics),
        "span": list(range(1, 7)),
        "flag": [True],
    }
    return a_place(world) if shape.kind == "place" else world.chance.choice(choices[shape.kind] or ["x"])


def _may_know(act: ActShape) -> bool:
    """Whether only those do this act whose words are covered: offices cannot know who reported."""
    return not any("." in relation for relation in act.by)


def _offices(world: World, act: ActShape, shape: InputShape, known: Known) -> Any:
    if act.do == "assign" and world.chance.random() < 0.6:
        return None
    if act.do == "cancel_joint":
        codes = list(cases.brief(SYSTEM, known.examined.number).open_task_codes)
    else:
        codes = [office.code for office in identity.handling_offices()]
    if not codes:
        return "khong-co"
    return world.chance.choice(codes) if shape.kind == "office" else [world.chance.choice(codes)]


def _beside(world: World, known: Known) -> None:
    """Do something beside the flow: follow, bring or hide pictures, open who reported, do many at once."""
    world.chance.choice((_follow, _follow, _bring_pictures, _show_pictures, _reveal, _many))(world, known)


def _follow(world: World, known: Known) -> None:
    number, resident = known.examined.number, world.cast.resident(world.chance.choice(world.cast.residents))
    act = world.chance.choice((commands.follow_case, commands.unfollow_case))
    touched = [number, *_parts(world, known)]
    world.attempt(
        resident, f"{act.__name__} {number}", partial(act, resident, number=number), touching=touched
    )


def _bring_pictures(world: World, known: Known) -> None:
    number, code = known.examined.number, known.code if known.reporter is None else ""
    reporter = world.cast.resident(known.reporter) if known.reporter is not None else VISITOR
    bring = partial(commands.add_pictures, reporter, number=number, photos=[picture()], tracking_code=code)
    world.attempt(reporter, f"add_pictures {number}", bring, touching=[number])


def _show_pictures(world: World, known: Known) -> None:
    number, shows = known.examined.number, world.chance.random() < 0.7
    dispatcher = world.cast.of_centre("dispatcher-1")
    show = partial(commands.show_pictures, dispatcher, number=number, is_public=shows)
    world.attempt(dispatcher, f"show_pictures {number} {shows}", show, touching=[number])


def _reveal(world: World, known: Known) -> None:
    number = known.examined.number
    who, must_fail = _curious(world)
    reveal = partial(commands.reveal_reporter, who, number=number, reason="Cần gọi lại để hỏi rõ vị trí")
    world.attempt(who, f"reveal_reporter {number}", reveal, must_fail=must_fail)


def _parts(world: World, known: Known) -> list[str]:
    return [number for number, one in world.cases.items() if one.examined.master_id == known.examined.id]


def _curious(world: World) -> tuple[Actor, bool]:
    if world.chance.random() < 0.5:
        return world.cast.of_centre("dispatcher-2"), False
    code = world.chance.choice(list(world.cast.offices))
    return world.cast.staff(world.cast.offices[code][1]), True


def _many(world: World, _: Known) -> None:
    dispatcher = world.cast.of_centre("dispatcher-1")
    waiting = [number for number, known in world.cases.items() if known.examined.state == "received"][-4:]
    assign = partial(commands.perform_many, dispatcher, numbers=waiting, act="assign")
    world.attempt(dispatcher, f"assign many: {' '.join(waiting)}", assign, is_one=False)
