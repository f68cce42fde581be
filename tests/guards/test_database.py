"""Tables are what the migrations make, and every hot query is answered from an index, on both databases."""

from io import StringIO

import pytest
from django.core.management import call_command

from cuudinh.journal.models import AuditInbox
from cuudinh.journal.plans import explain, faults_in_plan
from cuudinh.journal.prepared import REGISTRY, Prepared
from cuudinh.project import documenting
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
