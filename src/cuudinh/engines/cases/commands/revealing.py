"""The one way to learn who reported, and what they wrote before it was covered: break-glass, with a reason, logged."""

from dataclasses import dataclass, field, replace

from cuudinh.engines.cases import sealed
from cuudinh.engines.cases.commands.permitting import permit
from cuudinh.engines.cases.models import Party
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.store import Loaded, load, open_words
from cuudinh.engines.cases.types import ReporterView, WhyLine
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor


@acting()
def reveal_reporter(actor: Actor, *, number: str, reason: str) -> ReporterView:
    """Give who reported, to those whom the policy allows, for a reason that stands in the audit log.

    The grant and the log line are written before anything is read, in the same transaction: whoever has seen
    it is in the log. Raises `NotYours`, `PurposeNeeded`, `CaseNotThere`, `ProcessingRestricted`, `LookObjected`.
    """
    loaded = load(actor, number)
    party = Party.objects.get(case_id=loaded.case_id, role="reporter")
    stopped = identity.stop_for(actor, party.account_id, "contact") if party.account_id is not None else ""
    facts = replace(loaded.facts, has_purpose=identity_commands.is_reason(reason), stopped=stopped)
    rule = permit(actor, "identity.reveal", facts)
    about = ("case", loaded.case.number)
    identity_commands.break_glass(actor, about, reason)
    audit.record(actor, "case.reveal_reporter", about, purpose=reason, rule=rule)
    contact = _contact(actor, party, about, reason)
    said = _words(loaded, actor.language)
    if said and party.account_id is not None:
        identity_commands.note_look(
            actor, whose=party.account_id, what="words", about=about, purpose=reason, rule=rule
        )
    return ReporterView(contact.name, contact.phone, loaded.case.channel, said, contact.by)


@dataclass(frozen=True, slots=True)
class _Contact:
    """Whom to call: the reporter, or who acts for them today (`by`)."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    by: str = field(default="", repr=False)


def _contact(actor: Actor, party: Party, about: tuple[str, str], reason: str) -> _Contact:
    """Give whom to call; each person who is looked at sees it, whoever acts for another too."""
    if party.sealed_contact is not None:
        said = sealed.unseal(party.case_id, "contact", bytes(party.sealed_contact))
        return _Contact(said["name"], said["phone"])
    if party.account_id is None:
        return _Contact("", "")
    whose = identity.contact_of(actor, party.account_id, about, reason)
    acting = identity.representatives_of(party.account_id) if party.by_account_id is not None else ()
    if not acting:
        return _Contact(whose.name, whose.phone)
    # Who filed it is called if they still act for whom it is.
    first = party.by_account_id if party.by_account_id in acting else acting[0]
    by = identity.contact_of(actor, first, about, reason)
    return _Contact(whose.name, by.phone, by.name)


def _words(loaded: Loaded, language: str) -> tuple[WhyLine, ...]:
    """Give what was written before it was covered, under the words of its question or act."""
    service = loaded.service
    labels = {one.do: one.label for one in service.shape.acts} | {
        name: question.label for name, question in service.questions.items()
    }
    return tuple(
        WhyLine(words(labels[of], language) if of in labels else "", text)
        for of, text in open_words(loaded.case_id)
    )
