"""Tables are what the migrations make, and every hot query is answered from an index, on both databases."""

from io import StringIO

import pytest
from django.core.management import call_command

from cuudinh.journal.models import AuditInbox
from cuudinh.journal.plans import explain, faults_in_plan
from cuudinh.journal.prepared import REGISTRY, Prepared
from cuudinh.project import documenting, documenting_plans
from tests.guards.sources import report

pytestmark = pytest.mark.django_db


def test_migrations_are_in_step_with_the_models() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, verbosity=1)
    except SystemExit:
        pytest.fail(f"a model changed without its migration:\n{said.getvalue()}")


def test_every_hot_query_is_answered_from_an_index() -> None:
    documenting.product_modules()
    assert REGISTRY, "no hot query is registered, so nothing would be guarded"
    plans = [(prepared, explain(prepared)) for prepared in REGISTRY.values()]
    faults = [fault for prepared, plan in plans for fault in faults_in_plan(prepared, plan)]
    assert not faults, report(faults)


def test_the_plan_of_every_hot_query_stands_in_the_reference() -> None:
    stale = documenting_plans.stale()
    assert not stale, f"stale: {', '.join(stale)}; take them anew with: make plans"


def test_a_planted_query_whose_plan_nobody_took_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    Prepared("guard.planted", lambda: AuditInbox.objects.values_list("id"), takes={}, sample={})
    try:
        assert documenting_plans.stale() == ("guard.planted",)
        monkeypatch.setattr(documenting_plans, "statement_of", lambda _: "00000000")
        assert set(documenting_plans.stale()) == set(REGISTRY)
    finally:
        del REGISTRY["guard.planted"]


def test_a_planted_query_without_an_index_is_caught() -> None:
    planted = Prepared(
        "guard.planted",
        lambda body: AuditInbox.objects.filter(body=body).order_by("at").values_list("id"),
        takes={"body": str},
        sample={"body": "x"},
    )
    try:
        faults = faults_in_plan(planted, explain(planted))
    finally:
        del REGISTRY["guard.planted"]
    assert any("end to end" in fault for fault in faults)
