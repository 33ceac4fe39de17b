"""Lists of choices that administrators keep in the Django admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.forms import Field
from django.http import HttpRequest

from otoppath.thai.forms import thai_formfield

from .cells import cells


class LookupAdmin(admin.ModelAdmin):
    """A list of choices: added to and corrected, never deleted, for records refer to it."""

    list_per_page = 50
    show_full_result_count = False
    kept: ClassVar[tuple[str, ...]] = ("code",)  # what other parts of the system know a row by

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest | None, **kwargs: Any
    ) -> Field | None:
        """Read what is typed as the pages do: dates in the Buddhist Era, tidy text."""
        return thai_formfield(db_field, **kwargs)

    def get_list_display(self, request: HttpRequest) -> Any:
        """Show columns in words, days in the Buddhist Era."""
        return cells(self.model, super().get_list_display(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep what a row that exists is known by."""
        return self.kept if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False
