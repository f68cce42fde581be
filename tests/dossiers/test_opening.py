"""What an applicant answered of their own is opened for one dossier at once: one reason, one line of the log."""

from datetime import timedelta

import pytest

from cuudinh.engines.cases import commands, queries
from cuudinh.engines.cases.types import CaseNotThere, SealedView
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import PurposeNeeded
from cuudinh.journal.models import AuditInbox
from cuudinh.kernel import clock
from cuudinh.kernel.refusal import NotThere
from tests.dossiers.hall import Hall

REASON = "Thẩm định hồ sơ, gọi hỏi người nộp"


def own(hall: Hall, by: str, number: str) -> SealedView:
    """Give what of the applicant's own somebody sees."""
    found = queries.office_case(hall[by], number).own
    assert found is not None
    return found


def lines_of_the_log() -> int:
    """Give how often somebody opened or read what is under seal."""
    found = AuditInbox.objects.filter(body__contains="case.open_answers").count()
    return found + AuditInbox.objects.filter(body__contains="case.read_answers").count()


def test_one_reason_opens_a_dossier_for_a_working_day_and_its_applicant_sees_it(hall: Hall) -> None:
    number = hall.file(answers={"other_phone": "0905 777 888"})
    assert own(hall, "officer", number) == SealedView(None)
    with pytest.raises(PurposeNeeded):
        commands.open_own_answers(hall["officer"], number=number, reason="xem")
    for _ in range(2):
        commands.open_own_answers(hall["officer"], number=number, reason=REASON)
        assert [one.value for one in own(hall, "officer", number).lines] == ["0905777888"]
        assert queries.office_sheet(hall["officer"], number).steps
    assert lines_of_the_log() == 1
    assert own(hall, "head", number) == SealedView(None), "it is open to who opened it"
    (look,) = identity.own_looks(hall["resident"]).rows
    assert look.purpose == REASON
    with clock.frozen(clock.now() + timedelta(hours=9)):
        assert own(hall, "officer", number) == SealedView(None)


def test_who_has_nothing_to_do_with_it_opens_nothing_and_nothing_is_asked_where_nothing_lies(
    hall: Hall,
) -> None:
    number = hall.file(answers={"other_phone": "0905 777 888"})
    for name in ("stranger", "dispatcher", "neighbour"):
        with pytest.raises(CaseNotThere):
            commands.open_own_answers(hall[name], number=number, reason=REASON)
    bare = hall.file()
    assert queries.office_case(hall["officer"], bare).own is None
    with pytest.raises(NotThere):
        commands.open_own_answers(hall["officer"], number=bare, reason=REASON)
    assert lines_of_the_log() == 0
