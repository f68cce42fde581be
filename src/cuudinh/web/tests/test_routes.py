"""Who may call what: nothing without a declaration, and every declaration is held to."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from cuudinh.web import pages
from cuudinh.web.answers import own_address
from cuudinh.web.routes import EVERYONE, SIGNED_IN, all_routes, route, seated, url, urls_of
from cuudinh.web.tests import views

pytestmark = pytest.mark.django_db


def test_a_view_without_a_route_is_not_served(client: Client) -> None:
    served = {getattr(pattern.callback, "__wrapped__", None) for pattern in urls_of(views)}
    assert views.own in served
    assert views.undeclared not in served


def test_a_route_that_does_not_say_who_may_call_cannot_be_declared() -> None:
    with pytest.raises(TypeError):
        route("thu/ai-cung", name="thu:nobody-said")  # type: ignore[call-arg]


def test_a_seat_without_a_role_cannot_be_declared() -> None:
    with pytest.raises(AssertionError):
        seated()


def test_two_views_cannot_share_a_name() -> None:
    def other(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    with pytest.raises(AssertionError, match="twice"):
        route("thu/khac", name="thu:open", who=EVERYONE)(other)


def test_an_unknown_limit_cannot_be_declared() -> None:
    with pytest.raises(AssertionError, match="no limit"):
        route("thu/x", name="thu:x", who=EVERYONE, limit="khong-co")(views.undeclared)


def test_a_module_serves_only_what_is_declared_in_it() -> None:
    assert {pattern.name for pattern in urls_of(pages)} == {
        found.name for found in all_routes() if found.name.startswith("web:")
    }


def test_a_stranger_is_led_to_sign_in_and_back(client: Client) -> None:
    answer = client.get("/thu/rieng?a=1")
    assert (answer.status_code, answer["Location"]) == (303, "/dang-nhap?tiep=%2Fthu%2Frieng%3Fa%3D1")


def test_a_form_sent_by_a_stranger_does_not_lead_back_to_an_address_that_only_takes_forms(
    client: Client,
) -> None:
    assert client.post("/thu/truc")["Location"] == "/dang-nhap?tiep=%2F"


def test_a_program_without_sign_in_gets_a_problem(client: Client) -> None:
    answer = client.get("/thu/rieng", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "sign-in-first"


def test_a_resident_sees_what_needs_an_account_and_not_what_needs_a_seat(client: Client) -> None:
    client.cookies["who"] = "resident"
    assert client.get("/thu/rieng").content.decode() == "Trần Thị Minh"
    assert client.get("/thu/truc").status_code == 403


def test_the_seat_opens_what_it_is_for(client: Client) -> None:
    client.cookies["who"] = "officer"
    assert client.get("/thu/truc").status_code == 303


def test_another_method_is_refused_with_those_that_are_allowed(client: Client) -> None:
    answer = client.post("/thu/rieng")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert client.head("/thu/mo").status_code == 200


def test_the_method_is_looked_at_before_the_person(client: Client) -> None:
    assert client.delete("/thu/truc").status_code == 405


def test_addresses_are_made_from_names_with_a_colon_and_keep_the_query_that_is_given() -> None:
    assert url("thu:refusing", how="thieu") == "/thu/tu-choi/thieu"
    assert url("thu:open", {"q": "ổ gà", "trang": "", "tu": None}) == "/thu/mo?q=%E1%BB%95+g%C3%A0"


def test_who_says_who() -> None:
    assert [found.who for found in all_routes() if found.name == "thu:own"] == [SIGNED_IN]


@pytest.mark.asvs("1.2.2")
def test_what_goes_into_an_address_stays_one_part_of_it_and_leads_nowhere_else() -> None:
    made = url("thu:open", {"q": "a&b=c#d /?%", "tiep": "javascript:alert(1)"})
    assert made.partition("?")[2] == "q=a%26b%3Dc%23d+%2F%3F%25&tiep=javascript%3Aalert%281%29"
    for elsewhere in (
        "javascript:alert(1)",
        "data:text/html,x",
        "https://evil.example",
        "//evil.example",
        "/\n/x",
    ):
        assert own_address(elsewhere) == "/"
