"""Hot reads: the same rows as the ORM gives, from SQL that is written once; and plans that are watched."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Value
from django.test.utils import CaptureQueriesContext

from cuudinh.journal import plans, prepared
from cuudinh.journal.models import AuditLine, Job, OutboxEvent, PackRelease
from cuudinh.journal.prepared import Ids, Prepared

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "REGISTRY", {})


@pytest.fixture(autouse=True)
def jobs_in_table() -> None:
    kinds = ["draw", "send", "đọc 100%s"]
    Job.objects.bulk_create(
        Job(kind=kinds[n % 3], payload=str(n), run_at=NOON + timedelta(minutes=n), attempts=n)
        for n in range(12)
    )


def due(**limits: Any) -> Any:
    def build(kind: str, before: datetime) -> Any:
        rows = Job.objects.filter(kind=kind, run_at__lt=before, parked_at=None, attempts__gte=1, **limits)
        return rows.order_by("-run_at").values_list("id", "run_at", "payload")[:3]

    return build


TAKES = {"kind": str, "before": datetime}
SAMPLE = {"kind": "draw", "before": NOON}


@pytest.mark.parametrize("kind", ["draw", "đọc 100%s", "' OR 1=1 --"])
def test_the_rows_are_those_of_the_orm(kind: str) -> None:
    before = NOON + timedelta(minutes=9)
    hot = Prepared("due", due(), takes=TAKES, sample=SAMPLE)
    assert hot.run(kind=kind, before=before) == list(due()(kind, before))
    assert hot.run(kind=kind, before=NOON) == []


def test_the_query_is_built_once() -> None:
    built = []

    def build(least: int) -> Any:
        built.append(least)
        return Job.objects.filter(attempts__gte=least).order_by("id").values_list("attempts")

    hot = Prepared("least", build, takes={"least": int}, sample={"least": 1})
    with CaptureQueriesContext(connection) as asked:
        assert [row[0] for row in hot.run(least=10)] == [10, 11]
        assert [row[0] for row in hot.run(least=11)] == [11]
    assert len(built) == 1
    assert len(asked) == 2


def test_a_parameter_may_stand_in_two_places_and_beside_constants() -> None:
    def build(number: int) -> Any:
        rows = Job.objects.filter(attempts__gte=number, attempts__lte=F("attempts") + number, kind="send")
        return rows.annotate(one=Value(1)).order_by("id").values_list("attempts", "one")

    hot = Prepared("twice", build, takes={"number": int}, sample={"number": 1})
    assert hot.run(number=5) == [(7, 1), (10, 1)]
    assert hot.run(number=1) == [(1, 1), (4, 1), (7, 1), (10, 1)]


@pytest.mark.parametrize("wanted", [[], [3], [3, 5, 900]])
def test_any_number_of_ids_is_one_parameter(wanted: list[int]) -> None:
    def build(ids: list[int], most: int) -> Any:
        rows = Job.objects.filter(attempts__in=ids, attempts__lt=most)
        return rows.order_by("attempts").values_list("attempts", flat=False)

    hot = Prepared("ids", build, takes={"ids": Ids, "most": int}, sample={"ids": [1], "most": 9})
    assert [row[0] for row in hot.run(ids=wanted, most=9)] == [n for n in wanted if n < 9]


def test_a_parameter_that_is_not_compared_as_it_is_is_a_bug() -> None:
    def build(start: str) -> Any:
        return Job.objects.filter(kind__startswith=start).values_list("id")

    with pytest.raises(AssertionError, match="start"):
        Prepared("start", build, takes={"start": str}, sample={"start": "d"}).run(start="d")


def test_a_parameter_too_few_or_too_many_is_a_bug() -> None:
    hot = Prepared("due", due(), takes=TAKES, sample=SAMPLE)
    with pytest.raises(AssertionError, match="takes kind, before"):
        hot.run(kind="draw")


def test_two_queries_cannot_share_a_name() -> None:
    Prepared("due", due(), takes=TAKES, sample=SAMPLE)
    with pytest.raises(AssertionError, match="two prepared"):
        Prepared("due", due(), takes=TAKES, sample=SAMPLE)


def good_and_bad() -> Iterator[tuple[Prepared, str]]:
    def of_thing(about: str, after: int) -> Any:
        return AuditLine.objects.filter(about=about, seq__gt=after).order_by("seq").values_list("seq")[:20]

    def waiting(after: int) -> Any:
        rows = OutboxEvent.objects.filter(delivered_at__isnull=True, id__gt=after)
        return rows.order_by("id").values_list("id")[:20]

    def by_body(body: str) -> Any:
        return AuditLine.objects.filter(body=body).values_list("chain")

    def unsorted(pack: str) -> Any:
        rows = PackRelease.objects.filter(pack_id=pack).order_by("digest")
        return rows.values_list("id", "digest")[:20]

    yield (
        Prepared("of-thing", of_thing, takes={"about": str, "after": int}, sample={"about": "a", "after": 0}),
        "",
    )
    yield Prepared("waiting", waiting, takes={"after": int}, sample={"after": 0}), ""
    yield Prepared("by-body", by_body, takes={"body": str}, sample={"body": "a"}), "from end to end"
    yield Prepared("unsorted", unsorted, takes={"pack": str}, sample={"pack": "a"}), "sorts"


def test_a_plan_that_reads_a_table_from_end_to_end_or_sorts_is_found() -> None:
    for hot, wrong in good_and_bad():
        plan = plans.explain(hot)
        found = plans.faults_in_plan(hot, plan)
        assert bool(found) == bool(wrong), f"{hot.name}: {found}\n{plan}"
        assert all(wrong in fault for fault in found)


def test_what_a_query_may_do_is_said_with_it() -> None:
    def by_body(body: str) -> Any:
        return AuditLine.objects.filter(body=body).order_by("chain").values_list("chain")

    hot = Prepared(
        "allowed",
        by_body,
        takes={"body": str},
        sample={"body": "a"},
        may_scan=["journal_auditline"],
        may_sort=True,
    )
    assert plans.faults_in_plan(hot, plans.explain(hot)) == ()
