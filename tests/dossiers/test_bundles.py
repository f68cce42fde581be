"""Linked procedures opened together: asked once, filed as one dossier each, and none waits for another."""

import pytest

from cuudinh.engines.cases import commands, queries
from cuudinh.engines.cases.models import Case, FormDraft
from cuudinh.engines.cases.types import AnswersIncomplete, CaseNotThere, NotLinked
from cuudinh.kernel.actor import Actor
from tests.dossiers.hall import FORM, SERVICE, Hall

COPY, BIRTH = "chung-thuc-ban-sao", "dang-ky-khai-sinh"
WHO = {
    "name": "Lê Thị Hoa",
    "birth": "02/09/1990",
    "sex": "nu",
    "id_number": "046190000123",
    "phone": "0905 123 456",
    "email": "hoa@example.vn",
    "address": {"unit": "90101-2025-07", "line": "12 Lê Lợi"},
}
PAPER = {"nguoi_nop": WHO, "loai_giay": "tieng-viet", "tay_xoa": "no", "so_trang": 2, "so_ban": 1}


def shown(actor: Actor, draft: str, step: str = "") -> list[str]:
    """Give the questions that a step of a form asks."""
    return [one.shape.id for one in queries.form_step(actor, draft, step).questions]


def begun(hall: Hall) -> tuple[str, str]:
    """Give the names of the two forms of a bundle."""
    first = commands.begin_bundle(hall["resident"], service_id=SERVICE, linked=[COPY])
    names = queries.bundle_of(hall["resident"], first)
    assert names[0] == first
    return names[0], names[1]


def sent(hall: Hall) -> tuple[str, str]:
    """Fill a bundle in, send it, and give the numbers of both dossiers."""
    me, (first, second) = hall["resident"], begun(hall)
    commands.save_step(me, draft=first, step=queries.form_step(me, first).id, answers=FORM)
    assert "place" not in shown(me, second)
    commands.save_step(me, draft=second, step=queries.first_step(me, second), answers=PAPER)
    one, other = commands.send_bundle(me, draft=second)
    return one.number, other.number


def test_the_union_of_the_questions_is_asked_once(hall: Hall) -> None:
    me = hall["resident"]
    first = commands.begin_bundle(me, service_id=SERVICE, linked=[COPY, BIRTH])
    _first, second, third = queries.bundle_of(me, first)
    assert "place" in shown(me, first)
    commands.save_step(me, draft=first, step=queries.form_step(me, first).id, answers=FORM)
    assert shown(me, second)[0] == "nguoi_nop"
    assert shown(me, third) == ["nguoi_nop", "quan_he"]
    commands.save_step(me, draft=second, step=queries.first_step(me, second), answers=PAPER)
    assert shown(me, third) == ["quan_he"]
    commands.save_step(me, draft=third, step="nguoi-nop", answers={"quan_he": "ban-than"})
    review = queries.form_review(me, third)
    assert not {"place", "nguoi_nop"} & {path.split(".")[0] for path in review.faults}


def test_a_bundle_is_sent_whole_or_not_at_all(hall: Hall) -> None:
    me, (first, second) = hall["resident"], begun(hall)
    commands.save_step(me, draft=first, step=queries.form_step(me, first).id, answers=FORM)
    with pytest.raises(AnswersIncomplete):
        commands.send_bundle(me, draft=first)
    assert not Case.objects.exists()
    assert FormDraft.objects.count() == 2
    commands.save_step(me, draft=second, step=queries.first_step(me, second), answers=PAPER)
    filed = commands.send_bundle(me, draft=first)
    assert [Case.objects.get(number=one.number).service_id for one in filed] == [SERVICE, COPY]
    assert not FormDraft.objects.exists()


def test_one_answer_does_not_wait_for_another_and_everybody_sees_the_whole(hall: Hall) -> None:
    one, other = sent(hall)
    hall.act("officer", one, "receive")
    hall.act("officer", one, "accept")
    hall.act("officer", one, "appraise", answer="Đủ điều kiện.")
    hall.act("head", one, "approve")
    for reader in (
        queries.reporter_case(hall["resident"], other),
        queries.office_case(hall["officer"], other),
    ):
        assert reader.dossier is not None
        assert [(each.number, each.state_label, each.can_open) for each in reader.dossier.together] == [
            (one, "Đã có kết quả", True)
        ]
    assert hall.case(other).state == "submitted"
    tracked = queries.tracked_by_phone(hall["neighbour"], one, "0905123456")
    assert [(each.number, each.can_open) for each in tracked.together] == [(other, False)]
    with pytest.raises(CaseNotThere):
        queries.office_case(hall["stranger"], other)


def test_only_what_goes_with_it_is_opened_together_and_forms_can_part_again(hall: Hall) -> None:
    me = hall["resident"]
    for linked in ([], ["bao-hong"], [SERVICE]):
        with pytest.raises(NotLinked):
            commands.begin_bundle(me, service_id=SERVICE, linked=linked)
    assert not FormDraft.objects.exists()
    first, second = begun(hall)
    commands.drop_bundle(me, draft=second)
    assert queries.bundle_of(me, first) == (first,)
