import pytest
from tests.desks import settle
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
def test_shot(page, transactional_db, live_server):
    settle()
    page.set_viewport_size({"width":390,"height":844}); page.goto(live_server.url+"/api"); page.locator("details").nth(3).evaluate("e=>e.open=true")
    page.screenshot(path="/tmp/api390.png", full_page=True, clip={"x":0,"y":0,"width":390,"height":3600})
    page.set_viewport_size({"width":1440,"height":900}); page.emulate_media(color_scheme="dark"); page.goto(live_server.url+"/api"); page.locator("details").nth(3).evaluate("e=>e.open=true")
    page.screenshot(path="/tmp/api1440.png", full_page=True, clip={"x":0,"y":0,"width":1440,"height":3000})
