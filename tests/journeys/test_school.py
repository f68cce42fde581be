"""The story of a teacher: told of by the schools' system, into a sample school by our account, and out again."""

import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from cuudinh.engines.identity import commands
from cuudinh.engines.identity.types import Ask, NewClient
from cuudinh.journal import clerk
from cuudinh.kernel.actor import VISITOR, system
from cuudinh.project import packing
from cuudinh.project.ports import free_port
from cuudinh.project.sample_school import School, server_of
from cuudinh.web import limits
from tests.journeys.province import PHONE, keep_picture, violations

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TEACHER, PASSWORD = "0905777001", "Cửu Đỉnh 1836"
CONSOLE = system("journeys")
PERSON = "urn:cuudinh:params:scim:schemas:extension:person:1.0:User"


@pytest.fixture
def address(transactional_db: None, live_server: Any) -> str:
    """The address of a province with its pack in force and one teacher who has an account."""
    limits.forget_all()
    packing.apply_pack(CONSOLE, "hue")
    commands.register_resident(VISITOR, name="Trần Thị Lan", phone=TEACHER, password=PASSWORD)
    return str(live_server.url)


@pytest.fixture
def school(address: str) -> Iterator[School]:
    """The sample school, registered and running."""
    own = f"http://127.0.0.1:{free_port()}"
    asked = NewClient(
        client_id="truong-mau",
        names={"vi": "Trường mẫu"},
        return_addresses=(f"{own}/oidc/ve",),
        sign_out_address=f"{own}/oidc/dang-xuat",
        asks=(Ask("name"), Ask("unit")),
        grants=("authorization_code", "client_credentials"),
    )
    _view, secret = commands.add_client(CONSOLE, asked=asked)
    made = School(address, "truong-mau", secret.secret, own)
    server = server_of(made, int(own.rsplit(":", 1)[1]))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()


def test_a_teacher_signs_in_to_a_school_item_by_item_and_is_out_of_it_when_out_here(
    browser: Browser, address: str, school: School
) -> None:
    _told_of(address, school)
    context = browser.new_context(locale="vi-VN", viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(school.address)
    page.get_by_role("link", name="Đăng nhập bằng tài khoản thành phố").click()
    _signed_in(page)
    _decided(page)
    expect(page.get_by_role("heading", name="Sổ điểm Trường mẫu")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Xin chào, Trần Thị Lan.")
    (known,) = school.people.values()
    assert "offices" not in known, "what was not ticked was not passed on"
    _out_again(page, address, school)
    context.close()


def _told_of(address: str, school: School) -> None:
    told = httpx.post(
        f"{address}/oauth/token",
        data={"grant_type": "client_credentials", "scope": "scim"},
        auth=(school.client_id, school.secret),
    ).json()
    teacher = {
        "userName": "lan@truong.example",
        "externalId": "GV-1",
        PERSON: {"citizenNumber": "046190000001"},
    }
    headers = {"Authorization": f"Bearer {told['access_token']}"}
    assert httpx.post(f"{address}/scim/v2/Users", json=teacher, headers=headers).status_code == 201
    stated = {"label": "1", "last": True, "users": [teacher]}
    found = httpx.post(f"{address}/scim/v2/Statements", json=stated, headers=headers).json()
    assert found["synchronised"]
    assert found["exceptions"] == {"not-proved": 1}


def _signed_in(page: Page) -> None:
    page.fill("[name=ten]", TEACHER)
    page.fill("[name=mat_khau]", PASSWORD)
    page.locator("main form").filter(has=page.locator("[name=mat_khau]")).locator("button.is-primary").click()


def _decided(page: Page) -> None:
    expect(page.get_by_role("heading", name="Đăng nhập vào Trường mẫu")).to_be_visible()
    assert violations(page) == []
    keep_picture(page, "consent-phone", whole=True)
    assert page.get_by_role("checkbox", checked=True).count() == 0
    page.get_by_label("Họ và tên").check()
    page.get_by_role("button", name="Đồng ý và tiếp tục").click()


def _out_again(page: Page, address: str, school: School) -> None:
    page.goto(f"{address}/tai-khoan/ung-dung")
    expect(page.get_by_role("heading", name="Trường mẫu")).to_be_visible()
    assert violations(page) == []
    keep_picture(page, "connected-phone", whole=True)
    page.goto(f"{address}/tai-khoan")
    page.locator("main").get_by_role("button", name="Đăng xuất", exact=True).click()
    page.wait_for_url(f"{address}/")
    clerk.run_until_idle()
    assert len(school.told_out) == 1
    page.goto(school.address)
    expect(page.get_by_role("link", name="Đăng nhập bằng tài khoản thành phố")).to_be_visible()
