"""Known weaknesses of the libraries that are installed, as pip-audit tells them; what cannot be asked is said."""

import json
import subprocess

from steps import VENV_PYTHON, say

_SECONDS_MOST = 300


def are_known() -> bool:
    """Say which libraries have known weaknesses; without an answer from the registry, that nobody was asked."""
    command = [str(VENV_PYTHON), "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run(
            [*command, "--skip-editable"], capture_output=True, text=True, check=False, timeout=_SECONDS_MOST
        )
        told = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        say("Skipped: pip-audit is not there, or its registry does not answer")
        return False
    asked = [one for one in told if "vulns" in one]
    if not asked:
        say("Skipped: the registry knows none of the libraries, so nothing could be asked")
    weak = [f"{one['name']} {one['version']}: {fault['id']}" for one in asked for fault in one["vulns"]]
    for line in weak:
        say(line)
    return bool(weak)
