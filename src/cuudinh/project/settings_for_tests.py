"""Settings of a test run: an own state folder that goes away, and the database the run asks for.

`CUUDINH_TEST_DB=postgres` runs the same tests on PostgreSQL; `CUUDINH_TEST_POSTGRES` gives the server's
address when it is not the one that `make test` starts. The installation's own `var` is never touched.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_POSTGRES_OF_MAKE_TEST = Path(__file__).resolve().parents[3] / "var" / "pg" / "address"


def _state_of_this_run() -> Path:
    """Give the folder of this process; parallel workers live beside each other in one that the first made."""
    kept = os.environ.get("CUUDINH_TEST_STATE")
    if not kept:
        kept = tempfile.mkdtemp(prefix="cuudinh-test-")
        os.environ["CUUDINH_TEST_STATE"] = kept
        atexit.register(shutil.rmtree, kept, ignore_errors=True)
    return Path(kept) / os.environ.get("PYTEST_XDIST_WORKER", "main")


def _postgres_address() -> str:
    given = os.environ.get("CUUDINH_TEST_POSTGRES", "")
    if not given and _POSTGRES_OF_MAKE_TEST.is_file():
        given = _POSTGRES_OF_MAKE_TEST.read_text("utf-8").strip()
    return given or "postgresql://postgres@127.0.0.1:5432/postgres"


_state = _state_of_this_run()
os.environ["CUUDINH_STATE"] = str(_state)
os.environ["CUUDINH_DATABASE"] = (
    _postgres_address() if os.environ.get("CUUDINH_TEST_DB") == "postgres" else ""
)
os.environ["CUUDINH_DURABILITY"] = "normal"
os.environ["CUUDINH_ALLOWED_HOSTS"] = "*"
# A browser test drives Playwright, whose loop runs in the thread of the test.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from cuudinh.project.settings import *  # noqa: E402, F403 - the environment above decides what is read
from cuudinh.project.settings import DATABASES, STORAGES  # noqa: E402

DATABASES["default"].setdefault("TEST", {})
if os.environ["CUUDINH_DATABASE"]:
    DATABASES["default"]["TEST"]["NAME"] = f"test_{_state.parent.name.replace('-', '_')}"
# Files are served from where they are written; a manifest of hashed names exists only after collecting.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
