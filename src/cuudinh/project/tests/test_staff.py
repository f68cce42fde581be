"""An administrator at the console opens accounts, gives and ends seats, locks, and changes keys."""

import re
import sys

import pytest

from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries
from cuudinh.journal import audit
from cuudinh.kernel.actor import VISITOR, system
from cuudinh.project import cli, packing

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Give a way to run the command line as a person does: exit code and what was said."""

    def _run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["cuudinh", *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
        shown = capsys.readouterr()
        return int(end.value.code or 0), shown.out + shown.err

    packing.apply_pack(system("test"), "demo")
    return _run


def test_an_account_is_opened_appointed_ended_and_locked(run) -> None:  # type: ignore[no-untyped-def]
    code, said = run("staff", "open", "canbo.an", "Nguyễn Thị An")
    assert code == 0, said
    found = re.search(r"shown this once: (\S+)", said)
    assert found
    identity.sign_in(VISITOR, login="canbo.an", password=found[1])
    code, said = run(
        "staff", "appoint", "canbo.an", "--office", "so-xay-dung", "--role", "officer", "--document", "QĐ 1"
    )
    assert code == 0, said
    account = queries.staff_account("canbo.an")
    (seat,) = queries.memberships_of(account.id)
    assert (seat.role, seat.valid_to) == ("officer", None)
    assert f"seat {seat.id}: officer" in run("staff", "show", "canbo.an")[1]
    assert run("staff", "end", str(seat.id), "--document", "QĐ 2")[0] == 0
    assert queries.memberships_of(account.id)[0].valid_to is not None
    assert run("staff", "lock", "canbo.an")[0] == 0
    assert not queries.staff_account("canbo.an").is_active
    assert run("staff", "unlock", "canbo.an")[0] == 0
    assert run("staff", "reset-factors", "canbo.an", "--reason", "Mất điện thoại, đã gặp")[0] == 0
    acts = [line.act for line in audit.lines_about("account", audit.pseudonym(account.id))]
    assert acts.count("identity.appoint") == 1
    assert {"identity.lock_account", "identity.reset_factors"} <= set(acts)


def test_a_wrong_name_is_told_in_one_sentence(run) -> None:  # type: ignore[no-untyped-def]
    assert run("staff", "lock", "nobody")[0] == 1
    run("staff", "open", "canbo.an", "Nguyễn Thị An")
    code, said = run(
        "staff", "appoint", "canbo.an", "--office", "so-xay-dung", "--role", "kng", "--document", "QĐ 1"
    )
    assert (code, "kng" in said) == (1, True)


def test_keys_are_changed_and_old_ones_go(run) -> None:  # type: ignore[no-untyped-def]
    identity.register_resident(VISITOR, name="An", phone="0905123456", password="mưa rào tháng sáu")
    code, said = run("keys", "rotate")
    assert (code, "Key 2 is in use" in said) == (0, True), said
    assert "0 keys destroyed" in run("keys", "retire")[1]
    while identity.reseal():
        continue
    assert "1 keys destroyed" in run("keys", "retire")[1]
