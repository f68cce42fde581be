"""A demonstration: invented people and reports through the doors, in every state a visitor looks for."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from cuudinh.engines.cases.models import Attachment, Case
from cuudinh.engines.identity import commands
from cuudinh.engines.places import queries as places
from cuudinh.journal import outbox
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system
from cuudinh.project import packing
from cuudinh.project.console.demonstrating import demo
from cuudinh.project.demonstration import filling
from cuudinh.project.demonstration.dossiers import REPORTS_A_DOSSIER
from cuudinh.project.demonstration.handling import SCRIPTS
from cuudinh.project.trouble import Trouble
from cuudinh.web.province import province

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> filling.Filled:
    monkeypatch.setattr(settings, "CUUDINH_STATE", tmp_path)
    monkeypatch.setattr(settings, "CUUDINH_FILES", tmp_path / "files")
    packing.apply_pack(system("tests"), "hue")
    folders = [settings.CUUDINH_PACKS / name for name in ("hue", "vn")]
    return filling.fill(folders, lambda *_step: None, reports=60, days=1)


def test_a_day_of_reports_stands_in_every_state_and_is_public_with_its_pictures(
    filled: filling.Filled,
) -> None:
    # Each service is asked for in turn, and once more of late.
    assert (filled.reports, filled.dossiers) == (60, 2 * (60 // REPORTS_A_DOSSIER))
    assert len(filled.sign_ins) == 12
    assert outbox.waiting() == 0
    assert province().is_demo
    states = Counter(Case.objects.values_list("state", flat=True))
    assert set(states) >= {"received", "verifying", "waiting_reporter", "assigned", "in_progress"}
    assert set(states) >= {"awaiting_approval", "resolved", "refused", "withdrawn"}
    assert sum(filled.refused.values()) <= len(SCRIPTS)
    shown = Attachment.objects.filter(case__is_public=True, case__state="resolved")
    assert shown.exists()
    assert not shown.filter(is_public=False).exists()


def test_a_place_is_a_street_and_names_no_commune(filled: filling.Filled) -> None:
    reports = Case.objects.filter(service_id="phan-anh-hien-truong")
    assert (filled.reports, filled.dossiers) == (reports.count(), Case.objects.count() - reports.count())
    names = {unit.name() for unit in places.units_in_force()}
    labels = set(reports.values_list("place", flat=True))
    assert labels
    assert not [label for label in labels for name in names if name in label]


@pytest.mark.slow
@pytest.mark.parametrize("hour", [3, 12])
@pytest.mark.parametrize("pack", ["demo", "ottawa"])
def test_every_pack_can_be_tried_out_at_any_hour(
    pack: str, hour: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CUUDINH_STATE", tmp_path)
    monkeypatch.setattr(settings, "CUUDINH_FILES", tmp_path / "files")
    packing.apply_pack(system("tests"), pack)
    folders = [settings.CUUDINH_PACKS / one.id for one in reversed(packing.load_world(pack).packs)]
    # At three in the morning of Greenwich it is still the day before in Ottawa.
    with clock.frozen(datetime(2026, 11, 26, hour, tzinfo=UTC)):
        filled = filling.fill(folders, lambda *_step: None, reports=40, days=5)
    assert filled.reports == 40
    # Ottawa takes reports only, so that nobody there sits at a desk for dossiers.
    assert len(filled.sign_ins) == {"demo": 12, "ottawa": 11}[pack]
    assert len(set(Case.objects.values_list("state", flat=True))) >= 4


def test_an_installation_with_people_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CUUDINH_STATE", tmp_path)
    packing.apply_pack(system("tests"), "demo")
    commands.register_resident(
        Actor("visitor"), name="Lê Thị Hoa", phone="0905123456", password="gió mùa đông bắc 7"
    )
    with pytest.raises(Trouble, match="There are people here already"):
        demo()
