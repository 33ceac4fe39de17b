"""Configuration of the pipeline app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PipelineConfig(AppConfig):
    """The five steps: what each asks for, and how a record moves."""

    name = "otoppath.pipeline"
    label = "pipeline"
    verbose_name = _("เส้นทาง 5 ขั้นตอน")
