"""Pages of one's own data: who looked, with a receipt that the page of receipts proves."""

import re

from django.test import Client

from cuudinh.engines.cases import commands
from cuudinh.sites.portal.tests.town import Town

REASON = "Gọi lại để hỏi vị trí chính xác"


def looked_at(town: Town) -> str:
    """Have the centre look at who reported and give the number of the case."""
    number = str(town.file().number)
    commands.reveal_reporter(town["dispatcher"], number=number, reason=REASON)
    return number


def test_a_resident_sees_who_looked_why_and_proves_it(town: Town, resident: Client) -> None:
    number = looked_at(town)
    listed = resident.get("/tai-khoan/luot-xem").content.decode()
    assert "Trung tâm điều hành" in listed
    assert REASON in listed
    assert "Cán bộ dispatcher" not in listed
    (address,) = re.findall(r"/tai-khoan/luot-xem/\d+", listed)[:1]
    shown = resident.get(address).content.decode()
    assert number in shown
    (check,) = re.findall(r"/bien-nhan\?ma=[0-9A-Z-]+", shown)
    proved = resident.get(check).content.decode()
    assert "Cơ quan đã xem họ tên và số điện thoại" in proved
    assert number in proved


def test_looks_at_somebody_else_are_not_there(town: Town, resident: Client, neighbour: Client) -> None:
    looked_at(town)
    (address,) = re.findall(r"/tai-khoan/luot-xem/\d+", resident.get("/tai-khoan/luot-xem").content.decode())[
        :1
    ]
    assert neighbour.get(address).status_code == 404
    assert "Chưa ai xem" in neighbour.get("/tai-khoan/luot-xem").content.decode()


def test_strangers_are_asked_to_sign_in(town: Town, visitor: Client) -> None:
    assert visitor.get("/tai-khoan/luot-xem").status_code in {302, 303, 401}
