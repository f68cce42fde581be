"""Text in several languages, as packs give it."""

from collections.abc import Mapping

Words = Mapping[str, str]
