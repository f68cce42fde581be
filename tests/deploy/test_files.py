"""The files of `deploy/` say what the code says; where their own programs are on this machine, those agree."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from typer.main import get_command
from typer.testing import CliRunner

from cuudinh.journal import meters
from cuudinh.project import documenting
from cuudinh.project.console import app
from cuudinh.project.settings_declared import SETTINGS
from cuudinh.web import routes
from tests.guards.sources import ROOT

DEPLOY = ROOT / "deploy"
RULES = DEPLOY / "prometheus" / "cuudinh.rules.yml"
NGINX = (DEPLOY / "nginx" / "cuudinh.conf").read_text("utf-8")


def _settings(path: Path) -> dict[str, str]:
    lines = (line.lstrip("#") for line in path.read_text("utf-8").splitlines() if "CUUDINH_" in line)
    return dict(line.split("=", 1) for line in lines)


def test_settings_named_in_files_are_declared() -> None:
    declared = {f"CUUDINH_{one.name}" for one in SETTINGS} | {"CUUDINH_ROOT"}
    text = "".join(path.read_text("utf-8") for path in DEPLOY.rglob("*") if path.is_file())
    assert set(re.findall(r"\bCUUDINH_[A-Z_]*[A-Z]\b", text)) <= declared


def test_each_place_has_its_ports_in_settings_and_in_nginx() -> None:
    for place in "ab":
        port = int(_settings(DEPLOY / f"{place}.env")["CUUDINH_PORT"])
        upstream = (DEPLOY / "nginx" / f"cuudinh-{place}.conf").read_text("utf-8")
        assert re.findall(r"127\.0\.0\.1:(\d+)", upstream) == [str(port), str(port + 1)]


def test_nginx_lets_through_what_the_largest_route_takes_and_hides_the_figures() -> None:
    documenting.product_modules()
    most = max(one.body_bytes_most for one in routes.all_routes() if ".tests." not in one.view.__module__)
    found = re.search(r"client_max_body_size (\d+)m;", NGINX)
    assert found
    assert int(found[1]) * 1024 * 1024 == most
    assert "location = /metrics { return 404; }" in NGINX
    assert "X-Forwarded-For $remote_addr" in NGINX


def _expressions() -> Iterator[str]:
    for group in yaml.safe_load(RULES.read_text("utf-8"))["groups"]:
        yield from (rule["expr"] for rule in group["rules"])
    board = json.loads((DEPLOY / "grafana" / "cuudinh.json").read_text("utf-8"))
    yield from (target["expr"] for panel in board["panels"] for target in panel["targets"])


def test_rules_and_dashboard_ask_for_figures_that_are_given() -> None:
    documenting.product_modules()
    given = {one.name for one in meters.declared()}
    asked = {name for text in _expressions() for name in re.findall(r"\bcuudinh_\w+", text)}
    assert {re.sub(r"_(bucket|sum|count)$", "", name) for name in asked} <= given


def test_units_run_commands_that_exist() -> None:
    for unit in (DEPLOY / "systemd").glob("*.service"):
        (words,) = re.findall(r"^ExecStart=\S+/cuudinh (.+)$", unit.read_text("utf-8"), re.MULTILINE)
        first, *rest = words.split()
        assert first in get_command(app).commands, words  # type: ignore[attr-defined]
        told = CliRunner().invoke(app, [first, "--help"], env={"COLUMNS": "300"}).output
        assert all(word in told for word in rest), words


def _checked(*command: str) -> None:
    program = shutil.which(command[0])
    if program is None:
        pytest.skip(f"{command[0]} is not on this machine")
    done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_understands_the_rules_and_they_fire_when_they_should() -> None:
    _checked("promtool", "check", "rules", str(RULES))
    _checked("promtool", "test", "rules", str(RULES.with_name("cuudinh.rules.test.yml")))


def test_systemd_finds_every_unit_shut_in() -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine")
    for unit in (DEPLOY / "systemd").glob("*.service"):
        text = unit.read_text("utf-8") + (DEPLOY / "systemd/cuudinh-.service.d/sandbox.conf").read_text(
            "utf-8"
        )
        assert "ProtectSystem=strict" in text
        assert unit.name.startswith("cuudinh-"), "else the sandbox would not be its"
