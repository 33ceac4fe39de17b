"""A workbook opened in a process of its own, and its rows read back a few at a time.

What an upload asks of the reader is known only once it reads. So the reader gets a process
with so much memory and time (see `opening.py`); its rows wait in an unnamed temporary file and
are never in memory together.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

PROGRAM = Path(__file__).with_name("opening.py")
BLOCK = 256 * 1024
# The process counts its own seconds; this is for one that waits instead of working.
PATIENCE = 120
# Elsewhere a process is not held to its memory.
IS_BOUNDED = sys.platform.startswith("linux")


class NotOpened(Exception):
    """The reader gave no rows; `why` is "password", "damaged" or "too_large"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class OpenSheet:
    """A sheet's rows, read anew each time they are asked for, as lists of cells."""

    name: str
    merged: list[tuple[int, int, int, int]]  # first row and column, last row and column
    height: int  # rows, blank ones included
    begins: int = field(repr=False)
    ends: int = field(repr=False)
    file: BinaryIO = field(repr=False)

    def __iter__(self) -> Iterator[list[Any]]:
        """Give the rows, the empty ones above the first filled included."""
        for line in self._lines():
            yield _decoded(line.decode())

    def _lines(self) -> Iterator[bytes]:
        at, rest = self.begins, b""
        while at < self.ends:
            block = os.pread(self.file.fileno(), min(BLOCK, self.ends - at), at)
            at += len(block)
            *lines, rest = (rest + block).split(b"\n")
            yield from lines


def opened(content: bytes) -> list[OpenSheet]:
    """Return the sheets of a workbook that are not hidden. Raises `NotOpened`."""
    with tempfile.TemporaryFile() as given:
        given.write(content)
        given.seek(0)
        rows = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the sheets
        try:
            run = subprocess.run(  # noqa: S603 - a program of ours, no word of the file's in it
                [sys.executable, "-I", str(PROGRAM)],
                stdin=given,
                stdout=rows,
                stderr=subprocess.PIPE,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise NotOpened("too_large") from error
    return [
        OpenSheet(
            sheet["name"],
            [tuple(range_) for range_ in sheet["merged"]],
            sheet["height"],
            sheet["begins"],
            sheet["ends"],
            rows,
        )
        for sheet in _index(run)["sheets"]
    ]


def _index(run: subprocess.CompletedProcess) -> dict[str, Any]:
    try:
        index = json.loads(run.stderr)
    except ValueError as error:  # the process ended before it could say anything
        raise NotOpened("too_large") from error
    if "wrong" in index:
        raise NotOpened(index["wrong"])
    return index


def _untagged(value: dict[str, str]) -> date | datetime | str:
    if "date" not in value:
        return value.get("time", "")
    moment = datetime.fromisoformat(value["date"])
    return moment if len(value["date"]) > len("2026-01-01") else moment.date()


_decoded = json.JSONDecoder(object_hook=_untagged).decode
