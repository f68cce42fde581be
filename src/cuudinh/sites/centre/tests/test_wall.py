"""The wall: figures that agree with what happened, a ticket for the stream, and nothing of who looks or reports."""

import json
from datetime import datetime

from django.core import signing
from tests.desks import NAME, PHONE, Town, browser_of

from cuudinh.journal import clerk
from cuudinh.kernel import clock
from cuudinh.sites.centre.stream import TICKET_SALT

MUCH_LATER = datetime.fromisoformat("2026-12-21T08:00+07:00")


def test_the_snapshot_agrees_with_what_happened(town: Town) -> None:
    town.file()
    town.resolved()
    clerk.run_until_idle()
    told = json.loads(browser_of("leader").get("/trung-tam/man-hinh/du-lieu").content)
    wall = told["wall"]
    assert (wall["filed_today"], wall["resolved_today"], wall["open"]) == (2, 1, 1)
    assert (wall["awaiting_intake"], wall["on_time_month"], wall["on_time_share"]) == (1, 1, "100%")
    assert wall["good_share"] == "–"
    assert [one["number"] for one in wall["newest"]] == [point[3] for point in wall["points"]]
    assert signing.loads(told["ticket"], salt=TICKET_SALT) == {"language": "vi"}


def test_the_page_carries_the_figures_the_stream_and_links_to_lists(town: Town) -> None:
    number = town.file()
    answer = browser_of("leader").get("/trung-tam/man-hinh")
    text = answer.content.decode()
    assert 'data-theme="dark"' in text
    assert 'data-stream="http://testserver:8001/stream/wall"' in text
    assert "connect-src 'self' http://testserver:8001;" in answer["Content-Security-Policy"]
    assert f"/trung-tam/hang-doi/all?chon={number}" in text
    assert "Cán bộ leader" not in text
    assert '<form method="post" action="/dang-xuat">' in text


def test_nothing_of_who_reported_is_on_the_wall(town: Town) -> None:
    town.file()
    leader = browser_of("leader")
    seen = leader.get("/trung-tam/man-hinh").content + leader.get("/trung-tam/man-hinh/du-lieu").content
    assert NAME not in seen.decode()
    assert PHONE not in seen.decode()


def test_late_offices_lead_to_their_lists_by_their_codes(town: Town) -> None:
    town.accepted()
    with clock.frozen(MUCH_LATER):
        clerk.run_until_idle()
        wall = json.loads(browser_of("supervisor").get("/trung-tam/man-hinh/du-lieu").content)["wall"]
    assert [(one["code"], one["overdue"]) for one in wall["late_by_office"]] == [("duong-an", 1)]
    assert wall["overdue"] == 1


def test_officers_do_not_see_the_wall(town: Town) -> None:
    assert browser_of("an.officer").get("/trung-tam/man-hinh").status_code == 403
    assert browser_of("an.officer").get("/trung-tam/man-hinh/du-lieu").status_code == 403
