"""What a receipt proves: not only that something was filed, but what.

The log keeps two digests of a report as it was filed, one of its words, answers and pictures, one of its topic
and place, which an office may put right. They are salted by a secret of the installation and the number, so
that nobody who reads the log can guess a report from them. Whoever may read the words as they were written
can be told whether they still are what was filed.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.rules.standing import Standing
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.journal import keys

WORDS: Final = "filed"
PLACE: Final = "filed_place"


@dataclass(frozen=True, slots=True)
class Content:
    """What of a case was filed; `originals` holds word for word what is covered in the rest."""

    number: str
    topic: str
    text: str = field(repr=False)
    answers: Mapping[str, Any] = field(repr=False)
    unit_id: int | None
    place: str = field(repr=False)
    lat: float | None = field(repr=False)
    lon: float | None = field(repr=False)
    photos: Sequence[str]
    originals: Mapping[str, str] = field(repr=False)


def content_of(
    case: Standing | Case, photos: Sequence[str], originals: Mapping[str, str], own: Mapping[str, Any]
) -> Content:
    """Give what of a case was filed: the case itself, its pictures, its words as written, the answers under seal."""
    return Content(
        number=case.number,
        topic=case.topic,
        text=case.text,
        answers={**case.answers, **own},
        unit_id=case.unit_id,
        place=case.place,
        lat=case.lat,
        lon=case.lon,
        photos=photos,
        originals=originals,
    )


def digests(service: ServiceDefinition, content: Content) -> dict[str, str]:
    """Give what the line of the log keeps of what was filed."""
    main, asked = service.main_question, service.question_of_type("place")
    written = content.originals
    text = written.get(main.id, content.text) if main is not None else content.text
    place = written.get(asked.id, content.place) if asked is not None else content.place
    answers = {name: written.get(name, value) for name, value in content.answers.items()}
    salt = hmac.digest(keys.secret("cases-filed"), content.number.encode(), "sha256")
    return {
        WORDS: _digest(salt, [text, answers, list(content.photos)]),
        PLACE: _digest(salt, [content.topic, content.unit_id, place, content.lat, content.lon]),
    }


def _digest(salt: bytes, content: list[Any]) -> str:
    said = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(salt + said.encode()).hexdigest()
