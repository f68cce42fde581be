"""Who opened identities is read by those who watch over it, in pages, and by nobody else."""

import pytest

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.queries.looks import LOOKS_PAGE
from cuudinh.engines.identity.tests.conftest import CONSOLE, Staffer
from cuudinh.kernel.actor import VISITOR
from cuudinh.kernel.pages import encode_cursor
from cuudinh.kernel.refusal import BadInput, NotYours

pytestmark = pytest.mark.django_db

REASON = "Gọi lại để hỏi vị trí chính xác"


def test_an_auditor_reads_who_opened_what_and_why_the_last_first(staff: Staffer) -> None:
    dispatcher, auditor = staff("trucban", "ioc", "dispatcher"), staff("kiemtra", "ioc", "auditor")
    commands.break_glass(dispatcher, ("case", "PA-1"), REASON)
    commands.break_glass(dispatcher, ("case", "PA-2"), REASON + " lần nữa")
    found = queries.looks(auditor)
    assert [(look.who, look.about, look.reason) for look in found.rows] == [
        ("Người trucban", ("case", "PA-2"), REASON + " lần nữa"),
        ("Người trucban", ("case", "PA-1"), REASON),
    ]
    assert found.next is None
    assert queries.looks(CONSOLE) == found


def test_a_long_log_comes_in_pages_without_gap_or_repetition(staff: Staffer) -> None:
    dispatcher, supervisor = staff("trucban", "ioc", "dispatcher"), staff("ca", "ioc", "supervisor")
    for number in range(LOOKS_PAGE + 3):
        commands.break_glass(dispatcher, ("case", f"PA-{number}"), REASON)
    first = queries.looks(supervisor)
    commands.break_glass(dispatcher, ("case", "PA-new"), REASON)
    second = queries.looks(supervisor, first.next)
    read = [look.about[1] for look in (*first.rows, *second.rows)]
    assert read == [f"PA-{number}" for number in reversed(range(LOOKS_PAGE + 3))]
    assert second.next is None


@pytest.mark.parametrize("role", ["dispatcher", "leader", "head", "officer", "administrator"])
def test_nobody_else_reads_it(staff: Staffer, role: str) -> None:
    with pytest.raises(NotYours):
        queries.looks(staff("ai-do", "ioc", role))
    with pytest.raises(NotYours):
        queries.looks(VISITOR)


def test_a_forged_place_in_the_log_is_refused(staff: Staffer) -> None:
    with pytest.raises(BadInput):
        queries.looks(CONSOLE, encode_cursor("x"))
