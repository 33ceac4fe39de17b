"""Templates of the project, read without the indentation that only their authors need.

A list of fifty rows carries thousands of spaces at the beginnings of lines, and a volunteer's
telephone waits for each of them. Lines keep their numbers, so errors point where they should.
"""

import re
from typing import Any, Final

from django.template.loaders import filesystem

_INDENTATION: Final = re.compile(r"(?m)^[ \t]+")


class Loader(filesystem.Loader):
    """Reads from the folders of templates, once a process: the cached loader stands around it."""

    def get_contents(self, origin: Any) -> str:
        """Return the text of a template, each line from its first sign on."""
        return _INDENTATION.sub("", super().get_contents(origin))
