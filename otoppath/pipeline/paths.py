"""The two paths, and which one a record walks."""

from typing import Any

from django.db.models import Model

from groups.models import Group
from households.models import Enrolment
from otoppath.pipeline.enrolments import ENROLMENT_PATH
from otoppath.pipeline.groups import GROUP_PATH
from otoppath.pipeline.path import Path

PATHS: dict[str, Path] = {"enrolment": ENROLMENT_PATH, "group": GROUP_PATH}

__all__ = ["ENROLMENT_PATH", "GROUP_PATH", "PATHS", "path_of"]


def path_of(record: Model) -> Path:
    """Return the path a record walks; a KeyError names the kind that walks none."""
    paths: dict[Any, Path] = {Enrolment: ENROLMENT_PATH, Group: GROUP_PATH}
    return paths[type(record)]
