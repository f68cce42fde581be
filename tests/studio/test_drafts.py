"""A change of a service goes its whole way: a dated row, the difference in sentences, a second person, and back."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.commands import studio, studio_forms
from cuudinh.engines.cases.queries import studio as queries
from cuudinh.engines.cases.types.studio import (
    DraftClosed,
    DraftFaulty,
    DraftOvertaken,
    DraftProposerDecides,
    DraftUnchanged,
    PathNotDrafted,
)
from cuudinh.journal import audit
from cuudinh.kernel import clock
from cuudinh.kernel.refusal import Incomplete, NotYours
from cuudinh.project import packing
from tests.dossiers.hall import SERVICE, at
from tests.studio.workshop import DEADLINE, FILE, Workshop


def _lines(before: str, after: str) -> list[str]:
    return [line for line in after.splitlines() if line not in before.splitlines()]


def test_a_new_deadline_goes_from_a_draft_to_cases_and_open_ones_keep_theirs(shop: Workshop) -> None:
    old, was = shop.hall.file(), definitions.service(SERVICE).version
    before = packing.Releases().kept("demo") or {}
    number = shop.proposed()
    told = queries.difference(shop["approver"], number)
    assert any("4 ngày làm việc từ ngày 07/12/2026" in said.vi for said in told.sentences)
    assert told.touched.by_version == {was: 1}
    assert told.touched.by_state == {"submitted": 1}
    studio.decide_draft(shop["approver"], draft_id=number, is_approved=True, words="")
    after = packing.Releases().kept("demo") or {}
    assert {path for path in after if after[path] != before.get(path)} == {"pack.yaml", "CHANGELOG.md", FILE}
    assert len(_lines(before[FILE].decode(), after[FILE].decode())) == 2
    assert b"## 2\n\n- R\xc3\xbat th\xe1\xbb\x9di h\xe1\xba\xa1n" in after["CHANGELOG.md"]
    with clock.frozen(at("2026-12-07 08:00")):
        new = shop.hall.file()
    assert shop.hall.case(old).version == was
    assert shop.hall.case(new).version == was + 1
    assert definitions.service(SERVICE).shape.deadlines.default[-1].since == "2026-12-07"


def test_whoever_wrote_or_proposed_a_draft_does_not_approve_it_and_nobody_else_may(shop: Workshop) -> None:
    number = shop.proposed(by="both")
    with pytest.raises(DraftProposerDecides):
        studio.decide_draft(shop["both"], draft_id=number, is_approved=True, words="")
    with pytest.raises(NotYours):
        studio.decide_draft(shop["designer"], draft_id=number, is_approved=True, words="")
    with pytest.raises(NotYours):
        studio.decide_draft(shop.hall["head"], draft_id=number, is_approved=True, words="")
    with pytest.raises(NotYours):
        queries.studio_services(shop.hall["officer"])
    with pytest.raises(DraftClosed):
        studio_forms.change_rows(shop["designer"], draft_id=number, section="deadlines", given=DEADLINE)


def test_a_draft_that_is_given_back_is_mended_and_proposed_again(shop: Workshop) -> None:
    number = shop.proposed()
    with pytest.raises(Incomplete):
        studio.decide_draft(shop["approver"], draft_id=number, is_approved=False, words="")
    studio.decide_draft(shop["approver"], draft_id=number, is_approved=False, words="Thiếu số văn bản.")
    assert queries.studio_draft(shop["designer"], number).summary.decision == "Thiếu số văn bản."
    studio.propose_draft(shop["designer"], draft_id=number)
    studio.decide_draft(shop["both"], draft_id=number, is_approved=True, words="")
    with pytest.raises(DraftClosed):
        studio.decide_draft(shop["approver"], draft_id=number, is_approved=True, words="")


def test_what_was_in_force_is_never_written_over(shop: Workshop) -> None:
    number = shop.draft()
    for since in ("2026-11-30", "2025-07-01", "mai"):
        with pytest.raises(Incomplete) as no:
            studio_forms.change_rows(
                shop["designer"], draft_id=number, section="deadlines", given={**DEADLINE, "since": since}
            )
        assert "since" in no.value.faults
    given = {"path": FILE, "list": "deadlines/default", "drop": "0"}
    with pytest.raises(Incomplete):
        studio_forms.change_rows(shop["designer"], draft_id=number, section="deadlines", given=given)
    with pytest.raises(DraftUnchanged):
        studio.propose_draft(shop["designer"], draft_id=number)


def test_going_back_is_a_new_version_with_the_former_content(shop: Workshop) -> None:
    before, was = (packing.Releases().kept("demo") or {})[FILE].decode(), definitions.service(SERVICE).version
    number = shop.published()
    back = studio.begin_roll_back(shop["designer"], draft_id=number)
    studio.propose_draft(shop["designer"], draft_id=back)
    studio.decide_draft(shop["approver"], draft_id=back, is_approved=True, words="")
    after = (packing.Releases().kept("demo") or {})[FILE].decode()
    assert after == before.replace("version: 3\n", "version: 5\n", 1)
    assert definitions.service(SERVICE).version == was + 2


def test_a_draft_that_was_overtaken_is_not_published(shop: Workshop) -> None:
    late, early = shop.draft("Bản soạn trước"), shop.draft("Bản soạn sau")
    for number in (late, early):
        studio_forms.change_rows(shop["designer"], draft_id=number, section="deadlines", given=DEADLINE)
        studio.propose_draft(shop["designer"], draft_id=number)
    studio.decide_draft(shop["approver"], draft_id=early, is_approved=True, words="")
    with pytest.raises(DraftOvertaken):
        studio.decide_draft(shop["approver"], draft_id=late, is_approved=True, words="")


def test_yaml_is_refused_in_its_line_and_other_files_are_not_the_studios(shop: Workshop) -> None:
    number = shop.draft()
    text = shop.text(number)
    broken = text.replace("kind: dossier", "kind: dosier", 1)
    with pytest.raises(DraftFaulty) as no:
        studio.save_draft_texts(shop["designer"], draft_id=number, texts={FILE: broken}, may_be_faulty=True)
    assert [(one.line, one.nearest) for one in no.value.found] == [(4, "dossier")]
    for path in ("policy/cases.yaml", "services/../pack.yaml", "pack.yaml"):
        with pytest.raises(PathNotDrafted):
            studio.save_draft_texts(shop["designer"], draft_id=number, texts={path: "a: 1\n"})


def test_an_export_of_what_is_in_force_is_that_byte_for_byte(shop: Workshop) -> None:
    kept = packing.Releases().kept("demo") or {}
    packed = ZipFile(BytesIO(studio.export_service(shop["designer"], service_id=SERVICE)))
    assert packed.read(FILE) == kept[FILE]
    assert packed.read("flows/mot-cua.yaml") == kept["requires/vn/flows/mot-cua.yaml"]


def test_every_act_on_a_draft_stands_in_the_log(shop: Workshop) -> None:
    number = shop.published()
    told = [line.act for line in audit.lines_about("service_draft", number)]
    assert told == ["service.begin_draft", "service.save_draft", "service.propose", "service.publish"]


def test_what_is_asked_otherwise_and_who_may_do_what_is_told_in_sentences(shop: Workshop) -> None:
    number = shop.draft()
    files = queries.studio_draft(shop["designer"], number).files
    text = next(one.text for one in files if one.path == FILE).replace("Số bàn", "Bao nhiêu bàn", 1)
    studio.save_draft_texts(shop["designer"], draft_id=number, texts={FILE: text})
    told = [one.vi for one in queries.difference(shop["approver"], number).sentences]
    assert any("câu hỏi “Bao nhiêu bàn" in said and "đổi lời" in said for said in told), told
