"""Addresses of home, dashboards, health and language; the last three are not namespaced."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from . import components, health, saved, views

dashboards = [
    path("dashboards/<slug:code>/", views.place_detail, name="place_detail"),
    path("dashboards/<slug:code>/<slug:what>/", views.rows, name="rows"),
    path("saved/<slug:kind>/", saved.saved_list, name="saved_list"),
    path("components/", components.components, name="components"),
    path("components/<slug:name>/", components.example, name="example"),
]

urlpatterns = [
    path("", views.home_page, name="home"),
    path("health/live", health.health_live, name="health_live"),
    path("health/ready", health.health_ready, name="health_ready"),
    path("language/", login_not_required(require_POST(set_language)), name="set_language"),
    path("", include((dashboards, "dashboards"))),
]
