"""Papers are made in the background: drawn, signed, sealed and kept, by whichever worker takes the job."""

import json
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from cuudinh.engines.documents import making, sealed
from cuudinh.engines.documents.commands import MAKING, NOTE, keep_made
from cuudinh.engines.documents.models import IssuedPaper
from cuudinh.engines.documents.ports import Signer
from cuudinh.engines.documents.queries import FILE
from cuudinh.journal import files, jobs, leaflets, pictures, sent_papers


@jobs.handler(MAKING)
def make_paper(payload: Any) -> Callable[[], None] | None:
    """Make the file of a paper; one that is made already is left alone."""
    row = IssuedPaper.objects.filter(pk=payload["paper"], made_at__isnull=True).first()
    if row is None or row.sealed is None:
        return None
    sheet = json.loads(sealed.unseal(row.code, NOTE, bytes(row.sealed)))
    signer: Signer = import_string(settings.CUUDINH_SIGNER)()
    drawn = {**sheet, "label": signer.label, "picture": making.quick_code(sheet["address"])}
    pdf = making.pdf_of(drawn, row.issued_at)
    if row.attached_id is not None:
        # While its clean copy is not made yet, this job fails and comes again.
        pdf = leaflets.one_after_another(pdf, sent_papers.content_of(pictures.picture(row.attached_id)))
    return partial(
        keep_made,
        row.pk,
        pdf_sha=sha256(pdf).hexdigest(),
        file_sha=files.store(sealed.seal(row.code, FILE, pdf)),
        signature=signer.sign(pdf),
    )
