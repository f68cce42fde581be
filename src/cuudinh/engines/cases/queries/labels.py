"""The words of a service for its readers, each looked up once: topics, states and flags of a list say the same."""

from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from django.utils import translation

from cuudinh.engines.cases.rules.flags import flag_names
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.types import FlagView


@lru_cache
def phrases(language: str) -> Callable[[str], str]:
    """Give what gives a sentence of ours in a language, each looked up once."""

    def in_language(sentence: str) -> str:
        with translation.override(language):
            return translation.gettext(sentence)

    return lru_cache(maxsize=1_024)(in_language)


class Labels:
    """What one version of a service says in one language to the public or to offices."""

    def __init__(self, service: ServiceDefinition, language: str, *, is_public: bool) -> None:
        self.service = service
        self._language = language
        self.is_public = is_public
        self._topics: dict[str, tuple[str, str]] = {}
        self._states: dict[tuple[str, int], str] = {}
        self._flags: dict[int, tuple[FlagView, ...]] = {}

    def topic(self, topic: str) -> tuple[str, str]:
        """Give the title of a topic, and its icon."""
        said = self._topics.get(topic)
        if said is None:
            shape = self.service.topics[topic]
            said = self._topics[topic] = (words(shape.title, self._language), shape.icon)
        return said

    def title(self, title: str, topic: str) -> str:
        """Give the title of a case; one that was taken from its topic, in the language of the reader."""
        return self.topic(topic)[0] if title in self.service.topics[topic].title.values() else title

    def state(self, state: str, flags: int) -> str:
        """Give the word for a state; for offices a flag such as "returned" may take its place."""
        key = state, 0 if self.is_public else flags
        said = self._states.get(key)
        if said is None:
            said = self._states[key] = self._state(*key)
        return said

    def _state(self, state: str, flags: int) -> str:
        on_label = self._flag_on_label(flag_names(flags))
        if on_label is not None:
            return words(self.service.shape.flags[on_label].label, self._language)
        shape = self.service.shape.states[state]
        shown = shape.public if self.is_public and shape.public else shape.label
        return words(shown, self._language)

    def _flag_on_label(self, names: frozenset[str]) -> str | None:
        """Give the flag whose words stand in the place of the state's, the first that the service declares."""
        flags = () if self.is_public else self.service.shape.flags.items()
        return next((name for name, shape in flags if shape.on_label and name in names), None)

    def flags(self, flags: int) -> tuple[FlagView, ...]:
        """Give the flags that the reader may see, in the order the service declares them."""
        said = self._flags.get(flags)
        if said is None:
            said = self._flags[flags] = self._views(flag_names(flags))
        return said

    def _views(self, names: frozenset[str]) -> tuple[FlagView, ...]:
        shape_of_service = self.service.shape
        reached = [step.flag for step in shape_of_service.deadlines.ladder if step.flag in names]
        said: dict[str | None, Literal["state", "ladder"]] = {
            **dict.fromkeys(reached[:-1], "ladder"),
            self._flag_on_label(names): "state",
        }
        return tuple(
            FlagView(name, words(shape.label, self._language), shape.tone, said.get(name, ""))
            for name, shape in shape_of_service.flags.items()
            if name in names and (shape.public or not self.is_public)
        )


_kept: dict[tuple[str, int, str, bool], Labels] = {}


def labels_for(service: ServiceDefinition, language: str, *, is_public: bool) -> Labels:
    """Give the words of a service; they are kept until its definition is compiled anew."""
    key = service.id, service.version, language, is_public
    found = _kept.get(key)
    if found is None or found.service is not service:
        found = _kept[key] = Labels(service, language, is_public=is_public)
    return found
