"""The living page in a real browser: no fault of access, no complaint, nothing wider than the screen."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

ROOT = Path(__file__).parents[4]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VENDOR = ROOT / "var" / "static-src" / "vendor"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (AXE.exists() and VENDOR.is_dir()), reason="third-party files are not installed: make setup"
    ),
]


class Visits:
    """Opens the living page as asked, and keeps what the browser complained about."""

    def __init__(self, browser: "Browser", site: str) -> None:
        self._browser = browser
        self._site = site
        self._opened: list[Any] = []
        self.complaints: list[str] = []

    def __call__(self, width: int = 390, **options: Any) -> "Page":
        """Open the page and wait until its parts are ready."""
        visitor = self._browser.new_context(
            viewport={"width": width, "height": 844}, locale="vi-VN", reduced_motion="reduce", **options
        )
        self._opened.append(visitor)
        page = visitor.new_page()
        page.on("console", self._keep_if_error)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(f"{self._site}/mau")
        if options.get("java_script_enabled", True):
            for part in (".map-point", ".chart-ground canvas", "[data-place-picker] .map-unit"):
                page.wait_for_selector(part)
        return page

    def _keep_if_error(self, said: "ConsoleMessage") -> None:
        if said.type == "error":
            self.complaints.append(said.text)

    def close(self) -> None:
        for visitor in self._opened:
            visitor.close()


@pytest.fixture
def visit(browser: "Browser", live_server: Any) -> Iterator[Visits]:
    visits = Visits(browser, live_server.url)
    yield visits
    visits.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_no_fault_of_access_and_no_complaint(visit: Visits, width: int, scheme: str) -> None:
    visit(width, color_scheme=scheme)
    assert visit.complaints == []
    page = visit(width, color_scheme=scheme, bypass_csp=True)
    page.add_script_tag(path=str(AXE))
    faults = page.evaluate(
        "async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html)])"
    )
    assert faults == []


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_is_wider_than_the_screen(visit: Visits, width: int) -> None:
    page = visit(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_every_part_can_still_be_used(visit: Visits) -> None:
    page = visit(java_script_enabled=False)
    assert page.locator("input[type=file]").is_visible()
    assert page.locator("select[name='mau-vi-tri.unit']").is_visible()
    assert page.locator(".chart table").is_visible()
    assert page.locator("[data-map-list] .case-card").count() == 4
    assert not page.locator("[data-live-part]").first.is_visible()


def test_a_point_on_the_map_chooses_its_commune(visit: Visits) -> None:
    page = visit()
    page.locator("[data-place-picker] .map-unit").nth(3).click()
    assert page.locator("select[name='mau-vi-tri.unit']").input_value() == "mau-4"
    assert float(page.locator("input[name='mau-vi-tri.lat']").input_value()) == pytest.approx(
        16.475, abs=0.01
    )
    assert "Phường Chợ Mẫu" in page.locator("[data-found-words]").inner_text()


def test_a_large_photo_is_made_smaller_before_it_is_sent(visit: Visits, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (3000, 1500), "#7a8a6a").save(tmp_path / "anh.png")
    page = visit()
    page.locator("input[type=file]").set_input_files(tmp_path / "anh.png")
    page.wait_for_selector(".photo img")
    measured = page.evaluate(
        """async () => {
            const file = document.querySelector('[data-photos]').files[0];
            const drawn = await createImageBitmap(file);
            return [file.name, file.type, drawn.width, drawn.height];
        }"""
    )
    assert measured == ["anh.jpg", "image/jpeg", 1600, 800]
    page.locator(".photo-remove").click()
    assert page.evaluate("document.querySelector('[data-photos]').files.length") == 0


def test_a_draft_comes_back_with_its_words_place_and_photo(visit: Visits, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (800, 600), "#7a8a6a").save(tmp_path / "anh.png")
    page = visit()
    page.locator("[name='mau-mo-ta']").fill("Cột đèn nghiêng hẳn ra đường")
    page.locator("[data-place-picker] .map-unit").nth(1).click()
    page.locator("input[type=file]").set_input_files(tmp_path / "anh.png")
    page.wait_for_selector(".photo img")
    page.wait_for_timeout(700)
    page.reload()
    page.wait_for_selector(".photo img")
    page.wait_for_selector(".map-pin")
    assert page.locator("[name='mau-mo-ta']").input_value() == "Cột đèn nghiêng hẳn ra đường"
    assert page.locator("select[name='mau-vi-tri.unit']").input_value() == "mau-2"
    assert page.evaluate("document.querySelector('[data-photos]').files.length") == 1


def test_a_table_is_sorted_by_figures_as_offices_write_them(visit: Visits) -> None:
    page = visit(1440)
    table = page.locator(".table-part").last
    table.get_by_role("button", name="Quá hạn").click()
    assert table.locator("tbody td:last-child").all_inner_texts() == ["5", "9", "21", "38"]
    assert table.locator("th[aria-sort=ascending]").inner_text() == "Quá hạn"


def test_keys_walk_the_list_search_and_tell_about_themselves(visit: Visits) -> None:
    page = visit()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert "Đèn đường" in page.locator("[data-key-row][aria-current=true]").inner_text()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert "Phím tắt" in page.locator("dialog[open]").inner_text()


def test_areas_are_moved_with_the_keyboard_and_written_into_the_form(visit: Visits) -> None:
    page = visit()
    page.get_by_role("button", name="Vùng che 1").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Thêm vùng che").click()
    page.keyboard.press("Shift+ArrowDown")
    written = page.locator("[data-areas]").input_value()
    assert written == "[[0.6,0.34,0.1,0.18],[0.4,0.4,0.2,0.22]]"
    page.keyboard.press("Delete")
    assert page.locator("[data-areas]").input_value() == "[[0.6,0.34,0.1,0.18]]"


def test_the_chosen_theme_is_drawn_by_the_server_on_the_next_page(visit: Visits) -> None:
    page = visit(color_scheme="light")
    page.locator("[data-theme-switch]").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 19, 27)"
