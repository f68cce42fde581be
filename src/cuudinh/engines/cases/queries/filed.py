"""What the reporter alone reads of a report: their own words, and whether it still is what they filed."""

from cuudinh.engines.cases import filed
from cuudinh.engines.cases.models import Attachment, Case
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.store import PHOTOS_PER_EVENT, open_answers, open_words
from cuudinh.engines.cases.types import AsFiled
from cuudinh.journal import receipts


def own_text(case: Case, service: ServiceDefinition) -> str:
    """Give the report in its writer's own words, with nothing covered."""
    main = service.main_question
    return dict(open_words(case.id)).get(main.id if main is not None else "", case.text)


def as_filed(case: Case, service: ServiceDefinition, receipt: str) -> AsFiled | None:
    """Say whether a report still is what the line of its receipt says; nothing when the line says nothing."""
    said = receipts.facts_of(receipt)
    if filed.WORDS not in said:
        return None
    names = Attachment.objects.filter(case=case, position__lt=2 * PHOTOS_PER_EVENT).order_by("position")
    photos = tuple(names.values_list("name", flat=True))
    content = filed.content_of(case, photos, dict(open_words(case.id)), open_answers(case.id))
    now = filed.digests(service, content)
    return AsFiled(now[filed.WORDS] == said[filed.WORDS], now[filed.PLACE] == said.get(filed.PLACE))
