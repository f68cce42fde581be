"""What identity holds about one person, in words that the person understands: for their own copy."""

from typing import Any

from django.db.models import Q

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.models import Account, Look, Person, Representation, Session
from cuudinh.engines.identity.queries.offices import office_name
from cuudinh.kernel import clock


def held_here(person: Person) -> dict[str, Any]:
    """Give name, numbers, proofs, accounts, sessions, consents, requests, who acts for whom, and looks they may see."""
    owner = fields.owner_of(person)
    accounts = Account.objects.filter(person=person)
    return {
        "name": fields.unseal(person.key, owner, "name", person.name_sealed),
        "numbers": [
            {"kind": row.kind, "value": fields.unseal(row.key, owner, row.kind, row.sealed), "proved": proved}
            for rows, proved in ((person.identifiers, True), (person.claims, False))
            for row in rows.select_related("key")
        ],
        "proofs": list(person.assurances.values("level", "source", "at", "expires_at")),
        "accounts": list(accounts.values("kind", "language", "is_active", "made_at")),
        "sessions": list(Session.objects.filter(account__in=accounts).values("agent", "made_at", "seen_at")),
        "consents": list(person.consents.values("purpose", "wording_id", "given_at", "withdrawn_at")),
        "requests": list(
            person.requests.values("number", "right", "state", "received_at", "ended_at", "reason")
        ),
        "representations": list(
            Representation.objects.filter(Q(representative__in=accounts) | Q(subject__in=accounts))
            .order_by("pk")
            .values("number", "of", "basis", "state", "asked_at", "valid_from", "valid_to", "end_why")
        ),
        "looks": [_told(look) for look in _seen(person)],
    }


def _seen(person: Person) -> Any:
    open_now = Q(hidden_until__isnull=True) | Q(hidden_until__lte=clock.now())
    return Look.objects.filter(open_now, person=person).order_by("pk").iterator(2_000)


def _told(look: Look) -> dict[str, Any]:
    return {
        "at": look.at,
        "what": look.what,
        "office": office_name(look.office_id) if look.office_id is not None else "",
        "system": look.system,
        "about": [look.about_kind, look.about_ref],
        "purpose": look.purpose,
    }
