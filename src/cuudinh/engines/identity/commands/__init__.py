"""Writes of identity: accounts, sessions, appointments, break-glass access, and what packs say of offices."""

from cuudinh.engines.identity.commands.absences import Away, revoke_absence, state_absence, turn_absences
from cuudinh.engines.identity.commands.access import break_glass, is_reason, open_to_work
from cuudinh.engines.identity.commands.accounts import (
    add_phone,
    change_language,
    change_name,
    change_password,
    open_accounts,
    open_staff_account,
    register_resident,
    set_active,
)
from cuudinh.engines.identity.commands.answers import ask_register, take_answers
from cuudinh.engines.identity.commands.appointments import (
    Appointment,
    appoint,
    end_membership,
    note_register_read,
    transfer,
)
from cuudinh.engines.identity.commands.catalogue import apply_catalogue
from cuudinh.engines.identity.commands.clients import (
    add_client,
    read_keys,
    rotate_secret,
    rotate_signing_keys,
    withdraw_client,
)
from cuudinh.engines.identity.commands.concealing import (
    approve_concealment,
    ask_concealment,
    lift_concealment,
    review_concealment,
)
from cuudinh.engines.identity.commands.confirming import (
    confirm_representation,
    open_representation,
    record_representation,
    refuse_representation,
)
from cuudinh.engines.identity.commands.consenting import give_consent, withdraw_consent
from cuudinh.engines.identity.commands.conversions import (
    apply_conversions,
    convert_step,
    end_run,
    go_on_in_background,
    resume_run,
    start_dry_run,
    start_live_run,
    stop_run,
    undo_batch,
)
from cuudinh.engines.identity.commands.delegations import Given, delegate, revoke_delegation
from cuudinh.engines.identity.commands.effects import (
    end_effect,
    end_own_effect,
)
from cuudinh.engines.identity.commands.erasing import erase_again
from cuudinh.engines.identity.commands.exporting import drop_old_exports, fetch_export
from cuudinh.engines.identity.commands.factors import (
    begin_authenticator,
    confirm_authenticator,
    remove_authenticator,
    renew_recovery_codes,
    reset_factors,
)
from cuudinh.engines.identity.commands.incidents import (
    close_incident,
    count_people,
    note_measures,
    record_incident,
    tell_authority,
    tell_people,
)
from cuudinh.engines.identity.commands.inventing import (
    InventedPerson,
    InventedResident,
    Numbers,
    invented_residents,
    normal_phone,
)
from cuudinh.engines.identity.commands.keys import reseal, retire_keys, start_new_key
from cuudinh.engines.identity.commands.linking import invite_to_link, unlink_sign_on
from cuudinh.engines.identity.commands.merging import undo_merge
from cuudinh.engines.identity.commands.organisation import apply_organisation, apply_policy
from cuudinh.engines.identity.commands.passkeys import (
    confirm_by_passkey,
    confirm_terms,
    register_passkey,
    registration_terms,
    remove_passkey,
    sign_in_by_passkey,
    sign_in_terms,
)
from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.commands.press import (
    apply_press_rules,
    ask_press_card,
    refuse_press_card,
    verify_press_card,
    withdraw_press_card,
)
from cuudinh.engines.identity.commands.providing import apply_provisions
from cuudinh.engines.identity.commands.reconciling import (
    state,
)
from cuudinh.engines.identity.commands.reminding import (
    remind_of_clocks,
)
from cuudinh.engines.identity.commands.reorganising import hand_over_seats
from cuudinh.engines.identity.commands.representing import (
    ask_representation,
    end_representation,
    end_representations_due,
)
from cuudinh.engines.identity.commands.requesting import (
    accept_request,
    ask_right,
    carry_out_request,
    check_identity,
    extend_request,
    open_request,
    record_request,
    refuse_request,
    withdraw_request,
)
from cuudinh.engines.identity.commands.retaining import carry_out_retention
from cuudinh.engines.identity.commands.reviewing import decide_review, propose_answer
from cuudinh.engines.identity.commands.sessions import (
    drop_old_sessions,
    finish_sign_in,
    renew_token,
    replace_session,
    revoke_session,
    sign_in,
    sign_out,
    sign_out_everywhere,
    waiting_account,
    waiting_step,
)
from cuudinh.engines.identity.commands.settling import decide_match, propose_match, reopen_match
from cuudinh.engines.identity.commands.signing_on import (
    begin_invited_link,
    begin_sign_on,
    drop_old_sign_ons,
    finish_sign_on,
)
from cuudinh.engines.identity.commands.stating import state_numbers
from cuudinh.engines.identity.commands.stepping import confirm_by_code, confirm_by_password, confirmed
from cuudinh.engines.identity.freshness import is_strong, require_strong
from cuudinh.engines.identity.looking import note_look

