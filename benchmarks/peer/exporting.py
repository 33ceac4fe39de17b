"""Take all households of the peer out, as import-export's admin does by default; print JSON.

`python -m benchmarks.peer.exporting csv|xlsx`: every column of its table.
"""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.peer.settings")

import django

from benchmarks.exporting import timed


def main() -> None:
    """Measure and print."""
    django.setup()
    from import_export import resources
    from import_export.formats import base_formats

    from benchmarks.peer.peer.models import Household

    resource = resources.modelresource_factory(Household)()
    rows = Household.objects.all()
    file_format = {"csv": base_formats.CSV, "xlsx": base_formats.XLSX}[sys.argv[1]]()

    def answer() -> list[bytes]:
        data = file_format.export_data(resource.export(rows))
        return [data.encode() if isinstance(data, str) else data]

    cells = rows.count() * len(resource.get_export_fields())
    sys.stdout.write(json.dumps(timed(answer, cells=cells)))


if __name__ == "__main__":
    main()
