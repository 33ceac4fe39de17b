"""Addresses of producers, products and registrations, and of the pages checklists lead to."""

from django.urls import path

from products.views import fixes, producers, products, registrations

app_name = "products"

urlpatterns = [
    path("products/", products.product_list, name="product_list"),
    path("products/new/", products.product_create, name="product_create"),
    path("products/<uuid:uuid>/", products.product_detail, name="product_detail"),
    path("products/<uuid:uuid>/change/", products.product_change, name="product_change"),
    path("products/<uuid:uuid>/stop/", products.product_stop, name="product_stop"),
    path("products/<uuid:uuid>/cost/", products.cost_create, name="cost_create"),
    path("products/<uuid:uuid>/photos/", products.photo_create, name="photo_create"),
    path("products/photos/<uuid:uuid>/", products.photo_detail, name="photo_detail"),
    path(
        "products/<uuid:uuid>/certificates/", products.certificate_create, name="certificate_create"
    ),
    path("certificates/<uuid:uuid>/", products.certificate_change, name="certificate_change"),
    path("certificates/<uuid:uuid>/file/", products.certificate_file, name="certificate_file"),
    path(
        "products/<uuid:uuid>/register/",
        registrations.registration_create,
        name="registration_create",
    ),
    path("producers/", producers.producer_list, name="producer_list"),
    path("producers/new/", producers.producer_create, name="producer_create"),
    path("producers/<uuid:uuid>/", producers.producer_detail, name="producer_detail"),
    path("producers/<uuid:uuid>/change/", producers.producer_change, name="producer_change"),
    path("registrations/", registrations.registration_list, name="registration_list"),
    path(
        "registrations/<uuid:uuid>/", registrations.registration_detail, name="registration_detail"
    ),
    path(
        "registrations/<uuid:uuid>/documents/",
        registrations.registration_documents,
        name="registration_documents",
    ),
    path(
        "registrations/<uuid:uuid>/move/<slug:to>/",
        registrations.registration_move,
        name="registration_move",
    ),
    # Where a checklist leads: the subject is a group or an enrolment.
    path("products/of/group/<uuid:uuid>/", fixes.group_products, name="group_products"),
    path("products/of/enrolment/<uuid:uuid>/", fixes.enrolment_products, name="enrolment_products"),
]
