"""The process of a simulation: an installation of its own in a folder that goes away, named by the environment.

Started by `cuudinh simulate`, never inside an installation: it makes tables, people and cases by the hundred.
"""

import json
import logging
import sys
from contextlib import closing
from pathlib import Path

import django


def main() -> int:
    """Play the seeds that are asked for as JSON; 1 at the first violation."""
    asked = json.loads(sys.argv[1])
    django.setup()
    # What the platform says to its operator is no news here: faults are made on purpose.
    logging.disable(logging.CRITICAL)
    # These import models, which can be imported only after the line above.
    from cuudinh.project.simulation import stage, witnessing
    from cuudinh.project.simulation.running import run_all
    from cuudinh.project.simulation.telling import Teller

    witnessing.begin()
    folder = Path(asked["folder"])
    teller = Teller(total=len(asked["seeds"]), shows_trail=asked["shows_trail"])
    cast = stage.set_up(Path(asked["packs"]))
    reports = run_all(asked["seeds"], cast, folder=folder, processes=asked["processes"], steps=asked["steps"])
    with teller, closing(reports):
        for report in reports:
            teller.tell(report)
            if report.violation:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
