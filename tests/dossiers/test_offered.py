"""Services of the nation hold where a province offers them, as it offers them; how ripe each is, is worked out."""

import re

from django.conf import settings

from cuudinh.engines.cases.definitions import maturities_of, services_of
from cuudinh.engines.cases.shapes import ServiceShape
from cuudinh.packs import checking
from cuudinh.packs.loading import Library, Pack, pack_of
from cuudinh.packs.world import PackWorld
from cuudinh.project import packing

OFFERED = "services/offered.yaml"
COPY = "chung-thuc-ban-sao"
OWN = "services/dat-ban-ghe/service.yaml"


def _demo(**edits: str | None) -> Pack:
    """Give the small province with some files replaced or, by None, without them; `__` stands for a slash.

    Its own dossier service is begun together with no other, so that any may be left out.
    """
    files = dict(Library(settings.CUUDINH_PACKS)["demo"].files)
    files[OWN] = re.sub(rb"\n  linked: .*", b"", files[OWN])
    for name, text in edits.items():
        path = name.replace("__", "/") + ".yaml"
        if text is None:
            files.pop(path)
        else:
            files[path] = text.encode()
    return pack_of("demo", files)


def _world(pack: Pack) -> PackWorld:
    return checking.world_of(pack, Library(settings.CUUDINH_PACKS), packing.grammar())


def _faults(pack: Pack) -> str:
    found = checking.check(pack, Library(settings.CUUDINH_PACKS), packing.grammar())
    return "\n".join(map(str, found))


def _service(world: PackWorld, name: str) -> ServiceShape:
    return next(shape for _, shape, _ in services_of(world) if shape.service == name)


def test_a_province_that_says_nothing_offers_no_service_of_the_nation_and_reads_none() -> None:
    world = _world(_demo(services__offered=None))
    assert {shape.service for _, shape, _ in services_of(world)} == {"bao-hong", "dat-ban-ghe"}
    assert f"services/{COPY}/service.yaml" not in world.files


def test_a_service_is_offered_from_a_day_with_intake_and_fee_of_the_province() -> None:
    fee = "fee_table: chung-thuc-ban-sao, fee_given: {ho_ngheo: false}"
    row = f'{{service: {COPY}, since: "2026-03-01", intake: so-xay-dung, {fee}}}'
    shape = _service(_world(_demo(services__offered=f"intake: ubnd\noffered: [{row}]\n")), COPY)
    assert shape.procedure is not None
    assert (shape.intake, shape.procedure.fee_table) == ("so-xay-dung", "chung-thuc-ban-sao")
    assert {rule.since for rule in shape.owner} == {"2026-03-01"}


def test_a_row_that_is_raised_raises_the_version_of_the_service_and_of_no_other() -> None:
    def text(version: int) -> str:
        rows = f'  - {{service: {COPY}, since: "2026-01-01", version: {version}}}\n'
        return f'intake: ubnd\noffered:\n{rows}  - {{service: dang-ky-khai-sinh, since: "2026-01-01"}}\n'

    before, after = (_world(_demo(services__offered=text(number))) for number in (1, 2))
    assert _service(after, COPY).version == _service(before, COPY).version + 1
    birth = "dang-ky-khai-sinh"
    assert _service(after, birth).version == _service(before, birth).version


def test_wrong_names_in_what_is_offered_are_told_with_the_nearest_right_one() -> None:
    row = '{service: chung-thuc-ban-sap, since: "2026-01-01"}'
    assert f'did you mean "{COPY}"?' in _faults(_demo(services__offered=f"intake: ubnd\noffered: [{row}]\n"))
    row = f'{{service: {COPY}, since: "2026-01-01", fee_table: phi-gi-do}}'
    assert 'unknown fee "phi-gi-do"' in _faults(_demo(services__offered=f"intake: ubnd\noffered: [{row}]\n"))
    row = f'{{service: {COPY}, since: "2026-01-01"}}'
    twice = _demo(services__offered=f"intake: ubnd\noffered: [{row}, {row}]\n")
    assert f'"{COPY}" is offered twice' in _faults(twice)


def test_the_check_names_the_function_that_a_service_needs_and_no_office_serves() -> None:
    found = _faults(_demo(organisation__serving=None))
    assert 'an office of the commune that serves "tu-phap-ho-tich", which none does' in found


def test_levels_are_worked_out_and_what_is_missing_is_named() -> None:
    levels = {one.service: one for one in maturities_of(_world(_demo()))}
    assert levels[COPY].level == "silver"
    assert levels["bao-hong"].lacks, "the lesson is no silver service"
    files = dict(Library(settings.CUUDINH_PACKS)["demo"].files)
    examples = files["services/dat-ban-ghe/examples.yaml"].decode()
    shorter = examples[: examples.index("  - name: bổ sung xong")] + (
        '  - {name: nộp rồi rút, at: "2026-11-30T08:00+07:00", submit: {answers: {tables: 6, hours: toi}}, '
        "then: [{by: reporter, do: withdraw}], expect: {state: withdrawn}}\n"
    )
    poorer = _world(_demo(**{"services__dat-ban-ghe__examples": shorter}))
    below = next(one for one in maturities_of(poorer) if one.service == "dat-ban-ghe")
    assert below.level == "none"
    assert below.lacks == (
        "an example that goes through",
        "an example that is refused or has to be mended",
    )


def test_the_city_offers_sixty_dossiers_and_every_service_that_takes_something_is_silver() -> None:
    world = packing.load_world("hue")
    dossiers = {shape.service for _, shape, _ in services_of(world) if shape.kind == "dossier"}
    levels = maturities_of(world)
    assert len(dossiers) >= 60
    assert len(levels) >= 90
    assert [one for one in levels if one.level != "silver"] == []


def test_a_fee_is_in_a_table_or_not_entered_yet_and_a_table_of_the_province_takes_its_place() -> None:
    files = dict(Library(settings.CUUDINH_PACKS)["demo"].files)
    service = files["services/dat-ban-ghe/service.yaml"].decode()
    said = service.replace("questions:", "fee_unknown: {vi: Chưa nhập, en: Not entered yet}\nquestions:", 1)
    assert "said to be not entered yet" in _faults(_demo(**{"services__dat-ban-ghe__service": said}))
    single = "xac-nhan-tinh-trang-hon-nhan"
    row = f'{{service: {single}, since: "2026-01-01"'
    plain, priced = (
        _service(_world(_demo(services__offered=f"intake: ubnd\noffered: [{row}{fee}}}]\n")), single)
        for fee in ("", ", fee_table: phi-chung-thuc-hop-dong")
    )
    assert plain.fee_unknown is not None
    assert priced.fee_unknown is None
    assert priced.procedure is not None
    assert priced.procedure.fee_table == "phi-chung-thuc-hop-dong"
