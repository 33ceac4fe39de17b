"""Every address of the system, in one list."""

from django.contrib import admin
from django.urls import include, path

handler400 = "otoppath.dashboards.errors.bad_request"
handler403 = "otoppath.dashboards.errors.permission_denied"
handler404 = "otoppath.dashboards.errors.page_not_found"
handler500 = "otoppath.dashboards.errors.server_error"

urlpatterns = [
    path("", include("otoppath.dashboards.urls")),
    path("", include("otoppath.accounts.urls")),
    path("", include("otoppath.pipeline.urls")),
    path("households/", include("households.urls")),
    path("groups/", include("groups.urls")),
    path("", include("products.urls")),
    path("markets/", include("markets.urls")),
    path("admin/", admin.site.urls),
]
