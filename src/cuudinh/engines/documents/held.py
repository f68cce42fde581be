"""What documents holds about somebody, for their own copy of everything: which papers they were given."""

from collections.abc import Sequence

from cuudinh.engines.documents.models import IssuedPaper
from cuudinh.engines.identity import ports

_PAPERS_MOST = 10_000


def papers_of(account_ids: Sequence[int]) -> object:
    """Give the papers that some accounts were given, the last first, by the codes under which they read them."""
    rows = IssuedPaper.objects.filter(account_id__in=account_ids).order_by("-pk")
    columns = ("form__kind", "about_kind", "about_ref", "number", "version", "issued_at", "code")
    return list(rows.values(*columns)[:_PAPERS_MOST])


ports.register_held("papers", papers_of)
