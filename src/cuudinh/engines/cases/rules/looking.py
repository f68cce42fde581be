"""By which words a service is found, and how much each of them says of what it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from cuudinh.engines.cases.shapes import ServiceShape, TopicShape
from cuudinh.engines.cases.shapes_dossiers import DOSSIER
from cuudinh.engines.cases.shapes_offered import CatalogueShape
from cuudinh.kernel.finding import Entry

_TITLE, _KEYWORD, _TOPIC, _RESULT, _AROUND = 4.0, 3.0, 1.6, 1.5, 0.8

Around = Mapping[str, Sequence[str]]
NOTHING_AROUND: Final[Around] = {}


def around_of(catalogue: CatalogueShape) -> Around:
    """Give the words of each group and event of life, by its name."""
    return {
        one.id: [*one.title.values(), *chain.from_iterable(one.keywords.values())]
        for one in (*catalogue.groups, *catalogue.life_events)
    }


def entry_of(shape: ServiceShape, topics: Iterable[TopicShape], around: Around = NOTHING_AROUND) -> Entry:
    """Give a service as it is found: its title first, then its words, its topics, its result, what it belongs to."""
    return Entry(shape.service, tuple(_phrases(shape, topics, around)))


def _phrases(
    shape: ServiceShape, topics: Iterable[TopicShape], around: Around
) -> Iterator[tuple[str, float]]:
    weighed: list[tuple[Iterable[str], float]] = [
        (shape.title.values(), _TITLE),
        (chain.from_iterable(shape.keywords.values()), _KEYWORD),
        (shape.procedure.result.values() if shape.procedure is not None else (), _RESULT),
        (shape.summary.values(), _AROUND),
    ]
    # The one topic of a dossier is the dossier.
    for topic in topics if shape.kind != DOSSIER else ():
        weighed.append(((*topic.title.values(), *topic.words), _TOPIC))
    weighed += [(around.get(name, ()), _AROUND) for name in (shape.group or "", *shape.life_events)]
    for texts, weight in weighed:
        yield from ((text, weight) for text in texts)
