"""Every no that is said on purpose has a code of its own, a status, a sentence, and says when it is said."""

import inspect
from collections import Counter
from collections.abc import Iterable, Iterator

from cuudinh.kernel.refusal import Refusal
from cuudinh.project import documenting
from tests.guards.sources import report

STATUSES = {400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503, 507}


def _undocumented(refusals: Iterable[type[Refusal]]) -> Iterator[str]:
    known = list(refusals)
    uses = Counter(refusal.code for refusal in known)
    for refusal in known:
        name = f"{refusal.__module__}.{refusal.__name__}"
        if uses[refusal.code] > 1:
            yield f"{name}: {refusal.code} is the code of another refusal too"
        if refusal.status not in STATUSES:
            yield f"{name}: {refusal.status} is none of {sorted(STATUSES)}"
        if not (inspect.cleandoc(refusal.__doc__ or "")).startswith(f"{refusal.status}: "):
            yield f"{name}: the docstring does not begin with `{refusal.status}: ` and when it is said"


def test_every_refusal_is_documented() -> None:
    family = [refusal for refusal in documenting.refusals() if refusal is not Refusal]
    assert len(family) > 10
    faults = list(_undocumented(family))
    assert not faults, report(faults)


def test_planted_refusals_are_caught() -> None:
    class Silent(Refusal):
        code = "planted"
        status = 418

    class Copied(Refusal):
        """409: has the code of another."""

        code = "planted"
        status = 409

    assert len(list(_undocumented([Silent, Copied]))) == 4
