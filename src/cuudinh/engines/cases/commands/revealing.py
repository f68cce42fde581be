"""The one way to learn who reported, and what they wrote before it was covered: break-glass, with a reason, logged."""

from dataclasses import replace

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
    name, phone = "", ""
    if party.sealed_contact is not None:
        contact = sealed.unseal(loaded.case_id, "contact", bytes(party.sealed_contact))
        name, phone = contact["name"], contact["phone"]
    elif party.account_id is not None:
        found = identity.contact_of(actor, party.account_id, about, reason)
        name, phone = found.name, found.phone
    said = _words(loaded, actor.language)
    if said and party.account_id is not None:
        identity_commands.note_look(
            actor, whose=party.account_id, what="words", about=about, purpose=reason, rule=rule
        )
    return ReporterView(name, phone, loaded.case.channel, said)


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
