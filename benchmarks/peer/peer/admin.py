"""The admin as tutorials write it, with import-export's default resource."""

from django.contrib import admin
from import_export import resources
from import_export.admin import ImportExportModelAdmin

from benchmarks.peer.peer.models import Household


class HouseholdResource(resources.ModelResource):
    """Import-export's default, matched by house code."""

    class Meta:
        model = Household
        import_id_fields = ["house_code"]
        fields = ["house_code", "village", "head_name", "national_id"]


@admin.register(Household)
class HouseholdAdmin(ImportExportModelAdmin):
    """Changelist with filters and search."""

    resource_classes = [HouseholdResource]
    list_display = ["house_code", "head_name", "village", "stage", "updated_at"]
    list_filter = ["stage", "village__tambon"]
    search_fields = ["head_name"]
    list_per_page = 50
    list_select_related = ["village"]
    raw_id_fields = ["village"]
