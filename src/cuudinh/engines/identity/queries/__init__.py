"""Reads of identity: offices in time, accounts and seats, what the policy allows, contacts under seal."""

from cuudinh.engines.identity.queries.accounts import (
    account,
    accounts_with_role,
    has_accounts,
    members,
    memberships_of,
    seats_on,
    sessions_of,
    staff_account,
    staff_actor,
    staff_name,
)
from cuudinh.engines.identity.queries.contacts import contact_of
from cuudinh.engines.identity.queries.looks import looks, may_read_looks
from cuudinh.engines.identity.queries.offices import (
    became,
    handling_offices,
    office,
    office_by_id,
    office_for,
    office_name,
    office_names,
    offices_in_force,
    offices_under,
    time_zone,
)
from cuudinh.engines.identity.queries.permissions import can, policy, relations, roles, scope

__all__ = [
    "account",
    "accounts_with_role",
    "became",
    "can",
    "contact_of",
    "handling_offices",
    "has_accounts",
    "looks",
    "may_read_looks",
    "members",
    "memberships_of",
    "office",
    "office_by_id",
    "office_for",
    "office_name",
    "office_names",
    "offices_in_force",
    "offices_under",
    "policy",
    "relations",
    "roles",
    "scope",
    "seats_on",
    "sessions_of",
    "staff_account",
    "staff_actor",
    "staff_name",
    "time_zone",
]
