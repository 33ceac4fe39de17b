"""Lists of the Django admin that answer no question but those they offer."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class DeclaredLookups(admin.ModelAdmin):
    """A model whose list is narrowed by its declared filters alone.

    Django takes a condition on any column from the address: what a page does not show, a
    password's hash or a search key, could be asked out of it letter by letter.
    """

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Allow what the filters and the row of dates above the list put into the address."""
        names = {self.date_hierarchy, *map(_parameter_of, self._filters(request))} - {None}
        is_declared = any(lookup == name or lookup.startswith(f"{name}__") for name in names)
        return is_declared and super().lookup_allowed(lookup, value, request)

    def _filters(self, request: HttpRequest | None) -> Any:
        return self.list_filter if request is None else self.get_list_filter(request)


def _parameter_of(declared: Any) -> str:
    """Return the word by which a filter stands in the address."""
    if isinstance(declared, type) and issubclass(declared, admin.SimpleListFilter):
        return str(declared.parameter_name)
    return str(declared[0] if isinstance(declared, list | tuple) else declared)
