"""`python -m tests.catalogues`: compile each .po of the project, without gettext."""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "otoppath" / "locale"


def compile_all() -> None:
    """Write the .mo beside each .po."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
        print(f"{path.parent.parent.name}: {path.name} compiled")


if __name__ == "__main__":
    compile_all()