__all__ = [
    "Appointment",
    "Away",
    "Given",
    "InventedPerson",
    "InventedResident",
    "Numbers",
    "accept_request",
    "add_client",
    "add_phone",
    "apply_catalogue",
    "apply_conversions",
    "apply_organisation",
    "apply_policy",
    "apply_press_rules",
    "apply_provisions",
    "appoint",
    "approve_concealment",
    "ask_concealment",
    "ask_press_card",
    "ask_register",
    "ask_representation",
    "ask_right",
    "begin_authenticator",
    "begin_invited_link",
    "begin_sign_on",
    "break_glass",
    "carry_out_request",
    "carry_out_retention",
    "change_language",
    "change_name",
    "change_password",
    "check_identity",
    "close_incident",
    "confirm_authenticator",
    "confirm_by_code",
    "confirm_by_passkey",
    "confirm_by_password",
    "confirm_representation",
    "confirm_terms",
    "confirmed",
    "convert_step",
    "count_people",
    "decide_match",
    "decide_review",
    "delegate",
    "drop_old_exports",
    "drop_old_sessions",
    "drop_old_sign_ons",
    "end_effect",
    "end_membership",
    "end_own_effect",
    "end_representation",
    "end_representations_due",
    "end_run",
    "erase_again",
    "extend_request",
    "fetch_export",
    "finish_sign_in",
    "finish_sign_on",
    "give_consent",
    "go_on_in_background",
    "hand_over_seats",
    "invented_residents",
    "invite_to_link",
    "is_reason",
    "is_strong",
    "lift_concealment",
    "normal_phone",
    "note_look",
    "note_measures",
    "note_register_read",
    "open_accounts",
    "open_representation",
    "open_request",
    "open_staff_account",
    "open_to_work",
    "permit",
    "propose_answer",
    "propose_match",
    "read_keys",
    "record_incident",
    "record_representation",
    "record_request",
    "refuse_press_card",
    "refuse_representation",
    "refuse_request",
    "register_passkey",
    "register_resident",
    "registration_terms",
    "remind_of_clocks",
    "remove_authenticator",
    "remove_passkey",
    "renew_recovery_codes",
    "renew_token",
    "reopen_match",
    "replace_session",
    "require_strong",
    "reseal",
    "reset_factors",
    "resume_run",
    "retire_keys",
    "review_concealment",
    "revoke_absence",
    "revoke_delegation",
    "revoke_session",
    "rotate_secret",
    "rotate_signing_keys",
    "set_active",
    "sign_in",
    "sign_in_by_passkey",
    "sign_in_terms",
    "sign_out",
    "sign_out_everywhere",
    "start_dry_run",
    "start_live_run",
    "start_new_key",
    "state",
    "state_absence",
    "state_numbers",
    "stop_run",
    "take_answers",
    "tell_authority",
    "tell_people",
    "transfer",
    "turn_absences",
    "undo_batch",
    "undo_merge",
    "unlink_sign_on",
    "verify_press_card",
    "waiting_account",
    "waiting_step",
    "withdraw_client",
    "withdraw_consent",
    "withdraw_press_card",
    "withdraw_request",
]
