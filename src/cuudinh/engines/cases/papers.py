"""Papers of a procedure as questions of a form, and which types of documents its questions ask for."""

from collections.abc import Mapping
from typing import Final

from cuudinh.engines.cases.models import SCAN
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.packs.forms.shapes import AskedShape

FILES_MOST: Final = 6


def paper_questions(service: ServiceDefinition) -> tuple[AskedShape, ...]:
    """Give the papers of a procedure that can be handed in as files, but those the form itself asks for.

    None has to be: the original of a paper may be brought to the desk.
    """
    procedure = service.shape.procedure
    asked = {one.document for one in service.shape.questions if one.document}
    return tuple(
        AskedShape.model_construct(
            id=f"{SCAN}{paper.id}",
            type="file",
            label=paper.title,
            hint=None,
            required=False,
            most=FILES_MOST,
            accept=[],
            pages_most=None,
            megabytes_most=None,
            document=paper.type,
        )
        for paper in (procedure.papers if procedure is not None else ())
        if paper.form != "original" and paper.type not in asked
    )


def documents_asked(service: ServiceDefinition) -> Mapping[str, str]:
    """Give the type of document by question, of those that ask for one."""
    own = {one.id: one.document for one in service.shape.questions if one.document}
    return {**own, **{one.id: one.document for one in paper_questions(service) if one.document}}
