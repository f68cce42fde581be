"""Absences are stated with days and a substitute; what cannot stand is refused in words that say how to mend it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.commands import Away
from cuudinh.engines.identity.tests.conftest import CONSOLE, Staffer
from cuudinh.engines.identity.tests.worlds import office_row, small_offices, small_world
from cuudinh.engines.identity.types import (
    AbsenceOver,
    AbsencesOverlap,
    AccountIncomplete,
    Facts,
    UnknownAbsence,
)
from cuudinh.journal.audit import lines_about, pseudonym
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours, StepUpNeeded

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 23, 3, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 24), date(2026, 11, 30)


def _of(who: Actor, substitute: Actor, first: date = FIRST, last: date = LAST, reason: str = "leave") -> Away:
    return Away(who.account_id or 0, substitute.account_id or 0, reason, first, last)


def test_an_absence_is_refused_where_it_cannot_stand_and_says_how_to_mend_it(staff: Staffer) -> None:
    with clock.frozen(TODAY):
        an, binh = staff("an", "so-xd", "officer"), staff("binh", "so-xd", "head")
        far, auditor = staff("xa", "p-phu-xuan", "officer"), staff("kiemtra", "so-xd", "auditor")
        for away, field in (
            (_of(an, an), "substitute"),
            (_of(an, far), "substitute"),
            (_of(an, replace(an, account_id=999)), "substitute"),
            (_of(an, binh, first=date(2026, 11, 22)), "first"),
            (_of(an, binh, first=LAST, last=FIRST), "last"),
            (_of(an, binh, last=date(2028, 1, 1)), "last"),
            (_of(an, binh, reason="flu"), "reason"),
        ):
            with pytest.raises(AccountIncomplete) as refused:
                commands.state_absence(an, away=away)
            assert field in refused.value.faults
        with pytest.raises(AccountIncomplete):
            commands.state_absence(CONSOLE, away=_of(auditor, binh))
        stated = commands.state_absence(an, away=_of(an, binh))
        with pytest.raises(AbsencesOverlap) as twice:
            commands.state_absence(an, away=_of(an, binh, first=LAST, last=date(2026, 12, 5)))
        assert "24/11/2026" in str(twice.value)
        assert "thu hồi" in str(twice.value)
        with pytest.raises(AccountIncomplete) as busy:
            commands.state_absence(binh, away=_of(binh, an))
        assert "24/11/2026" in busy.value.faults["substitute"]
        commands.revoke_absence(an, absence_id=stated.id)
        with pytest.raises(AbsenceOver):
            commands.revoke_absence(an, absence_id=stated.id)
        commands.state_absence(an, away=_of(an, binh, first=LAST, last=date(2026, 12, 5)))


def test_who_states_it_of_others_leads_their_office_and_the_log_names_both(staff: Staffer) -> None:
    with clock.frozen(TODAY):
        an, binh = staff("an", "doi-qldt", "officer"), staff("binh", "so-xd", "head")
        other, cu = staff("khac", "p-phu-xuan", "head"), staff("cu", "doi-qldt", "officer")
        for stranger in (other, cu):
            with pytest.raises(NotYours):
                commands.state_absence(stranger, away=_of(an, cu))
        tired = replace(binh, strong_until=None)
        with pytest.raises(StepUpNeeded):
            commands.state_absence(tired, away=_of(an, cu))
        commands.state_absence(binh, away=_of(an, cu))
        line = lines_about("account", pseudonym(an.account_id or 0))[-1]
        assert (line.act, line.who) == ("absence.state", pseudonym(binh.account_id or 0))
        assert line.facts["substitute"] == pseudonym(cu.account_id or 0)
        here = [queries.staff_actor(cu.account_id or 0).seats[0].office_id]
        seen = queries.absences_of_office(binh, here)
        assert [(one.name, one.substitute, one.state) for one in seen] == [("Người an", "Người cu", "coming")]
        assert seen[0].may_revoke
        assert not queries.absences_of_office(cu, here)[0].may_revoke


def test_nobody_stands_in_across_the_sides_nor_brings_more_than_their_own_proof(staff: Staffer) -> None:
    with clock.frozen(TODAY):
        an, binh = staff("an", "ioc", "officer"), staff("binh", "ioc", "dispatcher")
        rows = [*small_offices(), office_row("tinh-uy", "", kind="party-committee", domain="party")]
        commands.apply_organisation(small_world(rows))
        party = replace(CONSOLE, domain="party")
        commands.appoint(
            party,
            account_id=binh.account_id or 0,
            office_code="tinh-uy",
            role="officer",
            since=date(2026, 1, 1),
            document="QĐ",
        )
        with pytest.raises(AccountIncomplete):
            commands.state_absence(party, away=_of(binh, an))
        stated = commands.state_absence(binh, away=_of(binh, an))
        with pytest.raises(UnknownAbsence):
            commands.revoke_absence(party, absence_id=stated.id)
        with clock.frozen(datetime(2026, 11, 24, 3, tzinfo=UTC)):
            lent = queries.staff_actor(an.account_id or 0)
            assert lent.has_role("dispatcher")
            assert queries.staff_actor(an.account_id or 0, domain="party").seats == ()
            facts = Facts(has_purpose=True)
            assert queries.can(lent, "identity.reveal", facts).behalf is not None
            tired = replace(lent, strong_until=None)
            assert queries.can(tired, "identity.reveal", facts).needs == ("fresh",)
