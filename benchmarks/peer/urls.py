"""Addresses of the peer."""

from django.contrib import admin
from django.urls import path

from benchmarks.peer.peer import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("households/", views.household_list),
    path("dashboard/<str:code>/", views.dashboard),
]
