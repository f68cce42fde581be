"""What leaves the identity engine: offices, accounts, policy and its decisions, sessions, refusals."""

from cuudinh.engines.identity.types.accounts import (
    AccessOpened,
    AccountKind,
    AccountView,
    Contact,
    LookView,
    NewAccount,
    SessionView,
    SignedIn,
)
from cuudinh.engines.identity.types.offices import (
    MembershipView,
    NewSeat,
    OfficeView,
    RoleView,
)
from cuudinh.engines.identity.types.policy import (
    Condition,
    Decision,
    Facts,
    Policy,
    Rule,
    Scope,
)
from cuudinh.engines.identity.types.privacy import (
    ConcealmentIncomplete,
    OwnApproval,
    OwnLook,
    PersonErased,
    UnknownConcealment,
    UnknownLook,
)
from cuudinh.engines.identity.types.refusals import (
    AccessNotOpened,
    AccountIncomplete,
    AlreadyAppointed,
    AlreadyRegistered,
    NotInForce,
    OfficesVanished,
    PurposeNeeded,
    UnknownAccount,
    UnknownOffice,
    WrongPassword,
    WrongSignIn,
)
from cuudinh.engines.identity.types.reorganisations import (
    Ending,
    ReorganisationView,
    SeatsHandedOver,
)
from cuudinh.engines.identity.types.words import (
    Words,
)

__all__ = [
    "AccessNotOpened",
    "AccessOpened",
    "AccountIncomplete",
    "AccountKind",
    "AccountView",
    "AlreadyAppointed",
    "AlreadyRegistered",
    "ConcealmentIncomplete",
    "Condition",
    "Contact",
    "Decision",
    "Ending",
    "Facts",
    "LookView",
    "MembershipView",
    "NewAccount",
    "NewSeat",
    "NotInForce",
    "OfficeView",
    "OfficesVanished",
    "OwnApproval",
    "OwnLook",
    "PersonErased",
    "Policy",
    "PurposeNeeded",
    "ReorganisationView",
    "RoleView",
    "Rule",
    "Scope",
    "SeatsHandedOver",
    "SessionView",
    "SignedIn",
    "UnknownAccount",
    "UnknownConcealment",
    "UnknownLook",
    "UnknownOffice",
    "Words",
    "WrongPassword",
    "WrongSignIn",
]
