"""The queues of the centre and the windows of the map get columns and indexes; the rows that are there follow."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import cuudinh.journal.bits
from cuudinh.kernel import geo
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_FLAGS = {"due_soon": 1, "overdue": 2, "stage_late": 16, "returned": 32, "extension_asked": 128}
_BITS = {
    "open": 1,
    "waiting": 2,
    "due_soon": 4,
    "overdue": 8,
    "awaiting_approval": 16,
    "stage_late": 32,
    "extension_asked": 64,
    "intake": 128,
    "returned": 256,
}
# Counted from now on; the others were counted before.
_NEW = ("intake", "returned")


def fill(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    """Give every case its area and its buckets, and count the buckets that are new."""
    cases = apps.get_model("cases", "Case")
    roles = {
        (one.service_id, one.version): _roles(one.body["service"])
        for one in apps.get_model("cases", "Definition").objects.all()
    }
    counted = Counter[str]()
    changed = []
    for case in cases.objects.only(
        "id", "service_id", "version", "state", "phase", "flags", "resolved_at", "lat", "lon", "owner_office_id"
    ).iterator(chunk_size=2000):
        found = _buckets(case, *roles[case.service_id, case.version])
        case.buckets = sum(_BITS[name] for name in found)
        case.area = geo.cell(case.lat, case.lon, 4000) if case.lat is not None and case.lon is not None else None
        changed.append(case)
        for name in found.intersection(_NEW):
            counted.update([f"all:{name}", *([f"office:{case.owner_office_id}:{name}"] if case.owner_office_id else [])])
    cases.objects.bulk_update(changed, ["buckets", "area"], batch_size=200)
    counters = apps.get_model("journal", "Counter").objects
    counters.bulk_create(counters.model(name=name, slot=0, value=value) for name, value in counted.items())


def empty(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    """Drop the counts of what is not known before this migration."""
    for name in _NEW:
        apps.get_model("journal", "Counter").objects.filter(name__endswith=f":{name}").delete()


def _roles(service: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    approval = {source for act in service["acts"] if act["do"] == "approve" for source in act["from"]}
    centre = {name for name, state in service["states"].items() if state.get("clock") == "centre"}
    return approval, centre - approval


def _buckets(case: Any, approval: set[str], intake: set[str]) -> set[str]:
    flags = {name for name, bit in _FLAGS.items() if case.flags & bit}
    if case.phase > 1:
        return set()
    if case.phase == 1:
        return {"waiting"} | flags & {"extension_asked"}
    found = {"open"} | flags & {"stage_late", "extension_asked", "returned"}
    found |= {"awaiting_approval"} if case.state in approval else set()
    found |= {"intake"} if case.state in intake else set()
    if case.resolved_at is None:
        found |= {"overdue"} if "overdue" in flags else flags & {"due_soon"}
    return found


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_units'),
        ('journal', '0002_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='area',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='buckets',
            field=cuudinh.journal.bits.Bits(default=0),
        ),
        migrations.RunPython(fill, empty),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_public', True)), fields=['cell'], name='case_public_cell'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_public', True)), fields=['area'], name='case_public_area'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('buckets__has', 3)), fields=['sort_at', 'id'], name='case_queue_all'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('buckets__has', 2)), fields=['sort_at', 'id'], name='case_queue_waiting'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('buckets__has', 8)), fields=['sort_at', 'id'], name='case_queue_overdue'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('buckets__has', 16)), fields=['sort_at', 'id'], name='case_queue_approval'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('buckets__has', 64)), fields=['sort_at', 'id'], name='case_queue_extension'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('buckets__has', 128)), fields=['sort_at', 'id'], name='case_queue_intake'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('buckets__has', 256)), fields=['sort_at', 'id'], name='case_queue_returned'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['office_id', 'case'], name='task_of_office'),
        ),
    ]
