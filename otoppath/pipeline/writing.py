"""Conditions and columns kept as the SQL that Django writes for them.

What a checklist asks is some dozens of subqueries. Django takes a hundred times as long to build
and write them as the database to answer them, so they are written once for the numbers of a
programme year and a day.
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Self

from django.db import connections
from django.db.models import BooleanField, ExpressionWrapper, Field, Model, Q
from django.db.models.expressions import RawSQL

from otoppath.pipeline.thresholds import Thresholds

KEPT = 256  # a path asks some forty things of a year on a day


class Written(RawSQL):
    """SQL about the rows of one table, as a column or a condition of a query over them.

    It follows its rows into a subquery, where Django calls their table otherwise: `own` is what
    stands before their columns.
    """

    def __init__(
        self, sql: str, params: Sequence[Any], output_field: Field | None = None, own: str = ""
    ) -> None:
        super().__init__(sql, params, output_field)
        self.own = own

    def relabeled_clone(self, change_map: Mapping[str, str]) -> Self:
        """Return the same of rows whose table is called otherwise."""
        new = change_map.get(self.own.strip('".'))
        if new is None:
            return self
        own = f"{new}."
        return type(self)(self.sql.replace(self.own, own), self.params, self.output_field, own)


class Writings:
    """What was written so far of one path or requirement."""

    def __init__(self) -> None:
        self.kept: dict[Any, Written] = {}

    def get(
        self, name: Hashable, model: type[Model], thresholds: Thresholds, build: Callable[[], Any]
    ) -> Written:
        """Return what `build` makes for these thresholds: an expression, or a condition."""
        numbers = tuple(sorted(thresholds.values.items()))
        rows = model._default_manager.all()
        key = (name, model, thresholds.day, numbers, connections[rows.db].vendor)
        found = self.kept.get(key)  # at once: another thread may clear it the next moment
        if found is None:
            found = written(model, build())
            if len(self.kept) >= KEPT:
                self.kept.clear()
            self.kept[key] = found
        return found


def written(model: type[Model], asked: Any) -> Written:
    """Return the SQL of an expression or a condition over the rows of a model.

    It may name the rows' own table and subqueries, and join nothing.
    """
    if isinstance(asked, Q):
        asked = ExpressionWrapper(asked, output_field=BooleanField())
    query = model._default_manager.order_by().values(column=asked).query
    compiler = query.get_compiler(model._default_manager.db)
    compiler.setup_query()
    ((expression, (sql, params), _alias),) = compiler.select
    joined = {alias for alias, n in query.alias_refcount.items() if n} - {model._meta.db_table}
    assert not joined, joined  # noqa: S101
    own = f"{connections[model._default_manager.db].ops.quote_name(model._meta.db_table)}."
    return Written(_ALIAS.sub(_renamed, sql), params, expression.output_field, own)


# Django numbers the tables of every subquery from U0: those in here must not be taken for the
# rows' own, which may be called U0 themselves.
_ALIAS = re.compile(r"\b[T-Z][A-Z]*\d+\b")


def _renamed(alias: re.Match[str]) -> str:
    return f"within_{alias[0].lower()}"
