"""The refused cells of earlier imports become rows, as those of later ones are."""

import uuid
from itertools import groupby

from django.db import migrations


def to_rows(apps, schema_editor):
    batches = apps.get_model("households", "ImportBatch")
    rows = apps.get_model("households", "ImportRow")
    for batch in batches.objects.exclude(errors=[]).iterator():
        made = []
        for number, errors in groupby(batch.errors, key=lambda error: error["row"]):
            problems = [{k: e[k] for k in ("column", "value", "reason")} for e in errors]
            made.append(
                rows(
                    batch=batch, number=number, state="refused", problems=problems, uuid=uuid.uuid4()
                )
            )
        rows.objects.bulk_create(made, batch_size=500)


def to_errors(apps, schema_editor):
    batches = apps.get_model("households", "ImportBatch")
    rows = apps.get_model("households", "ImportRow")
    for batch in batches.objects.filter(rows__state="refused").distinct().iterator():
        refused = rows.objects.filter(batch=batch, state="refused").order_by("number")
        batch.errors = [{"row": r.number} | p for r in refused for p in r.problems]
        batch.save(update_fields=["errors"])


class Migration(migrations.Migration):
    dependencies = [("households", "0010_search_by_trigrams")]

    operations = [migrations.RunPython(to_rows, to_errors)]
