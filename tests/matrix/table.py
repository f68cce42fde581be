"""Where each address stands in the matrix: what fills its parts and form, and which acts of the policy let through.

A route that has no part in its address and only reads needs no row: then `who` of its declaration alone decides. Any
other route needs one here, or the guard fails. In a row, `may` names acts of the policy of which one must be allowed
on the case, as the pack's rules say; `only` says who else decides: `reporter` (who filed it), `account` (whose account
it is), `client` (another system with a secret of its own, so none of these people), `press` (the office that checks
reporters). Neither: the declaration alone decides. `parts` fills the address and `body` the form, both from the names
`number`, `picture`, `charge`, `receipt`, `session`, and of `people.owned`, `people.kept` and `people.others`; `query`
stands behind the address. What an address names is there, and is somebody's: what is not found could pass for refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal


@dataclass(frozen=True, slots=True)
class Row:
    """One route in the matrix."""

    may: tuple[str, ...] = ()
    only: Literal["", "reporter", "account", "client", "press"] = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    is_json: bool = False


OPEN: Final = Row()
_CHARGE: Final = {"number": "{charge}"}
_TAKEN: Final = {"thu-amount": "1000", "thu-method": "cash", "key": "k"}
_CASE: Final = {"number": "{number}"}
_OF_CASE: Final = {"number": "{number}", "picture": "{picture}"}
_SERVED: Final = {"number": "{number}", "extension": "json"}
_OFFICE: Final = {"code": "duong-an"}
_REGISTER: Final = {"code": "tinh-uy"}
_SEAT: Final = {"seat_id": "1"}
_APPOINTED: Final = {"login": "leader", "role": "officer", "since": "2026-12-01", "document": "QĐ 1"}
_SHOWN: Final = ("case.read_public",)
_REASON: Final = "Gọi lại để hỏi đúng vị trí"
_RUN: Final = {"run_id": "{run}"}
_REVIEW: Final = {"review_id": "{review}"}
_MATCH: Final = {"match_id": "{match}"}
_REQUEST: Final = {"number": "{request}"}
_INCIDENT: Final = {"number": "{incident}"}
_REPRESENTS: Final = {"number": "{represents}"}
_CONCEALMENT: Final = {"concealment_id": "{concealment}"}
_MERGED: Final = {"act": "merge", "kept": "{kept}", "reason": _REASON}

TABLE: Final[dict[str, Row]] = {
    # Our own API, by the key of a program.
    "api:get-cases-number": Row(_SHOWN, parts=_CASE),
    "api:get-desk-number": Row(("case.read_office",), parts=_CASE),
    "api:get-receipts-code": Row(parts={"code": "0000"}),
    "api:get-services-service-form": Row(parts={"service": "street"}),
    "api:get-services-service-topics": Row(parts={"service": "street"}),
    "api:post-cases": Row(("case.file",), body={"service": "street", "answers": {}}, is_json=True),
    "api:post-cases-number-acts": Row(
        ("case.act",), parts=_CASE, body={"act": "comment_on", "inputs": {}}, is_json=True
    ),
    "api:post-pictures": OPEN,
    "api:post-sessions": Row(body={"login": "nobody", "password": "nothing"}, is_json=True),
    # Open311: only what is published, whoever asks.
    "open311:definition": Row(parts={"code": "street.o-ga", "extension": "json"}),
    "open311:discovery": Row(parts={"extension": "json"}),
    "open311:request": Row(_SHOWN, parts=_SERVED),
    "open311:request_old": Row(_SHOWN, parts=_SERVED),
    "open311:requests": Row(parts={"extension": "json"}),
    "open311:services": Row(parts={"extension": "json"}),
    "open311:token": Row(parts={"token": "{number}", "extension": "json"}),
    "open311:updates": Row(_SHOWN, parts={"extension": "json"}, query={"service_request_id": "{number}"}),
    # The portal.
    "portal:act": Row(only="reporter", parts={**_CASE, "act": "withdraw"}),
    "portal:case": Row(("case.read_public", "case.read_own"), parts=_CASE),
    "portal:form_begin": Row(parts={"service": "street"}),
    "portal:form_bundle": Row(only="account", parts={"draft": "{draft}"}),
    "portal:form_drop": Row(only="account", parts={"draft": "{draft}"}, body={"anh": "1"}),
    "portal:form_papers": Row(
        only="account", parts={"draft": "{draft}"}, body={"dung": "giay-to.don|case:x"}
    ),
    "portal:form_review": Row(only="account", parts={"draft": "{draft}"}),
    "portal:form_start": Row(parts={"service": "street"}),
    "portal:form_step": Row(only="account", parts={"draft": "{draft}", "step": "form"}),
    "portal:forms": OPEN,
    "portal:follow": Row(("case.read_public", "case.read_own"), parts=_CASE),
    "portal:notices_read": OPEN,
    "portal:papers": OPEN,
    "portal:picture": Row(
        ("case.read_public", "case.read_office", "case.read_own"), parts={"name": "{picture}"}
    ),
    "portal:sent_paper": Row(
        ("case.read_public", "case.read_office", "case.read_own"), parts={"name": "{picture}"}
    ),
    "portal:send": Row(body={"topic": "o-ga"}),
    "portal:service": Row(parts={"service": "street"}),
    "portal:sheet": Row(("case.read_own",), parts=_CASE),
    "portal:visitor_form": Row(parts={"service": "street"}),
    "portal:track": Row(body={"so": "{number}", "ma": "0000"}),
    # What one owes, and the desk at which it is taken; a notice of the bank is let in by its signature alone.
    "ledger:charge": Row(("fee.pay", "fee.read"), parts=_CHARGE),
    "ledger:claim": Row(body={"line": "0", "number": ""}),
    "ledger:desk_act": Row(("fee.collect",), parts={**_CHARGE, "deed": "thu"}, body=_TAKEN),
    "ledger:desk_charge": Row(("fee.read",), parts=_CHARGE),
    "ledger:notice": OPEN,
    "ledger:played": Row(),
    "ledger:receipt": Row(("fee.pay", "fee.read"), parts={"number": "{receipt}"}),
    "ledger:transfer": Row(("fee.pay",), parts=_CHARGE),
    # Papers: whether one is genuine is for anybody to ask; what it says is not.
    "documents:check": OPEN,
    "documents:check_code": Row(parts={"code": "0000"}),
    "documents:paper": Row(("paper.read",), parts={"code": "0000"}),
    # The desks of offices.
    "office:act": Row(("case.act",), parts={**_CASE, "act": "accept"}),
    "office:case": Row(("case.read_office",), parts=_CASE),
    "office:sheet": Row(("case.read_office",), parts=_CASE),
    "office:hand_over": Row(body={"number": "{number}", "taker": "Lê Văn A", "basis": "applicant"}),
    "office:issue_paper": Row(("case.read_office",), parts={**_CASE, "kind": "process-sheet"}),
    "office:print_register": Row(body={"tu": "2026-11-01"}),
    "office:close_day": Row(body={"tu": "2026-11-01", "den": "2026-11-01"}),
    "office:process": Row(("case.read_office",), parts=_CASE),
    "office:process_csv": Row(("case.read_office",), parts=_CASE),
    "office:take_in": Row(parts={"service": "street"}),
    "office:filters": Row(body={"ten": "Của tôi", "bo_loc": "muc=open"}),
    "office:many": Row(body={"act": "accept", "number": "{number}"}),
    "office:mark": Row(("case.redact",), parts=_OF_CASE, body={"areas": "[]"}),
    "office:open_answers": Row(("case.read_office",), parts=_CASE, body={"reason": _REASON}),
    "office:reveal": Row(("identity.reveal",), parts=_CASE, body={"reason": _REASON}),
    "office:show_picture": Row(("case.redact",), parts=_OF_CASE, body={"public": "1"}),
    "office:show_pictures": Row(("case.redact",), parts=_CASE),
    # The organisation; registers of other sides are open to none of these people.
    "office:appoint": Row(("account.appoint",), parts=_OFFICE, body=_APPOINTED),
    "office:office": Row(("organisation.read",), parts=_OFFICE),
    "office:reorganisation": Row(parts={"act_id": "2025-07-01-close"}),
    "office:seat": Row(("organisation.read",), parts=_SEAT, body={"what": "end", "document": "QĐ 1"}),
    "party:appoint": Row(only="client", parts=_REGISTER, body=_APPOINTED),
    "party:office": Row(only="client", parts=_REGISTER),
    "party:organisation": Row(only="client"),
    "party:seat": Row(only="client", parts=_SEAT),
    "front:appoint": Row(only="client", parts=_REGISTER, body=_APPOINTED),
    "front:office": Row(only="client", parts=_REGISTER),
    "front:organisation": Row(only="client"),
    "front:seat": Row(only="client", parts=_SEAT),
    # Who is away and who stands in.
    "office:absences": Row(body={"first": "", "last": ""}),
    "office:absences_of": Row(("organisation.read",), parts=_OFFICE, body={"first": "", "last": ""}),
    "office:revoke_absence": Row(only="client", parts={"absence_id": "0"}),
    "office:delegations": Row(body={"first": "", "last": ""}),
    "office:revoke_delegation": Row(only="client", parts={"delegation_id": "0"}),
    "party:absences": Row(only="client"),
    "party:absences_of": Row(only="client", parts=_REGISTER),
    "party:revoke_absence": Row(only="client", parts={"absence_id": "0"}),
    "front:absences": Row(only="client"),
    "front:absences_of": Row(only="client", parts=_REGISTER),
    "front:revoke_absence": Row(only="client", parts={"absence_id": "0"}),
    # The conversion of accounts.
    "office:conversion_act": Row(("account.convert",), parts=_RUN, body={"act": "end", "reason": _REASON}),
    "office:conversion_begin": Row(("account.convert",), body={"scenario": "vneid", "mode": "dry"}),
    "office:conversion_decide": Row(("account.review_duplicate",), parts=_REVIEW, body=_MERGED),
    "office:conversion_match": Row(("account.read_conversion",), parts=_MATCH),
    "office:conversion_match_decide": Row(("account.review_duplicate",), parts=_MATCH, body=_MERGED),
    "office:conversion_review": Row(("account.read_conversion",), parts=_REVIEW),
    "office:conversion_run": Row(("account.read_conversion",), parts=_RUN),
    # The service studio: none of these people designs or approves services.
    "office:studio_act": Row(only="client", parts={"draft_id": "0"}, body={"act": "drop"}),
    "office:studio_begin": Row(only="client", parts={"service_id": "street"}, body={"title": "Đổi thời hạn"}),
    "office:studio_draft": Row(only="client", parts={"draft_id": "0"}),
    "office:studio_edit": Row(only="client", parts={"draft_id": "0", "section": "words"}),
    "office:studio_export": Row(only="client", parts={"service_id": "street"}),
    "office:studio_import": Row(only="client"),
    "office:studio_replay": Row(only="client", parts={"draft_id": "0"}, body={"days": "31"}),
    "office:studio_service": Row(only="client", parts={"service_id": "street"}),
    "office:studio_try": Row(only="client", parts={"draft_id": "0"}),
    "office:why": Row(("case.read_office",), parts=_CASE),
    # The centre.
    "centre:call": Row(("case.file_for_caller",), body={"topic": "o-ga"}),
    "centre:could_see_person": Row(body={"so": "0", "ngay": ""}),
    "centre:line": Row(parts={"seq": "0"}),
    "centre:proof": Row(parts={"seq": "0"}),
    "centre:queue": Row(parts={"queue": "all"}),
    # One's own account.
    "identity:link_vneid": OPEN,
    "identity:unlink_vneid": OPEN,
    "identity:invited_link": Row(body={"ten": "nobody", "ma": "nothing"}),
    "identity:staff_act": Row(parts={"account_id": "{staff}", "act": "go-vneid"}),
    "identity:phone": OPEN,
    "identity:begin_authenticator": OPEN,
    "identity:confirm_authenticator": OPEN,
    "identity:passkey": OPEN,
    "identity:recovery_codes": OPEN,
    "identity:remove_authenticator": OPEN,
    "identity:remove_passkey": Row(only="account", parts={"passkey_id": "0"}),
    "identity:second_step": OPEN,
    "identity:sign_in_by_passkey": OPEN,
    "identity:sign_out_everywhere": OPEN,
    "identity:agree": Row(parts={"purpose": "nobody-asks"}),
    "identity:ask": OPEN,
    "identity:conceal_act": Row(
        ("privacy.conceal",), parts={**_CONCEALMENT, "deed": "duyet"}, body={"duyet-number": "0905123458"}
    ),
    "identity:concealment": Row(("privacy.conceal",), parts=_CONCEALMENT),
    "identity:concealments": Row(body={"number": "", "office": "", "ground": "", "document": "", "days": ""}),
    "identity:desk_act": Row(
        ("privacy.answer",), parts={**_REQUEST, "deed": "nhan"}, body={"nhan-answer": "Sẽ sửa."}
    ),
    "identity:desk_request": Row(("privacy.answer",), parts=_REQUEST),
    "identity:incident": Row(("privacy.incident",), parts=_INCIDENT),
    "identity:incident_act": Row(("privacy.incident",), parts={**_INCIDENT, "deed": "dem"}),
    "identity:incidents": Row(body={"what": "", "found_at": ""}),
    "identity:end_effect": Row(only="account", parts={"number": "{effect}"}),
    "identity:fetch": Row(only="account", parts={"number": "{export}"}),
    "identity:record_request": Row(body={"number": "", "relation": "", "right": ""}),
    "identity:request": Row(only="account", parts=_REQUEST),
    "identity:withdraw": Row(only="account", parts=_REQUEST),
    "identity:ask_representation": Row(body={"basis": "cha-me"}),
    "identity:desk_representation": Row(("representation.decide",), parts=_REPRESENTS),
    "identity:end_representation": Row(only="account", parts=_REPRESENTS),
    "identity:record_representation": Row(body={"basis": "cha-me", "representative": ""}),
    "identity:representation": Row(only="account", parts=_REPRESENTS),
    "identity:representation_act": Row(
        ("representation.decide",),
        parts={**_REPRESENTS, "deed": "cham-dut"},
        body={"cham-dut-reason": _REASON},
    ),
    "identity:represented_looks": Row(only="account", parts=_REPRESENTS),
    "identity:language": Row(body={"ma": "en"}),
    "identity:look": Row(only="account", parts={"look_id": "{look}"}),
    "identity:name": Row(body={"ten": "Tên Mới"}),
    "identity:password": Row(body={"cu": "x", "moi": "y"}),
    "identity:register": OPEN,
    "identity:revoke": Row(only="account", parts={"session_id": "{session}"}),
    "identity:sign_in": Row(body={"ten": "nobody", "mat_khau": "nothing"}),
    "identity:sign_out": OPEN,
    "identity:step_up": OPEN,
    # Desks of administrators, who keep other systems and the press.
    "identity:client_act": Row(("client.manage",), parts={"client_id": "{client}", "act": "khoa-moi"}),
    "identity:clients": Row(("client.read",)),
    "identity:press": OPEN,
    "identity:press_card": Row(parts={"code": "{card_code}"}),
    "identity:press_decide": Row(
        only="press", parts={"card_id": "{card}", "act": "tu-choi"}, body={"ly_do": _REASON}
    ),
    "identity:press_desk": Row(only="press"),
    "identity:statement": Row(("client.read",), parts={"statement_id": "{statement}"}),
    # For other systems: who they are is proved in the request itself.
    "identity:consent": OPEN,
    "identity:disconnect": Row(only="account", parts={"client_id": "{client}"}),
    "identity:end_session": OPEN,
    "identity:introspect": OPEN,
    "identity:scim_bulk": Row(only="client"),
    "identity:scim_group": Row(only="client", parts={"ref": "{group}"}),
    "identity:scim_groups": Row(only="client"),
    "identity:scim_state": Row(only="client"),
    "identity:scim_user": Row(only="client", parts={"ref": "{user}"}),
    "identity:scim_users": Row(only="client"),
    "identity:push": OPEN,
    "identity:revoke_token": OPEN,
    "identity:token": OPEN,
    "identity:userinfo": OPEN,
}
