"""What somebody has here already: results given to them, and papers they handed in that a desk took in as complete.

Only what is the actor's own, of dossiers they filed themselves. Nothing is copied anywhere for it: a paper is taken
again by its person alone, for one form (`commands.reuse_paper`).
"""

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import SCAN, AnsweredPicture, Attachment, Case, Dossier, Party
from cuudinh.engines.cases.sent_files import sent_file
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.types import OwnPaper
from cuudinh.engines.documents import queries as documents
from cuudinh.journal import pictures
from cuudinh.kernel.actor import Actor
from cuudinh.web.routes import url

RESULT: Final = "result:"
HANDED_IN: Final = "case:"
_DOSSIERS_MOST: Final = 100
_NOT_RECEIVED: Final = 3


def own_papers(actor: Actor, wanted: str = "") -> tuple[OwnPaper, ...]:
    """Give the papers that the actor has here, of one type if asked, the newest first."""
    if actor.account_id is None:
        return ()
    found = [*_results(actor, actor.account_id), *_handed_in(actor, actor.account_id)]
    fitting = (one for one in found if not wanted or one.type == wanted)
    return tuple(sorted(fitting, key=lambda one: one.at, reverse=True))


def _results(actor: Actor, account_id: int) -> Iterator[OwnPaper]:
    given = {one.about[1]: one for one in documents.results_of(account_id, actor.language)}
    for case in Case.objects.filter(number__in=given):
        paper, procedure = given[case.number], _service(case).shape.procedure
        if procedure is None:
            continue
        yield OwnPaper(
            ref=f"{RESULT}{paper.code}",
            type=procedure.result_type or "",
            title=words(procedure.result, actor.language),
            number=case.number,
            origin=gettext("Kết quả hồ sơ {number}").format(number=case.number),
            at=paper.issued_at,
            address=url("documents:paper", code=paper.code),
            is_result=True,
        )


def _handed_in(actor: Actor, account_id: int) -> Iterator[OwnPaper]:
    mine = Party.objects.filter(role="reporter", account_id=account_id, by_account_id__isnull=True)
    newest = mine.order_by("-filed_at", "-id").values_list("case_id", flat=True)[:_DOSSIERS_MOST]
    for case in Case.objects.filter(pk__in=list(newest), kind="dossier"):
        service = _service(case)
        if "receive" in case.act_counts and service.shape.states[case.state].status != _NOT_RECEIVED:
            yield from _of_dossier(actor, case, service)


def _of_dossier(actor: Actor, case: Case, service: ServiceDefinition) -> Iterator[OwnPaper]:
    """Give the files of a dossier that answer for a type of document, but those that the desk found missing."""
    known, missing = _kinds(service, actor.language), _missing(case)
    numbers = dict(Attachment.objects.filter(case=case).values_list("name", "picture_id"))
    stored = pictures.pictures(list(numbers.values()))
    for question, name in AnsweredPicture.objects.filter(case=case).values_list("question", "name"):
        one = stored.get(numbers.get(name, 0))
        if question not in known or question in missing or one is None or one.state != "ready":
            continue
        yield OwnPaper(
            ref=f"{HANDED_IN}{name}",
            type=known[question][0],
            title=known[question][1],
            number=case.number,
            origin=gettext("Đã nộp trong hồ sơ {number}").format(number=case.number),
            at=case.filed_at,
            address=f"/tep/{sent_file(one, name).address}",
            is_result=False,
        )


def _kinds(service: ServiceDefinition, language: str) -> Mapping[str, tuple[str, str]]:
    """Give (type of document, what it is called) by the question under which a file stands."""
    procedure = service.shape.procedure
    papers = procedure.papers if procedure is not None else ()
    return {
        **{f"{SCAN}{one.id}": (one.type, words(one.title, language)) for one in papers},
        **{
            one.id: (one.document, words(one.label, language))
            for one in service.shape.questions
            if one.document
        },
    }


def _missing(case: Case) -> set[str]:
    seen = Dossier.objects.filter(case=case).values_list("papers", flat=True).first() or {}
    return {f"{SCAN}{paper}" for paper, said in seen.items() if said == "missing"}


def _service(case: Case) -> ServiceDefinition:
    return definitions.service(case.service_id, case.version)
