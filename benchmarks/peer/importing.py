"""Bring the same file into the peer, as import-export's admin does by default; print JSON.

`python -m benchmarks.peer.importing FILE`: parsed and tried (the preview), parsed again, written.
The resource is the admin's, with the headings of the file for its columns.
"""

import json
import os
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.peer.settings")

import django

from benchmarks.importing import peak

HEADINGS = {
    "house_code": "รหัสประจำบ้าน",
    "village": "รหัสหมู่บ้าน",
    "head_name": "ชื่อ",
    "national_id": "เลขประจำตัวประชาชน",
}


def main() -> None:
    """Measure and print."""
    django.setup()
    from import_export.formats.base_formats import XLSX

    from benchmarks.peer.peer.admin import HouseholdResource

    for name, heading in HEADINGS.items():
        HouseholdResource.fields[name].column_name = heading
    content = Path(sys.argv[1]).read_bytes()
    idle = peak()
    began = perf_counter()
    trial: Any = HouseholdResource().import_data(XLSX().create_dataset(content), dry_run=True)
    preview = perf_counter() - began
    written = HouseholdResource().import_data(XLSX().create_dataset(content), dry_run=False)
    found = {"seconds": perf_counter() - began, "preview": preview, "idle": idle, "peak": peak()}
    found |= {"errors": trial.has_errors(), **written.totals}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
