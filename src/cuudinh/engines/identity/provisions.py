"""What the packs in force provide for personal data, signing in and delegating, kept until another is applied."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, TypeVar

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.models import Provision
from cuudinh.engines.identity.ports import working_calendar
from cuudinh.engines.identity.shapes_delegable import ActionShape
from cuudinh.engines.identity.shapes_privacy import (
    ConcealmentGround,
    ConsentText,
    IncidentsShape,
    LookShape,
    PurposeShape,
    RepresentativeShape,
    RetentionClass,
    RightShape,
)
from cuudinh.engines.identity.shapes_representation import RepresentationShape
from cuudinh.engines.identity.shapes_sign_in import SignInShape
from cuudinh.kernel import clock
from cuudinh.packs.grammar import Dated, Shape, SpanShape, value_on

AnyShape = TypeVar("AnyShape", bound=Shape)
Value = TypeVar("Value")
LOOK: Final = "look"
RIGHT: Final = "right"
PURPOSE: Final = "purpose"
RETENTION: Final = "retention"
REPRESENTATIVE: Final = "representative"
GROUND: Final = "ground"
INCIDENTS: Final = "incidents"
CALENDAR: Final = "calendar"
SIGN_IN: Final = "sign-in"
ACTION: Final = "action"
REPRESENTATION: Final = "representation"


@dataclass(frozen=True)
class Provisions:
    """Every provision in force by its name, in the order of the pack."""

    looks: Mapping[str, LookShape] = field(default_factory=dict)
    rights: Mapping[str, RightShape] = field(default_factory=dict)
    purposes: Mapping[str, PurposeShape] = field(default_factory=dict)
    retention: Mapping[str, RetentionClass] = field(default_factory=dict)
    grounds: Mapping[str, ConcealmentGround] = field(default_factory=dict)
    representatives: Mapping[str, RepresentativeShape] = field(default_factory=dict)
    incidents: IncidentsShape | None = None
    calendar: str = ""
    remind_hours: Sequence[Dated[int]] = ()
    sign_in: SignInShape | None = None
    actions: Mapping[str, ActionShape] = field(default_factory=dict)
    representation: RepresentationShape | None = None


def current() -> Provisions:
    """Give the provisions in force; a change is seen as soon as one of offices is."""
    return _at(snapshot.current().token)


@lru_cache(maxsize=2)
def _at(_token: str) -> Provisions:
    clocks = Provision.objects.filter(kind=CALENDAR).first()
    return Provisions(
        looks=_of(LOOK, LookShape),
        rights=_of(RIGHT, RightShape),
        purposes=_of(PURPOSE, PurposeShape),
        retention=_of(RETENTION, RetentionClass),
        grounds=_of(GROUND, ConcealmentGround),
        representatives=_of(REPRESENTATIVE, RepresentativeShape),
        incidents=next(iter(_of(INCIDENTS, IncidentsShape).values()), None),
        calendar=clocks.name if clocks is not None else "",
        remind_hours=_reminding(clocks.body) if clocks is not None else (),
        sign_in=next(iter(_of(SIGN_IN, SignInShape).values()), None),
        actions=_of(ACTION, ActionShape),
        representation=next(iter(_of(REPRESENTATION, RepresentationShape).values()), None),
    )


def _of(kind: str, shape: type[AnyShape]) -> dict[str, AnyShape]:
    rows = Provision.objects.filter(kind=kind).order_by("position").values_list("name", "body")
    return {name: shape.model_validate_json(json.dumps(body)) for name, body in rows}


def _reminding(body: Mapping[str, Any]) -> Sequence[Dated[int]]:
    """Give the dated hours that stand with the calendar; none where a pack was applied before there were any."""
    return [Dated[int].model_validate(row) for row in body.get("remind_hours", ())]


def value_today(rows: Sequence[Dated[Value]]) -> Value:
    """Give the value of dated rows in force today; the check of a pack sees to it that there is one."""
    found = value_on(rows, snapshot.today())
    assert found is not None, "a value is in force today"
    return found.value


def due_after(rows: Sequence[Dated[SpanShape]], start: datetime) -> datetime:
    """Give when a span in force today is over, in the calendar of the office that answers."""
    return working_calendar(current().calendar).add(start, value_today(rows).span())


def in_language(words: Mapping[str, str], language: str) -> str:
    """Give a text of the pack in a language, else in whichever it has."""
    return words.get(language) or next(iter(words.values()))


def wording_of(purpose: PurposeShape, day: date) -> ConsentText:
    """Give the wording of a purpose in force on a day, else the first one."""
    begun = [one for one in purpose.wordings if one.since <= day.isoformat()]
    return max(begun or purpose.wordings[:1], key=lambda one: one.since)


def digest_of(purpose: PurposeShape, wording: ConsentText) -> str:
    """Give the digest of the very words, and of the data they speak of, that somebody agrees to."""
    text = json.dumps(wording_body(purpose, wording), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def wording_body(purpose: PurposeShape, wording: ConsentText) -> dict[str, Any]:
    """Give what somebody agrees to, as it is kept: the purpose, the data and the words."""
    return {"purpose": purpose.id, "uses": list(purpose.uses), "text": dict(wording.text)}


def limits() -> dict[str, datetime]:
    """Give before which moment each class is over; what the law keeps for good is not among it."""
    found = {name: value_today(shape.days) for name, shape in current().retention.items()}
    return {name: clock.now() - timedelta(days=days) for name, days in found.items() if days > 0}
