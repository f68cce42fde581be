"""A form of 200 questions: what reading it costs the server, and what one change costs a slow phone."""

import json
import statistics
import threading
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import expect, sync_playwright

from bench.measuring import Row, cpu_us, most_row
from bench.store import Store
from cuudinh.engines.cases.queries.forms import live_of
from cuudinh.packs.forms.form import Form, compiled_form
from cuudinh.packs.forms.reading import Surroundings, read_form
from cuudinh.packs.forms.shapes import QuestionShape

QUESTIONS = 200
DAY = date(2026, 11, 28)
ROOT = Path(__file__).parents[1]
JS = ROOT / "src" / "cuudinh" / "sites" / "portal" / "static" / "portal" / "js"
CEL = ROOT / "node_modules" / "@marcbachmann" / "cel-js" / "lib"
CHROMIUM = "/usr/bin/chromium"
# A phone of the cheapest kind is taken for six times as slow as this machine.
THROTTLE = 6
CHANGES = 40
_CHANGE = """async (name) => {
  const field = document.querySelector(`[name="${name}"]`);
  field.value = String(Number(field.value || 0) + 1);
  const began = performance.now();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  document.body.offsetHeight;
  return performance.now() - began;
}"""


def _asked() -> list[dict[str, Any]]:
    """Give 200 questions: every second is shown by a condition on an earlier one, every tenth is calculated."""
    label = {"vi": "Câu hỏi", "en": "Question"}
    made: list[dict[str, Any]] = []
    for number in range(QUESTIONS):
        one: dict[str, Any] = {"id": f"q{number}", "type": "number", "label": label}
        if number and number % 10 == 0:
            one |= {"type": "calculated", "value": f"answers.q{number - 1} + answers.q{number - 9} * 2.0"}
        elif number % 2:
            one["show_if"] = f"answers.q{number - 1} >= 0 && answers.q0 < 100000"
        made.append(one)
    return made


def _form() -> Form:
    return compiled_form([QuestionShape.model_validate(one) for one in _asked()])


def long_form(_: Store) -> Row:
    """Read a form of 200 answers on the server, in CPU time."""
    form = _form()
    given = {one.id: 1 for one in form.questions if one.type == "number"}
    around = Surroundings(today=DAY)
    assert not read_form(form, given, around).faults
    ms = min(cpu_us(lambda: read_form(form, given, around), 10) for _ in range(5)) / 1000
    return most_row("form-read", "a form of 200 questions, read", ms, "ms CPU", most=8.0, against="")


def form_change(_: Store) -> Row:
    """Change one answer of a form of 200 questions in Chromium, slowed down six times; wall time of the page."""
    times = _on_a_phone()
    ms = statistics.quantiles(times, n=20)[18]
    against = f"median {statistics.median(times):.1f} ms, slowed down {THROTTLE} times"
    return most_row("form-change", "a change in a form of 200", ms, "ms", most=50.0, against=against)


def _on_a_phone() -> list[float]:
    with TemporaryDirectory(prefix="forms-") as folder, sync_playwright() as driver:
        address = _serve(Path(folder))
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(address)
        expect(page.locator("[data-question=q199]")).to_be_visible()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
        page.evaluate(_CHANGE, "q0")
        times = [page.evaluate(_CHANGE, f"q{(number * 2) % 10}") for number in range(CHANGES)]
        browser.close()
    return times


def _serve(folder: Path) -> str:
    """Serve the very modules of the page, with a form made of the same parts, and give the address."""
    for name, source in {"portal/js": JS, "vendor/cel": CEL}.items():
        (folder / name).mkdir(parents=True)
        for module in source.glob("*.js"):
            (folder / name / module.name).write_bytes(module.read_bytes())
    (folder / "index.html").write_text(_page(), "utf-8")
    handler = partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/index.html"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of every file."""


def _page() -> str:
    form = _form()
    live = live_of(form, read_form(form, {}, Surroundings(today=DAY)), DAY)
    fields = "".join(
        f'<div class="question" data-question="{one.id}"><div class="field"><label class="field-label" '
        f'for="f-{one.id}">{one.id} <span class="field-optional">–</span></label>'
        + (
            f'<output id="f-{one.id}" data-result></output>'
            if one.type == "calculated"
            else f'<input class="field-control" id="f-{one.id}" name="{one.id}">'
        )
        + "</div></div>"
        for one in form.questions
    )
    return (
        f'<!doctype html><html lang="vi"><style>.question[data-hidden]{{display:none}}</style>'
        f"<form data-form>{fields}</form>"
        f'<script type="application/json" id="form-live">{json.dumps(live)}</script>'
        f'<script type="module" src="portal/js/form.js"></script>'
    )


FILLING = {"form-read": long_form, "form-change": form_change}
