"""What becomes of an act on paper: the papers that its service names for it are given out in the background."""

from cuudinh.engines.cases import notices
from cuudinh.engines.cases.issuing import issue_papers
from cuudinh.engines.cases.types import CaseMoved
from cuudinh.journal import outbox


@outbox.listener(CaseMoved, "cases.issue-papers")
def papers_of_act(event: CaseMoved) -> None:
    """Give out what the act gives out; most acts give nothing, which is seen before the case is read."""
    if event.act in notices.UNTOLD:
        return
    act = notices.news(event.case_id, event.seq).service.act(event.from_state, event.act)
    if act is not None and act.issues:
        issue_papers(event.case_id, event.from_state, event.act, event.seq)
