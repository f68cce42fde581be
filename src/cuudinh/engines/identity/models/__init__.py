"""Tables of identity, by noun: people, accounts, offices, policies, sign-ons. Constraints and indexes; no behaviour."""

from cuudinh.engines.identity.models.absences import REASONS, Absence, Delegation
from cuudinh.engines.identity.models.accounts import (
    AccessGrant,
    Account,
    Attempts,
    Credential,
    Session,
)
from cuudinh.engines.identity.models.clients import (
    AuthorizationCode,
    ClaimItem,
    Client,
    ClientSession,
    Connection,
    IssuedToken,
    PushedRequest,
    SigningKey,
    SpentAssertion,
)
from cuudinh.engines.identity.models.consents import Consent, ConsentWording
from cuudinh.engines.identity.models.conversions import (
    AccountMerge,
    ConversionBatch,
    ConversionChange,
    ConversionMember,
    ConversionReview,
    ConversionReviewed,
    ConversionRun,
    ConversionScenario,
    ConversionSnapshot,
    ConversionTally,
    RegisterAnswer,
)
from cuudinh.engines.identity.models.factors import Authenticator, Passkey, RecoveryCode, SpentProof
from cuudinh.engines.identity.models.incidents import Incident, IncidentPerson
from cuudinh.engines.identity.models.looks import Concealment, Look
from cuudinh.engines.identity.models.offices import (
    Membership,
    Office,
    OfficeCode,
    OfficePath,
    OfficeSuccession,
    OfficeVersion,
)
from cuudinh.engines.identity.models.people import (
    IDENTIFIER_KINDS,
    AssuranceEvent,
    DataKey,
    IdentifierClaim,
    Person,
    PersonIdentifier,
)
from cuudinh.engines.identity.models.policies import PolicyRule, Revision, Role
from cuudinh.engines.identity.models.press import (
    PressCard,
    PressRules,
)
from cuudinh.engines.identity.models.provisioning import (
    ProvisionedGroup,
    ProvisionedMember,
    ProvisionedUser,
    SourceStatement,
    StatementException,
)
from cuudinh.engines.identity.models.provisions import Provision
from cuudinh.engines.identity.models.reorganisations import CodeSystem, Position, Reorganisation
from cuudinh.engines.identity.models.representations import WHY_ENDED, Organisation, Representation
from cuudinh.engines.identity.models.retention import RetentionRun
from cuudinh.engines.identity.models.rights import (
    OPEN_STATES,
    Erasure,
    Export,
    Objection,
    RightsRequest,
    SealedNote,
)
from cuudinh.engines.identity.models.sign_ons import LinkInvitation, MatchReview, SignOn, SignOnLink

__all__ = [
    "IDENTIFIER_KINDS",
    "OPEN_STATES",
    "REASONS",
    "WHY_ENDED",
    "Absence",
    "AccessGrant",
    "Account",
    "AccountMerge",
    "AssuranceEvent",
    "Attempts",
    "Authenticator",
    "AuthorizationCode",
    "ClaimItem",
    "Client",
    "ClientSession",
    "CodeSystem",
    "Concealment",
    "Connection",
    "Consent",
    "ConsentWording",
    "ConversionBatch",
    "ConversionChange",
    "ConversionMember",
    "ConversionReview",
    "ConversionReviewed",
    "ConversionRun",
    "ConversionScenario",
    "ConversionSnapshot",
    "ConversionTally",
    "Credential",
    "DataKey",
    "Delegation",
    "Erasure",
    "Export",
    "IdentifierClaim",
    "Incident",
    "IncidentPerson",
    "IssuedToken",
    "LinkInvitation",
    "Look",
    "MatchReview",
    "Membership",
    "Objection",
    "Office",
    "OfficeCode",
    "OfficePath",
    "OfficeSuccession",
    "OfficeVersion",
    "Organisation",
    "Passkey",
    "Person",
    "PersonIdentifier",
    "PolicyRule",
    "Position",
    "PressCard",
    "PressRules",
    "Provision",
    "ProvisionedGroup",
    "ProvisionedMember",
    "ProvisionedUser",
    "PushedRequest",
    "RecoveryCode",
    "RegisterAnswer",
    "Reorganisation",
    "Representation",
    "RetentionRun",
    "Revision",
    "RightsRequest",
    "Role",
    "SealedNote",
    "Session",
    "SignOn",
    "SignOnLink",
    "SigningKey",
    "SourceStatement",
    "SpentAssertion",
    "SpentProof",
    "StatementException",
]
