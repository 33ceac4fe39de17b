"""A question about one row that is put together once and asked of one row after another.

What a page asks of a record at step 5 is some sixty subqueries. Django takes ten times as long
to put them together as the database to answer them, and the text is the same for every record
at that step: so the text is kept, and only the key of the record is put into it.
"""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

# Stands in the kept question for the key of the row that is asked about; no row has it.
_ANY_KEY = -(2**62)


class Prepared:
    """Columns of one row of a model, by its key.

    `columns` are expressions by name, as `values()` takes them. Whatever they hold beside the
    key is part of the question: a day or a threshold of tomorrow needs another one.
    """

    def __init__(self, model: type[Model], columns: Mapping[str, Any]) -> None:
        query = model._default_manager.filter(pk=_ANY_KEY).values(**columns).query
        self._names = list(query.annotation_select)
        self._compiler: Any = query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, self._params = self._compiler.as_sql()
        self._compiler.connection = None  # it is this thread's; the question outlives it

    def of(self, pk: int) -> dict[str, Any]:
        """Return the columns of the row, converted as a queryset would; one query."""
        compiler = copy(self._compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        with compiler.connection.cursor() as cursor:
            cursor.execute(self._sql, [pk if p == _ANY_KEY else p for p in self._params])
            (values,) = compiler.results_iter(results=[cursor.fetchall()])
        return dict(zip(self._names, values, strict=True))
