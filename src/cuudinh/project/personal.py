"""The register of personal data: every table that holds any, in which class of retention, and what for.

Here alone all engines are known. A guard compares it with the tables there are, so that none comes in unseen.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from django.apps import apps
from django.db.models import BinaryField, Field, Model

# What tells that a table holds something personal, beside sealed columns: whose it is.
OWNERS: Final = frozenset({"identity.Person", "identity.Account"})
NAMES: Final = frozenset({"account_id", "owner_account_id", "agent", "blind_index", "last4"})

# The table, its class of retention, and what its data are used for.
REGISTER: Final[Mapping[str, tuple[str, str]]] = {
    "cases.Case": (
        "case",
        "handling what was reported; the words are covered, the place is where it was seen",
    ),
    "cases.ClosedDay": ("staff", "who closed a day of the register of a desk"),
    "cases.Dossier": ("staff", "who handed a dossier in for somebody else, and on what basis"),
    "cases.Event": ("staff", "who of staff did which act; never who reported"),
    "cases.FiledOnce": (
        "case",
        "keeping somebody from filing the same twice; a keyed index, never the answer",
    ),
    "cases.FormDraft": ("draft", "the form somebody is filling in, sealed"),
    "cases.HandedOver": ("case", "proving to whom a result was handed over, sealed"),
    "cases.KnownAnswer": ("known-answer", "what somebody need not answer again, sealed"),
    "cases.SealedAnswers": ("case", "what somebody answered of their own on a form, sealed"),
    "cases.Follow": ("case", "telling followers of a case"),
    "cases.Party": ("case", "telling the reporter, and calling back a caller"),
    "cases.PrivateText": ("private-text", "proving what was written; read by the centre for a reason"),
    "cases.SavedFilter": ("staff", "filters of an officer's worklist"),
    "cases.ServiceDraft": ("staff", "who drafted, proposed and approved a change of a service"),
    "documents.IssuedPaper": ("case", "papers that offices gave out with a dossier, sealed"),
    "identity.Absence": ("staff", "who is away, who stands in"),
    "identity.AccessGrant": ("grant", "who opened an identity, and why"),
    "identity.Account": ("account", "signing in"),
    "identity.AssuranceEvent": ("identity", "how well it is known who somebody is"),
    "identity.Authenticator": ("account", "proving a sign-in by codes, sealed"),
    "identity.ClientSession": ("session", "where somebody is signed in through us"),
    "identity.Concealment": ("look", "which looks are shown later, by which document"),
    "identity.Connection": ("consent", "what another system may be told of somebody"),
    "identity.Consent": ("consent", "proving to what somebody agreed"),
    "identity.ConversionChange": ("matching", "undoing the conversion of an account"),
    "identity.ConversionMember": ("account", "which accounts a conversion takes in"),
    "identity.ConversionReviewed": ("account", "which accounts people look at before they are merged"),
    "identity.Credential": ("account", "proving that an account is one's own"),
    "identity.DataKey": ("identity", "the key of keys; nobody's by itself"),
    "identity.Delegation": ("staff", "what was delegated to whom by which document"),
    "identity.Erasure": ("identity", "forgetting again whom a restored copy knows"),
    "identity.Export": ("request", "the copy somebody asked for, some days"),
    "identity.IdentifierClaim": ("identity", "numbers that somebody stated"),
    "identity.Incident": ("staff", "who recorded an incident"),
    "identity.IncidentPerson": ("look", "telling people of an incident with their data"),
    "identity.Look": ("look", "showing people who looked at their data"),
    "identity.MatchReview": ("matching", "whose account a proved person is, looked at by people"),
    "identity.Membership": ("staff", "who holds which seat by which document"),
    "identity.Objection": ("look", "which looks somebody objected to and was right"),
    "identity.Organisation": ("account", "finding again an organisation that people act for, sealed"),
    "identity.Passkey": ("account", "proving a sign-in by a passkey"),
    "identity.Person": ("identity", "the name, sealed"),
    "identity.PersonIdentifier": ("identity", "numbers by which somebody is known, sealed"),
    "identity.PressCard": ("staff", "who of the press is checked, by whom, until when"),
    "identity.ProvisionedUser": ("matching", "what another system told of its people, sealed"),
    "identity.RecoveryCode": ("account", "signing in once when a second factor is lost"),
    "identity.RegisterAnswer": ("matching", "what the population register said of a number, sealed"),
    "identity.Representation": ("request", "who acts for a child or an organisation, by what right"),
    "identity.RightsRequest": ("request", "answering what people ask of their own data"),
    "identity.SealedNote": ("request", "words of such requests, sealed"),
    "identity.Session": ("session", "where somebody is signed in, shown to them"),
    "identity.SignOn": ("session", "a sign-in that has begun elsewhere"),
    "identity.LinkInvitation": ("staff", "inviting a member of staff to link a sign-on"),
    "identity.SignOnLink": ("staff", "signing a member of staff in by a sign-on"),
    "identity.SigningKey": ("log", "keys of the platform itself; nobody's"),
    "identity.StatementException": ("matching", "where another system and we do not agree, sealed"),
    "insight.CaseFact": ("staff", "who of staff has a dossier that counts; never whose dossier it is"),
    "insight.DayCount": ("staff", "what was counted of the work of each officer"),
    "ledger.Charge": ("case", "what somebody owes and paid for a service, shown to them and to who collects"),
    "messages.Notice": ("notice", "telling somebody what became of a case"),
}


def personal_tables() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give every table of the engines that holds something personal, with the columns that say so."""
    for model in apps.get_models():
        if model.__module__.startswith("cuudinh.engines."):
            columns = tuple(field.name for field in model._meta.concrete_fields if _is_personal(model, field))
            if columns:
                yield model._meta.label, columns


def _is_personal(model: type[Model], field: "Field[object, object]") -> bool:
    if field.name in NAMES or (isinstance(field, BinaryField) and field.name != "geometry"):
        return True
    return bool(field.is_relation and field.related_model and field.related_model._meta.label in OWNERS)
