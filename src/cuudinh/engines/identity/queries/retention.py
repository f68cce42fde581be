"""How long personal data are kept, what is over now, and what was dropped: for the desk and for the console."""

from django.db.models import Sum

from cuudinh.engines.identity import provisions, snapshot
from cuudinh.engines.identity.models import RetentionRun
from cuudinh.engines.identity.ports import sweeps
from cuudinh.engines.identity.provisions import in_language, limits, value_today
from cuudinh.engines.identity.queries.permissions import can
from cuudinh.engines.identity.types import Facts, RetentionView
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours
from cuudinh.packs.grammar import value_on


def retention(actor: Actor, *, with_due: bool = False) -> tuple[RetentionView, ...]:
    """Give each class with its period, its source, and what was dropped so far; `with_due` counts what is over now.

    Raises `NotYours`.
    """
    if actor.kind != "system" and not can(actor, "privacy.retain", Facts()).allowed:
        raise NotYours
    done = dict(RetentionRun.objects.values_list("name").annotate(Sum("done")))
    last = dict(RetentionRun.objects.order_by("day").values_list("name", "day"))
    due = _due() if with_due else {}
    views = []
    for name, shape in provisions.current().retention.items():
        row = value_on(shape.days, snapshot.today())
        views.append(
            RetentionView(
                name=name,
                title=in_language(shape.title, actor.language),
                after=in_language(shape.after, actor.language),
                days=value_today(shape.days),
                source=row.source if row else "",
                due=due.get(name, 0),
                dropped=done.get(name) or 0,
                last=last.get(name),
            )
        )
    return tuple(views)


def _due() -> dict[str, int]:
    known = sweeps()
    return {name: known[name].due(before) for name, before in limits().items() if name in known}
