"""Pictures for invented work: a small pool of drawn scenes, given to many cases without a second file."""

import io
import random
from collections.abc import Callable

from cuudinh.engines.cases.definitions import ServiceDefinition
from cuudinh.journal import jobs, pictures
from cuudinh.project.demonstration.drawing import draw_scene

SCENES_OF_EACH = 3
OPTIONAL_SHARE = 0.5


class Scenes:
    """Drawn scenes of a service's topics, before and after the work; `say` is told how many are drawn."""

    def __init__(self, service: ServiceDefinition, chance: random.Random) -> None:
        self._service = service
        self._chance = chance
        self._pool: dict[tuple[str, bool], list[int]] = {}

    def draw(self, kinds: tuple[bool, ...], say: Callable[[str, int, int], None]) -> None:
        """Draw the pool; `kinds` says whether scenes before (False) or after (True) the work are needed."""
        icons = sorted({topic.icon for topic in self._service.topics.values()})
        todo = [(icon, after) for icon in icons for after in kinds for _ in range(SCENES_OF_EACH)]
        for done, (icon, after) in enumerate(todo):
            drawn = draw_scene(icon, self._chance, is_after=after)
            picture = pictures.accept_picture(io.BytesIO(drawn), "image/jpeg")
            self._pool.setdefault((icon, after), []).append(picture.id)
            say("pictures", done, len(todo))
        while jobs.work(50):
            continue
        say("pictures", len(todo), len(todo))

    def before(self, topic: str, chance: random.Random) -> int:
        """Give a picture of what is to be mended."""
        return self._one(topic, chance, is_after=False)

    def choose_before(self, topic: str, chance: random.Random) -> int:
        """Give the scene itself that such a picture is made of (`pictures.again`)."""
        return chance.choice(self._pool[self._service.topics[topic].icon, False])

    def after(self, topic: str, chance: random.Random) -> tuple[int, ...]:
        """Give the pictures an office sends with its result; where they are optional, half send none."""
        if self._service.topics[topic].evidence == "optional" and chance.random() < OPTIONAL_SHARE:
            return ()
        return (self._one(topic, chance, is_after=True),)

    def _one(self, topic: str, chance: random.Random, *, is_after: bool) -> int:
        icon = self._service.topics[topic].icon
        return pictures.again(chance.choice(self._pool[icon, is_after])).id
