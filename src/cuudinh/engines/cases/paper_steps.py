"""What becomes of an act on paper: the papers that its service names for it are given out in the background."""

from cuudinh.engines.cases.commands.issuing import issue_papers
from cuudinh.engines.cases.types import CaseMoved
from cuudinh.journal import outbox


@outbox.listener(CaseMoved, "cases.issue-papers")
def papers_of_act(event: CaseMoved) -> None:
    """Give out what the act gives out."""
    issue_papers(event.case_id, event.from_state, event.act, event.seq)
