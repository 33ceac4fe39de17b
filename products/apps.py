"""Configuration of the products app."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ProductsConfig(AppConfig):
    """Step 4: producers, products, costs, certificates, OTOP registration."""

    name = "products"
    label = "products"
    verbose_name = pgettext_lazy("many", "ผลิตภัณฑ์")
