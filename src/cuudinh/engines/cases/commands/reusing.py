"""A paper that somebody has here already is taken again for a form: by its person, for this one, with whence it is."""

from typing import Final

from cuudinh.engines.cases.drafts import load_draft
from cuudinh.engines.cases.models import AnsweredPicture, Attachment, DraftFile
from cuudinh.engines.cases.own_papers import HANDED_IN, RESULT, own_papers
from cuudinh.engines.cases.papers import documents_asked
from cuudinh.engines.cases.types import OwnPaper, PaperNotFitting
from cuudinh.engines.documents import queries as documents
from cuudinh.journal import audit, leaflets, pictures, sent_papers
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor

ACT: Final = "form.reuse"


@acting()
def reuse_paper(actor: Actor, *, draft: str, question: str, paper: str) -> None:
    """Answer a question of a form with a paper of one's own; `paper` is the `ref` of one of `own_papers`.

    Whoever does this agrees that the office of this form reads it; nothing else takes a paper from one dossier to
    another. Raises `DraftNotThere`, `PaperNotFitting`.
    """
    found = load_draft(actor, draft, is_changed=True)
    wanted = documents_asked(found.service).get(question)
    own = next((one for one in own_papers(actor, wanted) if one.ref == paper), None) if wanted else None
    if own is None:
        raise PaperNotFitting
    picture, origin = _taken(actor, own)
    pictures.hold([picture.id])
    DraftFile.objects.create(draft=found.row, question=question, picture_id=picture.id, origin=origin)
    facts = {"question": question, "from": origin}
    audit.record(actor, ACT, ("service", found.service.id), rule="own", facts=facts)


def _taken(actor: Actor, own: OwnPaper) -> tuple[pictures.Picture, str]:
    """Give a file of its own with the same content, and whence it is."""
    if own.is_result:
        code = own.ref.removeprefix(RESULT)
        content = documents.paper_file(actor, code).content
        return sent_papers.keep(content, leaflets.pages_of(content)), f"{RESULT}{own.number}"
    name = own.ref.removeprefix(HANDED_IN)
    kept = Attachment.objects.select_related("case").get(name=name)
    # A paper that was itself taken again keeps the origin it had.
    before = (
        AnsweredPicture.objects.filter(case=kept.case, name=name).values_list("origin", flat=True).first()
    )
    return pictures.again(kept.picture_id), before or f"{HANDED_IN}{kept.case.number}"
