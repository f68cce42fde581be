"""Papers of one's own are taken again: a result, what a desk took in; by their person alone, with whence they are."""

import io

import pytest

from cuudinh.engines.cases import commands, queries
from cuudinh.engines.cases.types import AnswersIncomplete, PaperNotFitting
from cuudinh.journal import clerk, pictures, sent_papers
from cuudinh.journal.models import AuditInbox
from tests.dossiers.hall import FORM, SERVICE, Hall
from tests.leaflets import leaflet

PLAN, PERMIT = "giay-to.so-do", "giay-to.giay-phep-cu"


def paper() -> int:
    return sent_papers.accept_file(io.BytesIO(leaflet(2)), "application/pdf", sent_papers.Limits()).id


def begun(hall: Hall, by: str = "resident") -> str:
    draft = commands.begin_form(hall[by], service_id=SERVICE)
    step = queries.form_step(hall[by], draft).id
    commands.save_step(hall[by], draft=draft, step=step, answers=FORM)
    return draft


def first(hall: Hall) -> str:
    """File a dossier with its plan as PDF, and have it decided."""
    draft = begun(hall)
    commands.add_papers(hall["resident"], draft=draft, photos={PLAN: [paper()]})
    number = commands.send_form(hall["resident"], draft=draft).number
    assert queries.own_papers(hall["resident"]) == ()
    clerk.run_until_idle()
    hall.act("officer", number, "receive")
    hall.act("officer", number, "accept")
    hall.act("officer", number, "appraise", answer="Đủ điều kiện.")
    hall.act("head", number, "approve", answer="Cấp phép.")
    clerk.run_until_idle()
    return number


def test_papers_of_the_procedure_come_as_files_and_stand_with_the_dossier(hall: Hall) -> None:
    number = first(hall)
    seen = queries.office_case(hall["officer"], number)
    assert seen.dossier is not None
    (plan,) = [one for one in seen.dossier.papers if one.id == "so-do"]
    assert [(one.pages, one.origin) for one in plan.scans] == [(2, "")]
    found = queries.picture_file(hall["officer"], plan.scans[0].address.removesuffix(".pdf"))
    assert pictures.picture(found.picture_id).is_pdf
    draft = begun(hall)
    with pytest.raises(AnswersIncomplete, match="Hồ sơ chưa đủ"):
        commands.add_papers(hall["resident"], draft=draft, photos={PLAN: [paper() for _ in range(7)]})


def test_a_paper_and_a_result_are_taken_again_with_their_origin_shown(hall: Hall) -> None:
    number = first(hall)
    own = {one.type: one for one in queries.own_papers(hall["resident"])}
    assert (own["ban-ve"].origin, own["giay-phep"].origin) == (
        f"Đã nộp trong hồ sơ {number}",
        f"Kết quả hồ sơ {number}",
    )
    draft = begun(hall)
    asked = {one.shape.id: one for one in queries.form_papers(hall["resident"], draft)}
    assert [one.ref for one in asked[PLAN].own] == [own["ban-ve"].ref]
    assert not asked[PLAN].files, "nothing is taken unasked"
    commands.reuse_paper(hall["resident"], draft=draft, question=PLAN, paper=own["ban-ve"].ref)
    commands.reuse_paper(hall["resident"], draft=draft, question=PERMIT, paper=own["giay-phep"].ref)
    again = commands.send_form(hall["resident"], draft=draft).number
    seen = queries.office_case(hall["officer"], again)
    assert seen.dossier is not None
    scans = {one.id: [scan.origin for scan in one.scans] for one in seen.dossier.papers if one.scans}
    assert scans == {
        "so-do": [f"Dùng lại: đã nộp trong hồ sơ {number}"],
        "giay-phep-cu": [f"Dùng lại: kết quả hồ sơ {number}"],
    }
    assert AuditInbox.objects.filter(body__contains="form.reuse").count() == 2


def test_nobody_takes_anothers_paper_nor_one_of_another_type(hall: Hall) -> None:
    first(hall)
    own = {one.type: one.ref for one in queries.own_papers(hall["resident"])}
    draft = begun(hall, "neighbour")
    assert queries.own_papers(hall["neighbour"]) == ()
    with pytest.raises(PaperNotFitting):
        commands.reuse_paper(hall["neighbour"], draft=draft, question=PLAN, paper=own["ban-ve"])
    mine = begun(hall)
    for question, ref in ((PLAN, own["giay-phep"]), ("tables", own["ban-ve"]), (PLAN, "case:nothing")):
        with pytest.raises(PaperNotFitting):
            commands.reuse_paper(hall["resident"], draft=mine, question=question, paper=ref)
