"""A form filled in step by step: begun, saved, looked over, sent; what was answered before is not asked again."""

import io
from collections.abc import Iterator
from datetime import datetime

import pytest
from PIL import Image
from tests.aid import AID, CHILDREN, PERSON, REST, shapes, with_aid

from cuudinh.engines.cases import commands, definitions, queries
from cuudinh.engines.cases.definitions.check_forms import bank_faults_of, form_faults_of
from cuudinh.engines.cases.filed import content_of, digests
from cuudinh.engines.cases.models import Case, FormDraft, KnownAnswer, SealedAnswers
from cuudinh.engines.cases.store import open_answers
from cuudinh.engines.cases.tests import town as towns
from cuudinh.engines.cases.tests.town import Town
from cuudinh.engines.cases.types import (
    AnswersIncomplete,
    CaseNotThere,
    DraftNotThere,
    NotEligible,
    StepNotThere,
    TooManyDrafts,
)
from cuudinh.journal import pictures
from cuudinh.journal.models import AuditInbox
from cuudinh.kernel import clock

MORNING = datetime.fromisoformat("2026-11-23T08:00+07:00")


@pytest.fixture
def aid(town: Town) -> Iterator[Town]:
    """The town with a second service, on a Monday morning."""
    commands.apply_services(with_aid(towns.world()))
    with clock.frozen(MORNING):
        yield town


def _signature() -> int:
    content = io.BytesIO()
    Image.new("RGB", (64, 24), "white").save(content, "PNG")
    return pictures.accept_picture(io.BytesIO(content.getvalue()), "image/png").id


def _filled(town: Town) -> str:
    draft = commands.begin_form(town["resident"], service_id=AID)
    commands.save_step(town["resident"], draft=draft, step="nguoi-nop", answers=PERSON)
    commands.save_step(town["resident"], draft=draft, step="cac-con", answers=CHILDREN)
    photos = {"signed": [_signature()]}
    commands.save_step(town["resident"], draft=draft, step="hoan-canh", answers=REST, photos=photos)
    return draft


def test_the_form_of_the_test_is_sound() -> None:
    world = with_aid(towns.world())
    service, topics, _bank = shapes()
    assert not [*bank_faults_of(world), *form_faults_of(world, service, topics)]


def test_a_form_is_filled_in_steps_and_filed_with_what_is_personal_under_seal(aid: Town) -> None:
    draft = _filled(aid)
    review = queries.form_review(aid["resident"], draft)
    assert not review.faults
    told = {line.label: line.value for _, _, lines in review.steps for line in lines}
    assert (told["Cộng"], told["Ngày sinh"], told["Nơi ở hiện nay"]) == (
        "350.000 đồng",
        "02/09/1990",
        "12 Lê Lợi, Xã An",
    )
    filed = commands.send_form(aid["resident"], draft=draft)
    case = Case.objects.get(number=filed.number)
    assert case.answers == {
        "children": [{"name": "An", "fee": 150_000}, {"name": "Bình", "fee": 200_000}],
        "total": 350_000,
        "poor": True,
        "code": "HN-12",
        "true_words": True,
    }
    assert "Hoa" not in f"{case.title}{case.text}"
    assert b"046190000123" not in bytes(SealedAnswers.objects.get(case=case).sealed)
    assert not FormDraft.objects.exists()
    with pytest.raises(DraftNotThere):
        commands.send_form(aid["resident"], draft=draft)


def test_what_was_typed_wrong_is_kept_and_named_and_cannot_be_sent(aid: Town) -> None:
    draft = commands.begin_form(aid["resident"], service_id=AID)
    with pytest.raises(AnswersIncomplete) as refused:
        commands.save_step(
            aid["resident"], draft=draft, step="nguoi-nop", answers={**PERSON, "number": "046191000123"}
        )
    assert list(refused.value.faults) == ["number"]
    step = queries.form_step(aid["resident"], draft, "nguoi-nop")
    assert {one.shape.id: one.value for one in step.questions}["number"] == "046191000123"
    with pytest.raises(AnswersIncomplete) as refused:
        commands.send_form(aid["resident"], draft=draft)
    assert {"children", "poor", "signed", "number"} <= set(refused.value.faults)
    assert str(refused.value) == "Yêu cầu chưa đủ thông tin."
    assert FormDraft.objects.count() == 1
    assert not Case.objects.exists()


