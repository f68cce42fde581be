"""Every service of a province takes the forms that a demonstration makes up, and they read like somebody's own."""

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from cuudinh.engines.cases.definitions import services_of
from cuudinh.engines.cases.definitions.check_forms import bank_in, with_bank
from cuudinh.engines.cases.service import ServiceDefinition, compiled
from cuudinh.packs.forms.parts import parts_of
from cuudinh.packs.forms.reading import Surroundings, read_form
from cuudinh.packs.world import PackWorld
from cuudinh.project import packing
from cuudinh.project.demonstration.answering import Answering, Words
from cuudinh.project.demonstration.words import demo_answers, demo_words

TODAY = date(2027, 3, 9)
# Questions for somebody's name, which need no sentences.
NAMES = {"name", "ho_ten", "ten", "hoc_sinh", "ten_hoc_sinh", "ten_tre", "nguoi_mat"}


def _dossiers(world: PackWorld) -> list[ServiceDefinition]:
    found = (compiled(with_bank(shape, bank_in(world)), topics) for _, shape, topics in services_of(world))
    return [one for one in found if one.is_dossier]


def _answering(world: PackWorld, start: int) -> Answering:
    folders = [settings.CUUDINH_PACKS / one.id for one in reversed(world.packs)]
    words, names = demo_words(folders)
    return Answering(folders, Words(names, demo_answers(folders), words.streets), random.Random(start))


@pytest.mark.parametrize("pack", ["hue", "thai-nguyen", "demo"])
def test_every_dossier_service_takes_what_is_made_up(pack: str) -> None:
    world = packing.load_world(pack)
    services = _dossiers(world)
    assert services
    commune = "90101-2025-07"
    for start in range(3):
        answering = _answering(world, start)
        for service in services:
            given = answering.form(service, commune, TODAY)
            read = read_form(service.form, given, Surroundings(today=TODAY, sent={}))
            assert not read.faults, (service.id, read.faults)
            facts = service.form.facts(read.values, TODAY)
            eligibility = service.shape.eligibility
            for bar in eligibility.bars if eligibility is not None else ():
                assert not service.form.holds(bar.when, facts), (service.id, bar.when)
            assert not [text for text in _texts(given) if "…" in text or not text.strip()], service.id


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("pack", ["hue", "thai-nguyen", "demo"])
def test_every_question_for_a_text_has_sentences(pack: str) -> None:
    world = packing.load_world(pack)
    folders = [settings.CUUDINH_PACKS / one.id for one in reversed(world.packs)]
    known = {*demo_answers(folders).texts, *NAMES}
    asked = (
        (service.id, question.id)
        for service in _dossiers(world)
        for one in service.form.questions
        for question in (one, *parts_of(one))
        if question.type in {"text", "long_text"}
    )
    assert [(service, question) for service, question in asked if question not in known] == []


def test_days_of_an_example_move_with_the_day_of_the_form() -> None:
    world = packing.load_world("demo")
    service = next(one for one in _dossiers(world) if one.id == "dang-ky-khai-sinh")
    form = _answering(world, 1).form(service, "", TODAY)
    born = [date.fromisoformat(text) for text in _texts(form) if len(text) == 10 and text[4] == "-"]
    assert max(born) <= TODAY
    assert (TODAY - max(born)).days < 400
