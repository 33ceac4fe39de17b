"""Places in the admin: administrators correct and close them, nobody deletes one."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from otoppath.places.models import Place


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin):
    """One place under its official code, which never changes."""

    list_display = ["code", "name", "level", "postcode", "valid_to"]
    list_filter = ["level"]
    search_fields = ["code"]  # the box; what it finds is `get_search_results`
    search_help_text = _("ค้นด้วยชื่อ (ไม่ต้องใส่วรรณยุกต์ก็ได้) หรือรหัส")
    ordering = ["code"]
    list_per_page = 50
    show_full_result_count = False
    autocomplete_fields = ["replaced_by"]
    fields = [
        "code",
        "name_th",
        "name_en",
        "postcode",
        ("latitude", "longitude"),
        ("valid_from", "valid_to"),
        "replaced_by",
        "updated_at",
    ]

    @admin.display(description=_("ชื่อ"), ordering="sort_key")
    def name(self, place: Place) -> str:
        """Show the label, from memory."""
        return place.label

    def get_readonly_fields(self, request: HttpRequest, obj: Place | None = None) -> list[str]:
        """Keep the code of a place that exists: everything refers to it."""
        return ["updated_at", *(["code"] if obj else [])]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Place], search_term: str
    ) -> tuple[QuerySet[Place], bool]:
        """Search as the pages do: by stored key, or by the beginning of the code."""
        return (queryset & Place.objects.search(search_term) if search_term else queryset), False

    def has_delete_permission(self, request: HttpRequest, obj: Place | None = None) -> bool:
        """Say no: records of years past still refer to it."""
        return False
