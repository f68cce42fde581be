"""The page and the server read the same conditions alike: one table through both, and a whole form through both."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cuudinh.packs.conditions import Formula

NODE = shutil.which("node")
ROOT = Path(__file__).resolve().parents[5]
CEL = ROOT / "node_modules" / "@marcbachmann" / "cel-js" / "lib" / "index.js"
RULES = Path(__file__).resolve().parents[1] / "static" / "portal" / "js" / "form-rules.js"
pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(
        not NODE or not CEL.is_file(), reason="Node or the CEL of the page is not installed: make setup"
    ),
]
FACTS = {
    "topic": "o-ga",
    "today": "2026-11-28",
    "ages": {"born": 17.0},
    "answers": {
        "area": 2.5,
        "count": 10.0,
        "name": "Hoa",
        "empty": "",
        "married": False,
        "kinds": ["a", "b"],
        "none": [],
        "person": {"name": "Hoa", "birth": ""},
        "children": [{"fee": 1.0}, {"fee": 2.0}],
        "day": "1990-12-31",
    },
}
TEXTS = (
    "answers.area > 2 && answers.area <= 2.5",
    "answers.area * 2.0 + 1.0",
    "answers.count - answers.area",
    "-answers.area",
    "answers.count == 10",
    "10.0 == answers.count",
    "answers.married || !answers.married",
    "answers.married ? 1.0 : 2.0",
    "'a' in answers.kinds",
    "answers.name in ['Hoa', 'Lan']",
    "size(answers.kinds) == 2 && size(answers.none) == 0",
    "double(size(answers.children)) * 1000.0",
    "size(answers.name)",
    "answers.name.startsWith('H') && answers.name.endsWith('a') && answers.name.contains('o')",
    "answers.name + ' ' + topic",
    "answers.person.name != '' && answers.person.birth == ''",
    "ages.born < 18 && today < '2027-01-01'",
    "answers.day < '1991-01-01'",
    "answers.empty == ''",
    "int(answers.area) == 2",
)


LIVE = {
    "today": "2026-11-28",
    "topic": "hoc-phi",
    "topic_question": "",
    "answers": {"born": "", "minor": False, "rows": [], "total": 0.0, "poor": False, "code": ""},
    "questions": [
        {"id": "born", "type": "date"},
        {"id": "minor", "type": "calculated", "result": "flag", "value": "ages.born < 18"},
        {"id": "rows", "type": "group", "repeats": True, "parts": [{"id": "fee", "type": "money"}]},
        {"id": "total", "type": "calculated", "result": "money", "total": "rows.fee"},
        {"id": "poor", "type": "yes_no"},
        {
            "id": "code",
            "type": "text",
            "show": "answers.poor && answers.total > 100",
            "needed": "answers.poor",
        },
    ],
}


def _in_node(folder: Path, script: str, given: Any) -> Any:
    made = folder / "run.mjs"
    made.write_text(script, "utf-8")
    done = subprocess.run(
        [str(NODE), str(made)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_expression_gives_the_same_on_the_page(tmp_path: Path) -> None:
    script = f"""
import {{ readFileSync }} from "node:fs";
import {{ Environment }} from {json.dumps(CEL.as_uri())};
const given = JSON.parse(readFileSync(0, "utf8"));
const cel = new Environment({{ unlistedVariablesAreDyn: true }});
const plain = (value) => (typeof value === "bigint" ? Number(value) : value);
console.log(JSON.stringify(given.texts.map((text) => plain(cel.parse(text)(given.facts)))));
"""
    on_the_page = _in_node(tmp_path, script, {"texts": TEXTS, "facts": FACTS})
    on_the_server = [Formula(text).value(FACTS) for text in TEXTS]
    assert dict(zip(TEXTS, on_the_page, strict=True)) == dict(zip(TEXTS, on_the_server, strict=True))


def test_the_page_shows_and_sums_what_the_server_does(tmp_path: Path) -> None:
    vendor = tmp_path / "vendor" / "cel"
    shutil.copytree(CEL.parent, vendor)
    rules = tmp_path / "portal" / "js" / "form-rules.mjs"
    rules.parent.mkdir(parents=True)
    rules.write_text(RULES.read_text("utf-8"), "utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', "utf-8")
    script = f"""
import {{ readFileSync }} from "node:fs";
import {{ Rules }} from {json.dumps(rules.as_uri())};
const {{ live, given }} = JSON.parse(readFileSync(0, "utf8"));
const rules = new Rules(live);
const told = {{}};
rules.pass((question) => given[question.id], (question, said) => (told[question.id] = said));
console.log(JSON.stringify(told));
"""
    given = {"born": "2008-11-28", "rows": [{"fee": 60}, {"fee": 50}], "poor": True}
    told = _in_node(tmp_path, script, {"live": LIVE, "given": given})
    assert told["minor"]["result"] is False
    assert told["total"]["result"] == 110
    assert told["code"] == {"shown": True, "needed": True}
    assert (
        _in_node(tmp_path, script, {"live": LIVE, "given": {**given, "rows": []}})["code"]["shown"] is False
    )
