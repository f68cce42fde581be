"""The way in: `make run`, `make test` and `make check` all start here, on any Python that can be found.

Only the standard library is used, and this first file is written so that an old Python can read it and
hand over to a newer one; the work is in `steps.py`, `postgres.py` and `runs.py` beside it.
"""

import os
import shutil
import sys

OLDEST = (3, 11)
NEWER_NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main() -> int:
    """Find a Python that is new enough, then do what was asked."""
    if sys.version_info[:2] < OLDEST:
        for name in NEWER_NAMES:
            found = shutil.which(name)
            if found:
                os.execv(found, [found, *sys.argv])
        newer = "brew install python@3.13" if sys.platform == "darwin" else "apt-get install python3.11-venv"
        sys.stderr.write(
            f"✗ Python {sys.version.split()[0]} is too old and no newer one was found. Install Python 3.11 "
            f"or newer, for example: {newer}\n"
        )
        return 1
    sys.path.insert(0, os.path.join(ROOT, "src"))
    import runs

    return runs.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
