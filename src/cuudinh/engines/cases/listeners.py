"""After the act, out of the request: people are told, the search index follows.

What a notice says is made of the case and of the words of its act; whom it goes to stands in `notices`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from cuudinh.engines.cases import definitions, notices
from cuudinh.engines.cases.commands.releasing import release_later
from cuudinh.engines.cases.drafts import throw_away
from cuudinh.engines.cases.models import Case, Event, FormDraft, KnownAnswer, Party, PrivateText
from cuudinh.engines.cases.notices import News
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.shapes import TellShape
from cuudinh.engines.cases.shapes_deadlines import StageLate
from cuudinh.engines.cases.types import CaseFiled, CaseMoved, DeadlinePassed
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import PersonForgotten, SeatEnded
from cuudinh.engines.places import queries as places
from cuudinh.journal import outbox, search
from cuudinh.journal.prepared import Prepared

PUBLIC_INDEX = "case-public"
OFFICE_INDEX = "case-office"
# The columns that decide what is found and by whom, and the acts that change words: those the history leaves
# out, so that what was covered lives on neither there nor in the index.
SEARCHED = frozenset({"unit_id", "topic", "is_public"})
REWORDING = frozenset({"resolve", "approve", "correct", "redact"})


# Who is told of a stage when the service does not say, by whom the clock runs against.
_ANSWERS_FOR: Final[Mapping[str, tuple[str, ...]]] = {"office": ("owner.head",)}
_CENTRE: Final = ("dispatcher", "supervisor")


@outbox.listener(CaseFiled, "cases.tell-filed")
def tell_filed(event: CaseFiled) -> None:
    """Tell those whom the service names that the case was filed."""
    news = notices.news(event.case_id, 1)
    notices.tell(news, news.service.shape.filed)


@outbox.listener(CaseMoved, "cases.tell-moved")
def tell_moved(event: CaseMoved) -> None:
    """Tell those whom the act names, and those whom the level of a rating names."""
    if event.act in notices.UNTOLD:
        return
    news = notices.news(event.case_id, event.seq)
    act = news.service.act(event.from_state, event.act)
    if act is not None:
        notices.tell(news, [*act.tell, *_told_of_rating(news, event.act)])


def _told_of_rating(news: News, act: str) -> list[TellShape]:
    rating = news.service.shape.rating
    levels = rating.levels if rating is not None and act == "rate" else []
    return [one for level in levels if level.id == news.facts.get("rating") for one in level.tell]


@outbox.listener(DeadlinePassed, "cases.tell-deadline")
def tell_deadline(event: DeadlinePassed) -> None:
    """Tell those who answer for what is late, if it still is; where there is nobody yet, the centre."""
    news = notices.news(event.case_id, event.seq)
    if news.is_done:
        return
    told = _told_of_deadline(news, event.step)
    if told and not notices.tell(news, told):
        notices.tell(news, [TellShape(who=who, message=told[0].message) for who in _CENTRE])


def _told_of_deadline(news: News, step: str) -> list[TellShape]:
    shape = news.service.shape
    if step == "task":
        return list(shape.joint.late) if shape.joint is not None else []
    if step == "stage":
        return _told_of_stage(news, shape.deadlines.stage_late)
    if step.startswith("warn:"):
        act = news.service.act(news.to_state, step.removeprefix("warn:"))
        return list(act.by_rule.tell) if act is not None and act.by_rule is not None else []
    reached = shape.deadlines.ladder[int(step)]
    return [TellShape(who=who, message=reached.message) for who in reached.tell]


def _told_of_stage(news: News, late: StageLate | None) -> list[TellShape]:
    if late is None:
        return []
    side = news.service.state(news.to_state).clock
    told = late.tell.get(news.to_state) or _ANSWERS_FOR.get(side, _CENTRE)
    return [TellShape(who=who, message=late.message) for who in told]


@outbox.listener(CaseFiled, "cases.index-filed")
def index_filed(event: CaseFiled) -> None:
    """Make a new case findable for offices."""
    _index(event.case_id)


@outbox.listener(CaseMoved, "cases.index-moved")
def index_moved(event: CaseMoved) -> None:
    """Keep what can be found in step with what may be read; most acts change neither."""
    if event.act in notices.UNTOLD:
        return
    ((facts,),) = _FACTS.run(case_id=event.case_id, seq=event.seq)
    if event.act in REWORDING or SEARCHED.intersection(facts.get("set", ())):
        _index(event.case_id)


@outbox.listener(SeatEnded, "cases.release")
def release_work(event: SeatEnded) -> None:
    """See to it that nobody who left a seat goes on holding its cases by name."""
    release_later(event.account_id, date.fromisoformat(event.last_day), event.heir_account_id)


_FACTS: Final = Prepared(
    "cases.facts-of-event",
    lambda case_id, seq: Event.objects.filter(case_id=case_id, seq=seq).values_list("facts"),
    takes={"case_id": int, "seq": int},
    sample={"case_id": 1, "seq": 1},
)
_INDEXED: Final = Prepared(
    "cases.indexed",
    lambda case_id: Case.objects.filter(pk=case_id).values_list(
        "service_id", "version", "topic", "unit_id", "is_public", "number", "title", "text", "place", "answer"
    ),
    takes={"case_id": int},
    sample={"case_id": 1},
)


def _index(case_id: int) -> None:
    ((service_id, version, topic_id, unit_id, is_public, *said, answer),) = _INDEXED.run(case_id=case_id)
    topic = definitions.service(service_id, version).topics[topic_id]
    unit = places.unit_by_id(unit_id).name() if unit_id is not None else ""
    public = " ".join([*said, unit, words(topic.title, "vi"), *topic.words])
    search.put(OFFICE_INDEX, case_id, f"{public} {answer}")
    if is_public:
        search.put(PUBLIC_INDEX, case_id, public)
    else:
        search.drop(PUBLIC_INDEX, case_id)


@outbox.listener(PersonForgotten, "cases.forget-person")
def forget_person(event: PersonForgotten) -> None:
    """Drop of somebody who was erased the words as they were written, forms not sent and what was remembered."""
    reported = Party.objects.filter(account_id__in=identity.accounts_forgotten(event.request))
    PrivateText.objects.filter(case_id__in=reported.values("case_id")).delete()
    forgotten = list(identity.accounts_forgotten(event.request))
    throw_away(list(FormDraft.objects.filter(account_id__in=forgotten).values_list("pk", flat=True)))
    KnownAnswer.objects.filter(account_id__in=forgotten).delete()
