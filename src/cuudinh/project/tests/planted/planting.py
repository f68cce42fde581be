"""One planted fault: its name, where which words become which others, and what has to be said."""

from dataclasses import dataclass

SERVICE = "services/bao-hong/service.yaml"
TOPICS = "services/bao-hong/topics.yaml"
EXAMPLES = "services/bao-hong/examples.yaml"
PERMIT = "services/dat-ban-ghe/service.yaml"
OFFERED = "services/offered.yaml"
FLOW = "flows/mot-cua.yaml"


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault: in a file the first `old` becomes `new`; one of the faults found says `told`."""

    name: str
    path: str
    old: str
    new: str
    told: str


def planted(path: str, *rows: tuple[str, str, str, str]) -> tuple[Planted, ...]:
    """Give the faults of one file: name, old words, new words, what is told."""
    return tuple(Planted(name, path, old, new, told) for name, old, new, told in rows)