def test_what_was_answered_once_is_filled_in_the_next_time_with_its_origin(aid: Town) -> None:
    filed = commands.send_form(aid["resident"], draft=_filled(aid), is_remembered=True)
    assert b"Hoa" not in bytes(KnownAnswer.objects.get(question="ho_ten").sealed)
    again = commands.begin_form(aid["resident"], service_id=AID)
    step = queries.form_step(aid["resident"], again)
    shown = {one.shape.id: (one.value, one.origin) for one in step.questions}
    assert shown["number"] == ("046190000123", f"Bạn đã khai trong hồ sơ {filed.number}.")
    commands.save_step(aid["resident"], draft=again, step="nguoi-nop", answers={**PERSON, "name": "Lê Hoa"})
    corrected = {one.shape.id: one.origin for one in queries.form_step(aid["resident"], again).questions}
    assert corrected["name"] == ""
    assert corrected["number"] != ""
    commands.forget_answer(aid["resident"], question="so_dinh_danh")
    third = commands.begin_form(aid["resident"], service_id=AID)
    assert queries.form_step(aid["resident"], third).questions[2].value is None


def test_nothing_is_remembered_unasked_and_the_account_says_the_name(aid: Town) -> None:
    commands.send_form(aid["resident"], draft=_filled(aid))
    assert not KnownAnswer.objects.exists()
    step = queries.form_step(aid["resident"], commands.begin_form(aid["resident"], service_id=AID))
    shown = {one.shape.id: (one.value, one.origin) for one in step.questions}
    assert shown["name"] == (towns.NAME, "Lấy từ tài khoản của bạn.")


def test_a_draft_is_its_persons_own(aid: Town) -> None:
    draft = _filled(aid)
    for ask in (queries.form_step, queries.form_review):
        with pytest.raises(DraftNotThere):
            ask(aid["dispatcher"], draft)
    with pytest.raises(DraftNotThere):
        commands.drop_form(aid["dispatcher"], draft=draft)
    with pytest.raises(StepNotThere):
        queries.form_step(aid["resident"], draft, "nowhere")
    commands.drop_form(aid["resident"], draft=draft)
    assert queries.my_drafts(aid["resident"]) == ()


def test_nobody_fills_in_forms_without_end(aid: Town) -> None:
    for _ in range(20):
        commands.begin_form(aid["resident"], service_id=AID)
    with pytest.raises(TooManyDrafts):
        commands.begin_form(aid["resident"], service_id=AID)


def test_who_may_not_apply_is_told_why_before_and_cannot_send(aid: Town) -> None:
    asked = queries.eligibility(AID, "vi", {"born": "01/01/2010"})
    assert (asked.because, asked.instead) == (
        "Người nộp phải đủ 18 tuổi.",
        "Cha, mẹ hoặc người giám hộ nộp thay.",
    )
    assert queries.eligibility(AID, "vi", {"born": "01/01/1990"}).is_answered
    assert set(queries.eligibility(AID, "vi", {}).faults) == {"born"}
    draft = _filled(aid)
    young = {**PERSON, "born": "02/09/2010", "number": "046310000123"}
    commands.save_step(aid["resident"], draft=draft, step="nguoi-nop", answers=young)
    with pytest.raises(NotEligible):
        commands.send_form(aid["resident"], draft=draft)


def test_the_sheet_is_read_by_its_writer_and_by_the_desk_whose_look_is_logged(aid: Town) -> None:
    filed = commands.send_form(aid["resident"], draft=_filled(aid))
    own = queries.own_sheet(aid["resident"], filed.number)
    told = {line.label: line.value for _, lines in own.steps for line in lines}
    assert told["Số định danh cá nhân (số căn cước)"] == "046190000123"
    assert len(own.pictures["signed"]) == 1
    assert queries.office_sheet(aid["dispatcher"], filed.number).steps == own.steps
    assert AuditInbox.objects.filter(body__contains="case.read_answers").count() == 1
    for ask in (queries.own_sheet, queries.office_sheet):
        with pytest.raises(CaseNotThere):
            ask(aid["binh.officer"], filed.number)


def test_the_receipt_proves_what_is_under_seal(aid: Town) -> None:
    filed = commands.send_form(aid["resident"], draft=_filled(aid))
    case = Case.objects.get(number=filed.number)
    own, service = open_answers(case.pk), definitions.service(AID)
    proved = digests(service, content_of(case, (), {}, own))
    assert proved["filed"] != digests(service, content_of(case, (), {}, {**own, "name": "Hoa"}))["filed"]
