"""Reads of identity: offices in time, accounts and seats, what the policy allows, contacts under seal."""

from cuudinh.engines.identity.queries.accounts import (
    account,
    accounts_with_role,
    administrators_of,
    has_accounts,
    has_password,
    has_proved_name,
    members,
    memberships_of,
    seats_on,
    sessions_of,
    staff_account,
    staff_actor,
    staff_name,
    works_in,
)
from cuudinh.engines.identity.queries.clients import all_clients, client
from cuudinh.engines.identity.queries.codes import (
    all_codes,
    code_systems,
    codes_of_office,
    office_by_official_code,
)
from cuudinh.engines.identity.queries.concealments import (
    concealment,
    concealments,
    document_of_concealment,
    grounds,
    may_conceal,
)
from cuudinh.engines.identity.queries.consents import (
    consenting,
    has_consent,
    own_consents,
    unrestricted,
)
from cuudinh.engines.identity.queries.contacts import contact_of
from cuudinh.engines.identity.queries.conversions import (
    conversion_batches,
    conversion_run,
    conversion_runs,
    conversion_scenarios,
    latest_live_run,
    progress,
)
from cuudinh.engines.identity.queries.factors import authenticator_setup, factor_owed, factors_of
from cuudinh.engines.identity.queries.incidents import accounts_of_incident, incident, incidents
from cuudinh.engines.identity.queries.log import log_page, proved_line
from cuudinh.engines.identity.queries.looks import looks, may_read_looks
from cuudinh.engines.identity.queries.matches import match_review, match_reviews
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
from cuudinh.engines.identity.queries.organisation import (
    changed_on,
    office_file,
    organisation,
    other_sides,
)
from cuudinh.engines.identity.queries.own_looks import OWN_LOOKS_PAGE, own_look, own_looks
from cuudinh.engines.identity.queries.permissions import (
    can,
    permit,
    policy,
    refusal_of,
    relations,
    roles,
    scope,
    whose,
)
from cuudinh.engines.identity.queries.person_reach import (
    who_could_see_person,
)
from cuudinh.engines.identity.queries.press import (
    may_check_press,
)
from cuudinh.engines.identity.queries.provisioning import (
    exceptions,
)
from cuudinh.engines.identity.queries.reorganisations import (
    ending,
    endings,
    holders,
    organisation_stamp,
    reorganisations,
    seats_in,
    today,
)
from cuudinh.engines.identity.queries.requests import (
    account_of_request,
    accounts_forgotten,
    desk_request,
    may_answer,
    own_request,
    own_requests,
    representatives,
    requests_desk,
    rights,
)
from cuudinh.engines.identity.queries.retention import retention
from cuudinh.engines.identity.queries.reviews import conversion_review, conversion_reviews, shared_numbers
from cuudinh.engines.identity.queries.seat_views import in_seat, role_title, seats_held_on
from cuudinh.engines.identity.queries.seats import (
    may_read_organisation,
    positions,
    seat,
    seats_of_office,
)
from cuudinh.engines.identity.queries.sign_ons import phone_end, sign_on_standing
from cuudinh.engines.identity.queries.stops import (
    stop_for,
)

__all__ = [
    "OWN_LOOKS_PAGE",
    "account",
    "account_of_request",
    "accounts_forgotten",
    "accounts_of_incident",
    "accounts_with_role",
    "administrators_of",
    "all_clients",
    "all_codes",
    "authenticator_setup",
    "became",
    "can",
    "changed_on",
    "client",
    "code_systems",
    "codes_of_office",
    "concealment",
    "concealments",
    "consenting",
    "contact_of",
    "conversion_batches",
    "conversion_review",
    "conversion_reviews",
    "conversion_run",
    "conversion_runs",
    "conversion_scenarios",
    "desk_request",
    "document_of_concealment",
    "ending",
    "endings",
    "exceptions",
    "factor_owed",
    "factors_of",
    "grounds",
    "handling_offices",
    "has_accounts",
    "has_consent",
    "has_password",
    "has_proved_name",
    "holders",
    "in_seat",
    "incident",
    "incidents",
    "latest_live_run",
    "log_page",
    "looks",
    "match_review",
    "match_reviews",
    "may_answer",
    "may_check_press",
    "may_conceal",
    "may_read_looks",
    "may_read_organisation",
    "members",
    "memberships_of",
    "office",
    "office_by_id",
    "office_by_official_code",
    "office_file",
    "office_for",
    "office_name",
    "office_names",
    "offices_in_force",
    "offices_under",
    "organisation",
    "organisation_stamp",
    "other_sides",
    "own_consents",
    "own_look",
    "own_looks",
    "own_request",
    "own_requests",
    "permit",
    "phone_end",
    "policy",
    "positions",
    "progress",
    "proved_line",
    "refusal_of",
    "relations",
    "reorganisations",
    "representatives",
    "requests_desk",
    "retention",
    "rights",
    "role_title",
    "roles",
    "scope",
    "seat",
    "seats_held_on",
    "seats_in",
    "seats_of_office",
    "seats_on",
    "sessions_of",
    "shared_numbers",
    "sign_on_standing",
    "staff_account",
    "staff_actor",
    "staff_name",
    "stop_for",
    "time_zone",
    "today",
    "unrestricted",
    "who_could_see_person",
    "whose",
    "works_in",
]
