"""A draft is tried with a made-up case, and played against real ones: nothing of either reaches the cases."""

import re

from cuudinh.engines.cases.commands import studio, studio_replays
from cuudinh.engines.cases.models import Case, Event
from cuudinh.engines.cases.queries import studio_replays as replays
from cuudinh.journal import clerk
from cuudinh.kernel import clock
from tests.dossiers.hall import at
from tests.studio.workshop import FILE, Workshop, browser_of


def _carried(body: str) -> dict[str, str]:
    """Give what the form of a page carries."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', body)
    return {name: value.replace("&#34;", '"') for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_made_up_case_is_led_through_a_draft_and_nothing_is_stored(shop: Workshop) -> None:
    number = shop.draft()
    desk, address = browser_of("designer"), f"/lam-viec/dich-vu/ban-thao/{number}/thu"
    shown = desk.get(address).content.decode()
    assert "Mới nộp" in shown
    shown = desk.post(address, {**_carried(shown), "step": "receive|owner.officer"}).content.decode()
    assert '<h2 id="try-state">Đã tiếp nhận' in shown
    assert "07/12/2026 08:00" in shown
    later = desk.post(address, {**_carried(shown), "to": "2026-12-14T08:00"}).content.decode()
    assert "quá hạn" in later
    assert "Nhắc theo thời hạn" in later
    refused = desk.post(address, {**_carried(later), "step": "deliver|owner.officer"}).content.decode()
    assert "Không thực hiện được" in refused
    assert "quá hạn" in refused
    assert not Case.objects.exists()


def test_last_months_cases_are_played_against_a_draft(shop: Workshop) -> None:
    hall = shop.hall
    quick, slow = hall.file(), hall.file(by="neighbour")
    for number in (quick, slow):
        hall.act("officer", number, "receive")
        hall.act("officer", number, "accept")
    before = list(Event.objects.order_by("pk").values_list("pk", "facts"))
    draft = shop.draft()
    days = 'since: "2025-07-01", value: {working_days: %s}'
    text = shop.text(draft).replace(days % 5, days % 3, 1)
    studio.save_draft_texts(shop["designer"], draft_id=draft, texts={FILE: text}, may_be_faulty=True)
    with clock.frozen(at("2026-12-09 16:00")):
        studio_replays.ask_replay(shop["designer"], draft_id=draft, days=31)
        clerk.run_until_idle()
        found = replays.last_replay(shop["approver"], draft)
    assert found is not None
    assert (found.is_over, found.done, found.total) == (True, 2, 2)
    assert found.counts["deadline"] == 2
    assert found.counts["late"] == 2
    assert [one.number for one in found.cases] == sorted([quick, slow])
    assert list(Event.objects.order_by("pk").values_list("pk", "facts"))[: len(before)] == before
    page = browser_of("approver").get(f"/lam-viec/dich-vu/ban-thao/{draft}/chay-lai").content.decode()
    assert quick in page
    assert "hạn trả khác đi" in page
