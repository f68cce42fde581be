"""The copy of everything that is held about a person: made in the background, fetched once, gone after some days."""

import json
from datetime import timedelta
from typing import Any, Final

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.commands.keys import export_place as place_of
from cuudinh.engines.identity.commands.permitting import account_of
from cuudinh.engines.identity.looking import note_look
from cuudinh.engines.identity.models import Account, Export, Person, RightsRequest
from cuudinh.engines.identity.ports import held_elsewhere
from cuudinh.engines.identity.queries.held import held_here
from cuudinh.engines.identity.types import UnknownRequest
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

KEPT_FOR: Final = timedelta(days=7)
FORMAT: Final = "cuudinh-person-1"


def gather(number: str) -> str:
    """Give everything held about who made a request, as JSON; slow, and outside any transaction."""
    request = RightsRequest.objects.select_related("person__key").get(number=number)
    # Whoever was found to be the same person had accounts of their own; what stands there is held about them too.
    merged = list(Person.objects.select_related("key").filter(merged_into=request.person_id).order_by("pk"))
    everybody = [request.person_id, *(person.pk for person in merged)]
    account_ids = list(Account.objects.filter(person_id__in=everybody).values_list("pk", flat=True))
    held: dict[str, Any] = {"format": FORMAT, "made_at": clock.now().isoformat(), "request": number}
    held |= {"identity": held_here(request.person), **held_elsewhere(account_ids)}
    if merged:
        held["merged"] = [held_here(person) for person in merged]
    return json.dumps(held, ensure_ascii=False, indent=1, default=str)


@acting()
def keep_export(number: str, content: str) -> None:
    """Keep a copy, sealed for its person, until it is fetched or its days are over."""
    request = RightsRequest.objects.select_related("person").get(number=number)
    key, now = fields.newest_key(), clock.now()
    sealed = fields.seal(key, fields.owner_of(request.person), place_of(request.pk), content)
    values = {"person": request.person, "sealed": sealed, "key": key, "made_at": now, "until": now + KEPT_FOR}
    Export.objects.update_or_create(request=request, defaults=values)


@acting()
def fetch_export(actor: Actor, *, number: str) -> bytes:
    """Give the copy to whom it belongs, once: it is gone with this. Raises `SignInFirst`, `UnknownRequest`."""
    account_id = account_of(actor)
    found = Export.objects.select_related("request__person", "key").filter(
        request__number=number, request__account_id=account_id, until__gt=clock.now()
    )
    export = found.first()
    if export is None:
        raise UnknownRequest
    note_look(actor, whose=account_id, what="export", about=("request", number))
    owner = fields.owner_of(export.request.person)
    content = fields.unseal(export.key, owner, place_of(export.pk), export.sealed)
    export.delete()
    return content.encode()


@acting()
def drop_old_exports(limit: int = 100) -> int:
    """Drop copies that nobody fetched in time; give how many."""
    over = list(Export.objects.filter(until__lte=clock.now()).values_list("pk", flat=True)[:limit])
    return Export.objects.filter(pk__in=over).delete()[0]
